package dev.ballast.app.cli;

import dev.ballast.app.LocalCloud;
import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.Refusal;
import dev.ballast.config.TraceCapacity;
import dev.ballast.config.TraceCsv;
import dev.ballast.sim.api.admin.Secrecy;
import dev.ballast.sim.host.SqliteChronicle;
import dev.ballast.sim.host.tasks.RealTasks;
import dev.ballast.sim.wire.Retelling;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ec2.Ec2Rules;
import dev.ballast.sim.world.faults.Storminess;
import dev.ballast.sim.world.faults.ThrottleRules;
import dev.ballast.sim.world.market.MarketRules;
import dev.ballast.sim.world.market.Regime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
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
            "The first line on standard output is its endpoint, the second its seed, the third the token for its admin API,",
            "which takes any AWS signature as well."
        })
final class LocalCommand implements Callable<Integer> {
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");
    private static final int LONGEST_BACK_OFF_SECONDS = 86_400;

    private enum Switch {
        ON,
        OFF
    }

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

    @Option(
            names = "--throttles",
            paramLabel = "WHETHER",
            defaultValue = "on",
            description = {
                "refuse calls to EC2 and ECS that come faster than AWS would take them: on or off",
                "(default: ${DEFAULT-VALUE}); buckets refill on the cloud's own time"
            })
    private String throttles;

