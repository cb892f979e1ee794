package dev.ballast.app.cli;

import dev.ballast.app.LocalCloud;
import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.Refusal;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ec2.Ec2Rules;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        description = {
            "The local cloud, for the AWS CLI, SDKs and Ansible, until Ctrl-C.",
            "The first line on standard output is its endpoint, the second its seed."
        })
final class LocalCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "4599",
            description = "0 picks a free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of everything that is drawn in it (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            defaultValue = "1",
            description = "seconds of the cloud in a second of ours (default: ${DEFAULT-VALUE})")
    private double speed;

    @Option(
            names = "--strict",
            description = "refuse unknown subnets, groups, keys and images as AWS does, instead of adopting them")
    private boolean strict;

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65535)
            throw new Refusal(ExitStatus.BAD_INPUT, "--port: " + port + " is no port, expected 0 to 65535");
        if (!(speed > 0) || speed > 10_000)
            throw new Refusal(
                    ExitStatus.BAD_INPUT,
                    "--speed: " + speed + " is out of range, expected more than 0 and at most 10000");
        var start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (var cloud = start(new LocalCloud.Options(port, seed, speed, start, rules()))) {
            var out = spec.commandLine().getOut();
            out.println(cloud.endpoint());
            out.println("seed " + seed);
            out.flush();
            // Until Ctrl-C ends the process.
            new CountDownLatch(1).await();
        }
        return ExitStatus.OK;
    }

    private World.Rules rules() {
        return strict
                ? new World.Rules(Ec2Rules.DEFAULT.with(Ec2Rules.UnknownIds.REFUSED), World.Rules.DEFAULT.ecs())
                : World.Rules.DEFAULT;
    }

    private static LocalCloud start(LocalCloud.Options options) {
        try {
            return LocalCloud.start(options);
        } catch (IllegalStateException taken) {
            throw new Refusal(
                    ExitStatus.FAILED,
                    "port " + options.port() + " is taken; give another with --port, or 0 for any free one");
        }
    }
}
