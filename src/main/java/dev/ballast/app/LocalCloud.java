package dev.ballast.app;

import dev.ballast.sim.api.Gate;
import dev.ballast.sim.api.admin.Secrecy;
import dev.ballast.sim.api.admin.Surroundings;
import dev.ballast.sim.api.admin.Worlds;
import dev.ballast.sim.api.chronicle.Beginning;
import dev.ballast.sim.api.chronicle.Chronicle;
import dev.ballast.sim.host.SqliteChronicle;
import dev.ballast.sim.host.tasks.RealTasks;
import dev.ballast.sim.wire.Admin;
import dev.ballast.sim.wire.CloudServer;
import dev.ballast.sim.wire.Retelling;
import dev.ballast.sim.wire.WorldRoutes;
import dev.ballast.sim.world.World;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** The local cloud of this process: its worlds, one after the other, and the wire in front of them, wired by constructors. */
public final class LocalCloud implements AutoCloseable {
    /**
     * @param port 0 picks a free one
     * @param speed seconds of the world in a second of ours
     * @param start the world's first moment
     * @param secrecy of the state that the admin API tells
     * @param keeping empty: the world ends with the process
     * @param tasks empty: the world behaves as if containers ran
     */
    public record Options(
            int port,
            long seed,
            double speed,
            Instant start,
            World.Rules rules,
            Secrecy secrecy,
            Optional<Keeping> keeping,
            Optional<RealTasks.Options> tasks) {
        public Options(
                int port,
                long seed,
                double speed,
                Instant start,
                World.Rules rules,
                Secrecy secrecy,
                Optional<Keeping> keeping) {
            this(port, seed, speed, start, rules, secrecy, keeping, Optional.empty());
        }

        public Options(int port, long seed, double speed, Instant start, World.Rules rules) {
            this(port, seed, speed, start, rules, Secrecy.HIDDEN, Optional.empty());
        }
    }

    /**
     * Where the world outlives the process.
     *
     * @param seed empty: the kept world's
     * @param rules by the options that say them: a world is made again by the same ones only
     */
    public record Keeping(Path folder, OptionalLong seed, SortedMap<String, String> rules) {
        private void check(Beginning kept) {
            var differences = new ArrayList<String>();
            if (seed.isPresent() && seed.getAsLong() != kept.seed())
                differences.add("--seed " + seed.getAsLong() + ", it has " + kept.seed());
            rules.forEach((option, value) -> {
                var was = kept.rules().getOrDefault(option, "something else");
                if (!was.equals(value)) differences.add(option + " " + value + ", it has " + was);
            });
            if (!differences.isEmpty()) throw new OtherWorld(String.join("; ", differences));
        }
    }

    /** The folder has a world that began with other rules than those that are asked for. */
    public static final class OtherWorld extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private OtherWorld(String differences) {
            super(differences);
        }
    }

    private static final Duration NOTED_EVERY = Duration.ofSeconds(1);

    private final Worlds worlds;
    private final Admin admin;
    private final CloudServer server;
    private final Options options;
    private final Chronicle chronicle;
    private final Thread timekeeper;

    private LocalCloud(Worlds worlds, Admin admin, CloudServer server, Options options, Chronicle chronicle) {
        this.worlds = worlds;
        this.admin = admin;
        this.server = server;
        this.options = options;
        this.chronicle = chronicle;
        timekeeper = Thread.ofVirtual().name("timekeeper").unstarted(this::noteTime);
        if (options.keeping().isPresent()) timekeeper.start();
    }

    /** So that a world that is killed comes back at most so much of our time younger. */
    private void noteTime() {
        try {
            while (true) {
                Thread.sleep(NOTED_EVERY);
                worlds.noteTime();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @throws IllegalStateException where the port is taken
     * @throws SqliteChronicle.Unusable where the folder is
     * @throws OtherWorld where the folder's world began otherwise
     * @throws Retelling.Astray where the folder's world cannot be made again
     */
    public static LocalCloud start(Options options) {
        return start(options, System::nanoTime);
    }

    /**
     * @param ticker nanoseconds from any origin: how the clock counts our time
     * @throws IllegalStateException where the port is taken
     */
    public static LocalCloud start(Options options, LongSupplier ticker) {
        // Queue URLs carry the endpoint, whose port is known only once the server listens.
        var endpoint = new AtomicReference<URI>();
        var chronicle = options.keeping()
                .<Chronicle>map(keeping -> SqliteChronicle.open(keeping.folder()))
                .orElse(Chronicle.NONE);
        var kept = chronicle.kept().map(Chronicle.Kept::beginning);
        try {
            kept.ifPresent(was -> options.keeping().orElseThrow().check(was));
        } catch (OtherWorld other) {
            chronicle.close();
            throw other;
        }
        var beginning = kept.orElseGet(() -> new Beginning(
                1,
                options.seed(),
                options.start(),
                options.keeping().map(Keeping::rules).orElseGet(TreeMap::new)));
        var first = new Worlds.First(beginning, options.speed());
        var around = options.tasks().<Surroundings>map(RealSurroundings::new).orElse(Surroundings.NONE);
        var worlds = new Worlds(
                first,
                options.rules(),
                chronicle,
                ticker,
                () -> Objects.toString(endpoint.get(), "http://127.0.0.1"),
                around);
        var admin = new Admin(options.seed());
        WorldRoutes.register(admin, worlds, options.secrecy());
        admin.reads(
                "programs",
                asked -> around instanceof RealSurroundings real ? real.answer() : RealSurroundings.SIMULATED);
        try {
            Retelling.of(worlds, chronicle);
            var server = CloudServer.start(worlds, admin, options.port());
            endpoint.set(server.endpoint());
            return new LocalCloud(worlds, admin, server, options, chronicle);
        } catch (RuntimeException failed) {
            worlds.close();
            chronicle.close();
            throw failed;
        }
    }

    /** For --endpoint-url. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** Of the world that is live. */
    public long seed() {
        return worlds.current().seed();
    }

    /** What the admin API takes in place of an AWS signature. */
    public String token() {
        return admin.token();
    }

    /** The live one, to be touched behind its gate only. */
    public World world() {
        return worlds.current().world();
    }

    public Gate gate() {
        return worlds.current().gate();
    }

    public Options options() {
        return options;
    }

    @Override
    public void close() {
        timekeeper.interrupt();
        server.close();
        worlds.noteTime();
        worlds.close();
        chronicle.close();
    }
}
