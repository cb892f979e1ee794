package dev.ballast.sim.api.admin;

import dev.ballast.sim.api.CloudClock;
import dev.ballast.sim.world.World;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The worlds of one local cloud, one after the other; exactly one is live. Thread-safe. */
public final class Worlds implements AutoCloseable {
    private final World.Rules rules;
    private final LongSupplier ticker;
    private final Supplier<String> endpoint;
    private volatile LiveWorld current;
    private int begun;

    /**
     * What the first world is.
     *
     * @param speed seconds of the world in a second of ours
     */
    public record First(long seed, Instant start, double speed) {}

    /**
     * Begins the first world.
     *
     * @param ticker nanoseconds of real time from any origin
     * @param endpoint of the server, asked when an answer needs it
     */
    public Worlds(First first, World.Rules rules, LongSupplier ticker, Supplier<String> endpoint) {
        this.rules = rules;
        this.ticker = ticker;
        this.endpoint = endpoint;
        current = begin(first.seed(), first.start(), new CloudClock(first.start(), first.speed(), ticker));
    }

    public LiveWorld current() {
        return current;
    }

    /**
     * Another world takes the place of the live one, at its first moment and with the clock's speed and pause as they were. Calls that are
     * under way in the old one and have done nothing yet, waiting ones too, happen in the new one.
     *
     * @param seed empty: the same
     * @param start empty: the same
     */
    public synchronized LiveWorld reset(OptionalLong seed, Optional<Instant> start) {
        var old = current;
        var from = start.orElse(old.start());
        var clock = new CloudClock(from, old.clock().speed(), ticker);
        if (old.clock().paused()) clock.pause();
        current = begin(seed.orElse(old.seed()), from, clock);
        old.gate().retire();
        return current;
    }

    private LiveWorld begin(long seed, Instant start, CloudClock clock) {
        return new LiveWorld(new World(seed, start, rules), id(seed, start, ++begun), clock, endpoint);
    }

    /** Seed and start make a world; the same ones make the same world again only where nobody has called it yet. */
    private static String id(long seed, Instant start, int number) {
        var id = "local-" + seed + "-" + Long.toString(start.toEpochMilli(), Character.MAX_RADIX);
        return number == 1 ? id : id + "-" + number;
    }

    /** Calls that wait are answered with ServiceUnavailable. */
    @Override
    public synchronized void close() {
        current.gate().close();
    }
}
