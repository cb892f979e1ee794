package dev.ballast.app.cli;

import dev.ballast.app.LocalCloud;
import dev.ballast.app.demo.DemoSettings;
import dev.ballast.app.demo.Ending;
import dev.ballast.app.demo.Story;
import dev.ballast.app.demo.Witness;
import dev.ballast.app.session.AwsPorts;
import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.JournalFolder;
import dev.ballast.app.session.Session;
import dev.ballast.app.session.WorldPorts;
import dev.ballast.aws.AwsPlace;
import dev.ballast.sim.world.World;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "The whole story on the local cloud: a fleet comes up, carries services, grows, loses a pool, and stays whole.",
            "Needs no account and touches nothing but this machine."
        })
final class DemoCommand implements Callable<Integer> {
    /** The virtual demo's first moment: the same at every run, or the journals would differ. */
    private static final Instant VIRTUAL_START = Instant.parse("2026-01-05T09:00:00Z");

    @Spec
    private CommandSpec spec;

    @Mixin
    private Output output;

    @Option(names = "--headless", description = "end by itself; exit status 0 only if everything held")
    private boolean headless;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of the cloud (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            defaultValue = "30",
            description = "seconds of the cloud in a second of ours (default: ${DEFAULT-VALUE})")
    private double speed;

    @Option(
            names = "--fleet",
            paramLabel = "FILE",
            description = "a spot fleet request of your own, instead of examples/spot_request.json")
    private Path fleet;

    @Option(
            names = "--virtual",
            description = "in one thread on time that jumps, without the wire: the same seed gives the same journal")
    private boolean virtual;

    @Option(names = "--export", paramLabel = "FILE", description = "write the journal there, one JSON line an entry")
    private Path export;

    @Override
    public Integer call() throws InterruptedException {
        var settings = DemoSettings.of(Optional.ofNullable(fleet), virtual ? VIRTUAL_START : Instant.now());
        tellInit(settings);
        return virtual ? tellVirtually(settings) : tellOnTheWire(settings);
    }

    private void tellInit(DemoSettings settings) {
        narrator().chapter(0, "Init: a ballast.yaml from " + settings.source());
        for (var finding : settings.imported().findings()) err().println("          " + finding);
        err().flush();
    }

    private int tellVirtually(DemoSettings settings) throws InterruptedException {
        var world = new World(seed, VIRTUAL_START, World.Rules.DEFAULT);
        var witness = new Witness();
        world.ecs().listen(witness);
        var ports = new WorldPorts(
                world, seed, settings.settings().region(), settings.settings().cluster());
        try (var session = new Session(ports, Optional.of(settings.settings()), settings.source(), Optional.empty())) {
            return close(session, new Story(session, witness, narrator()).tell());
        }
    }

    private int tellOnTheWire(DemoSettings settings) throws InterruptedException {
        var start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (var cloud = LocalCloud.start(new LocalCloud.Options(0, seed, speed, start, World.Rules.DEFAULT))) {
            var witness = new Witness();
            cloud.gate().call(now -> {
                cloud.world().ecs().listen(witness);
                return now;
            });
            var where = AwsPlace.resolve(
                    Optional.of(settings.settings().region()),
                    Optional.empty(),
                    Optional.of(cloud.endpoint()),
                    Map.of());
            var ports = new AwsPorts(where, settings.settings().cluster());
            var folder = new JournalFolder(journalFolder(), ports.place());
            try (var session =
                    new Session(ports, Optional.of(settings.settings()), settings.source(), Optional.of(folder))) {
                narrator().lines().println(session.place());
                var status = close(session, new Story(session, witness, narrator()).tell());
                if (!headless) stay(cloud);
                return status;
            }
        }
    }

    private static Path journalFolder() {
        try {
            return Files.createTempDirectory("ballast-demo-");
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot create a temporary folder: " + refused.getMessage(), refused);
        }
    }

    private int close(Session session, Ending ending) {
        if (export != null) export(session);
        if (output.isJson()) Output.json(out(), ending);
        else out().print("\n" + ending.text());
        var broken = ending.broken();
        for (var promise : broken) out().println("BROKEN  " + promise);
        if (!output.isJson() && broken.isEmpty()) out().println("\nEverything held (seed " + seed + ").");
        out().flush();
        return broken.isEmpty() ? ExitStatus.OK : ExitStatus.FAILED;
    }

    private void export(Session session) {
        try (var lines = session.journal().export()) {
            Files.write(export, (Iterable<String>) lines::iterator);
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot write " + export + ": " + refused.getMessage(), refused);
        }
    }

    private void stay(LocalCloud cloud) throws InterruptedException {
        out().println("\nThe local cloud stays until Ctrl-C. Try in another terminal:");
        out().println("  ballast status --cluster live --endpoint-url " + cloud.endpoint());
        out().println("  aws ecs list-services --cluster live --region eu-west-1 --endpoint-url " + cloud.endpoint());
        out().flush();
        new CountDownLatch(1).await();
    }

    private Story.Narrator narrator() {
        return new Story.Narrator() {
            @Override
            public void chapter(int number, String title) {
                err().println("\n" + number + "  " + title);
                err().flush();
            }

            @Override
            public PrintWriter lines() {
                return err();
            }
        };
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
