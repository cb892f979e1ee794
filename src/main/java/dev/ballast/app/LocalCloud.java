package dev.ballast.app;

import dev.ballast.sim.api.Gate;
import dev.ballast.sim.api.admin.Secrecy;
import dev.ballast.sim.api.admin.Worlds;
import dev.ballast.sim.wire.Admin;
import dev.ballast.sim.wire.CloudServer;
import dev.ballast.sim.wire.WorldRoutes;
import dev.ballast.sim.world.World;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** The local cloud of this process: its worlds, one after the other, and the wire in front of them, wired by constructors. */
public final class LocalCloud implements AutoCloseable {
    /**
     * @param port 0 picks a free one
     * @param speed seconds of the world in a second of ours
     * @param start the world's first moment
     * @param secrecy of the state that the admin API tells
     */
    public record Options(int port, long seed, double speed, Instant start, World.Rules rules, Secrecy secrecy) {
        public Options(int port, long seed, double speed, Instant start, World.Rules rules) {
            this(port, seed, speed, start, rules, Secrecy.HIDDEN);
        }
    }

    private final Worlds worlds;
    private final Admin admin;
    private final CloudServer server;
    private final Options options;

    private LocalCloud(Worlds worlds, Admin admin, CloudServer server, Options options) {
        this.worlds = worlds;
        this.admin = admin;
        this.server = server;
        this.options = options;
    }

    /** @throws IllegalStateException where the port is taken */
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
        var first = new Worlds.First(options.seed(), options.start(), options.speed());
        var worlds =
                new Worlds(first, options.rules(), ticker, () -> endpoint.get().toString());
        var admin = new Admin(options.seed());
        WorldRoutes.register(admin, worlds, options.secrecy());
        try {
            var server = CloudServer.start(worlds, admin, options.port());
            endpoint.set(server.endpoint());
            return new LocalCloud(worlds, admin, server, options);
        } catch (RuntimeException failed) {
            worlds.close();
            throw failed;
        }
    }

    /** For --endpoint-url. */
    public URI endpoint() {
        return server.endpoint();
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
        server.close();
        worlds.close();
    }
}