    @Option(
            names = "--faults",
            paramLabel = "HOW-MANY",
            defaultValue = "none",
            description = {
                "how much goes wrong by itself: none, some or storm (default: ${DEFAULT-VALUE});",
                "what, and when, is drawn from the seed; GET /_ballast/faults tells it"
            })
    private String faults;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = {
                "keep the cloud's state there, for its owner alone to read: the next start with the same options goes on",
                "where this one ended. Its time stands still in between"
            })
    private Path dataDir;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "write the admin API's token there, for its owner alone to read, instead of on standard output")
    private Path tokenFile;

    @Option(
            names = "--show-secrets",
            description = "let GET /_ballast/state show user data, environment variables and parameters as they are")
    private boolean showSecrets;

    @Option(
            names = "--regime",
            paramLabel = "REGIME",
            defaultValue = "calm",
            description = "how short spot capacity is: calm, typical or stress (default: ${DEFAULT-VALUE})")
    private String regime;

    @Option(
            names = "--market",
            paramLabel = "FILE",
            split = ",",
            description =
                    "recorded availability or prices, replayed from the start instead of the regime; CSV, repeatable")
    private List<Path> market = new ArrayList<>();

    @Option(
            names = "--capacity",
            paramLabel = "MEANING",
            defaultValue = "recorded",
            description = "of a 1 in a trace of nothing but 0 and 1: recorded, which is one instance, or unlimited"
                    + " (default: ${DEFAULT-VALUE})")
    private String capacity;

    @Option(
            names = "--back-off",
            paramLabel = "SECONDS",
            description = {
                "how long ECS's service scheduler rests after three placements that failed;",
                "0: it never rests (default: 300 to 900, drawn, as reported of AWS)"
            })
    private Integer backOff;

    @Option(
            names = "--tasks",
            paramLabel = "HOW",
            defaultValue = "simulated",
            description = {
                "simulated: containers only seem to run; process: each is a process of this machine; runc: each is a container",
                "under runc, from the folder in --rootfs; docker: each is one of the Docker engine (default:",
                "${DEFAULT-VALUE}). Where they really run, HTTP listeners of load balancers are ports on loopback;",
                "GET /_ballast/programs tells what is where"
            })
    private String tasks;

    @Option(
            names = "--task-dir",
            paramLabel = "DIR",
            description = "where each task gets a folder with its containers' output (default: a new temporary folder)")
    private Path taskDir;

    @Option(
            names = "--rootfs",
            paramLabel = "DIR",
            description = "with --tasks runc: the root file system of every container, which none of them can write")
    private Path rootfs;

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65535)
            throw new Refusal(ExitStatus.BAD_INPUT, "--port: " + port + " is no port, expected 0 to 65535");
        if (!(speed > 0) || speed > 10_000)
            throw new Refusal(
                    ExitStatus.BAD_INPUT,
                    "--speed: " + speed + " is out of range, expected more than 0 and at most 10000");
        if (backOff != null && (backOff < 0 || backOff > LONGEST_BACK_OFF_SECONDS))
            throw new Refusal(
                    ExitStatus.BAD_INPUT,
                    "--back-off: " + backOff + " is out of range, expected 0 to " + LONGEST_BACK_OFF_SECONDS
                            + " seconds");
        var real = realTasks();
        var start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (var cloud = start(new LocalCloud.Options(port, seed, speed, start, rules(), secrecy(), keeping(), real))) {
            var out = spec.commandLine().getOut();
            out.println(cloud.endpoint());
            out.println("seed " + cloud.seed());
            out.println("token " + shown(cloud.token()));
            real.ifPresent(tasks -> out.println("tasks in " + tasks.folder()));
            out.flush();
            // Until Ctrl-C ends the process.
            new CountDownLatch(1).await();
        }
        return ExitStatus.OK;
    }

    private Optional<LocalCloud.Keeping> keeping() {
        if (dataDir == null) return Optional.empty();
        var rules = new TreeMap<String, String>();
        rules.put("--regime", regime);
        rules.put("--capacity", capacity);
        rules.put("--faults", faults);
        rules.put("--strict", Boolean.toString(strict));
        rules.put("--back-off", backOff == null ? "drawn" : backOff.toString());
        rules.put("--market", market.isEmpty() ? "none" : fingerprint(market));
        var asked = spec.commandLine().getParseResult().hasMatchedOption("--seed")
                ? OptionalLong.of(seed)
                : OptionalLong.empty();
        return Optional.of(new LocalCloud.Keeping(dataDir, asked, rules));
    }

    /** Of what is in the files: the same recordings may have moved. */
    private static String fingerprint(List<Path> files) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var file : files) digest.update(Files.readAllBytes(file));
            return "recordings " + HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (IOException | NoSuchAlgorithmException unreadable) {
            throw new Refusal(ExitStatus.BAD_INPUT, "--market: cannot read " + unreadable.getMessage());
        }
    }

    private enum Tasks {
        SIMULATED,
        PROCESS,
        RUNC,
        DOCKER
    }

    /** @throws Refusal where this machine cannot run them */
    private Optional<RealTasks.Options> realTasks() {
        var how = oneOf(Tasks.values(), "--tasks", tasks);
        var faults = new ArrayList<String>();
        if (how == Tasks.SIMULATED && taskDir != null)
            faults.add("--task-dir is for tasks that really run; take another --tasks");
        if (how != Tasks.RUNC && rootfs != null) faults.add("--rootfs is for --tasks runc");
        if (how != Tasks.SIMULATED && dataDir != null)
            faults.add(
                    "--data-dir makes its world again from what was done to it, which programs cannot be; leave it out");
        if (how != Tasks.SIMULATED)
            faults.addAll(RealTasks.missing(RealTasks.Mode.valueOf(how.name()), Optional.ofNullable(rootfs)));
        if (!faults.isEmpty())
            throw new Refusal(ExitStatus.BAD_INPUT, "--tasks " + tasks + ": " + String.join("; ", faults));
        if (how == Tasks.SIMULATED) return Optional.empty();
        try {
            var folder = taskDir == null ? Files.createTempDirectory("ballast-tasks-") : taskDir.toAbsolutePath();
            Files.createDirectories(folder);
            return Optional.of(
                    new RealTasks.Options(RealTasks.Mode.valueOf(how.name()), folder, Optional.ofNullable(rootfs)));
        } catch (IOException refused) {
            throw new Refusal(ExitStatus.BAD_INPUT, "--task-dir: cannot make " + refused.getMessage());
        }
    }

    private Secrecy secrecy() {
        return showSecrets ? Secrecy.SHOWN : Secrecy.HIDDEN;
    }

    /** @throws Refusal where the file cannot be written */
    private String shown(String token) {
        if (tokenFile == null) return token;
        try {
            // Made anew: permissions of a file that is there already are somebody else's choice.
            Files.deleteIfExists(tokenFile);
            Files.createFile(tokenFile, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
            Files.writeString(tokenFile, token + "\n");
            return "in " + tokenFile;
        } catch (IOException refused) {
            throw new Refusal(
                    ExitStatus.BAD_INPUT, "--token-file: cannot write " + tokenFile + ": " + refused.getMessage());
        }
    }

    private World.Rules rules() {
        var chosen = oneOf(Regime.values(), "--regime", regime);
        var trace = TraceCsv.read(market, oneOf(TraceCapacity.values(), "--capacity", capacity));
        var rules = World.Rules.of(chosen).with(new MarketRules(chosen, trace));
        rules = rules.with(oneOf(Storminess.values(), "--faults", faults));
        if (oneOf(Switch.values(), "--throttles", throttles) == Switch.OFF) rules = rules.with(ThrottleRules.NONE);
        if (backOff != null) rules = rules.with(rules.ecs().restingFor(Duration.ofSeconds(backOff)));
        return strict ? rules.with(rules.ec2().with(Ec2Rules.UnknownIds.REFUSED)) : rules;
    }

    private static <E extends Enum<E>> E oneOf(E[] values, String option, String word) {
        var words = new ArrayList<String>();
        for (var value : values) {
            var name = value.name().toLowerCase(Locale.ROOT);
            if (name.equals(word)) return value;
            words.add(name);
        }
        throw new Refusal(ExitStatus.BAD_INPUT, option + ": '" + word + "' is none of " + String.join(", ", words));
    }

    private static LocalCloud start(LocalCloud.Options options) {
        try {
            return LocalCloud.start(options);
        } catch (SqliteChronicle.Unusable unusable) {
            throw new Refusal(ExitStatus.BAD_INPUT, "--data-dir: " + unusable.getMessage());
        } catch (LocalCloud.OtherWorld other) {
            throw new Refusal(
                    ExitStatus.BAD_INPUT,
                    "--data-dir: the world in "
                            + options.keeping().orElseThrow().folder() + " began otherwise: " + other.getMessage()
                            + "; give the same, or another folder");
        } catch (Retelling.Astray astray) {
            throw new Refusal(
                    ExitStatus.FAILED,
                    "--data-dir: the world in "
                            + options.keeping().orElseThrow().folder()
                            + " was made by another version of Ballast: " + astray.getMessage()
                            + "; start that version, or give another folder");
        } catch (IllegalStateException taken) {
            throw new Refusal(
                    ExitStatus.FAILED,
                    "port " + options.port() + " is taken; give another with --port, or 0 for any free one");
        }
    }
}
