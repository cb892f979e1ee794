package dev.ballast.sim.api.admin;

import dev.ballast.sim.api.CloudClock;
import dev.ballast.sim.api.chronicle.Beginning;
import dev.ballast.sim.api.chronicle.Chronicle;
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
    private final Chronicle chronicle;
    private final Surroundings surroundings;
    private Beginning beginning;
    private volatile LiveWorld current;
    private Surroundings.Ending ending;

    /**
     * What the first world is.
     *
     * @param speed seconds of the world in a second of ours
     */
    public record First(Beginning beginning, double speed) {}

    /**
     * Begins the first world. Its clock stands still where the chronicle has kept it: whoever retells what was done lets it run.
     *
     * @param chronicle keeps what is done
     * @param ticker nanoseconds of real time from any origin
     * @param endpoint of the server, asked when an answer needs it
     */
    public Worlds(First first, World.Rules rules, Chronicle chronicle, LongSupplier ticker, Supplier<String> endpoint) {
        this(first, rules, chronicle, ticker, endpoint, Surroundings.NONE);
    }

    /** The same with something around every world. */
    public Worlds(
            First first,
            World.Rules rules,
            Chronicle chronicle,
            LongSupplier ticker,
            Supplier<String> endpoint,
            Surroundings surroundings) {
        this.surroundings = surroundings;
        this.rules = rules;
        this.chronicle = chronicle;
        this.ticker = ticker;
        this.endpoint = endpoint;
        beginning = first.beginning();
        var clock = new CloudClock(beginning.start(), first.speed(), ticker);
        if (chronicle.kept().isPresent()) clock.pause();
        else chronicle.begin(beginning);
        current = live(clock);
        ending = surround(current);
    }

    private Surroundings.Ending surround(LiveWorld live) {
        return live.gate().call(now -> surroundings.around(live));
    }

    public LiveWorld current() {
        return current;
    }

    /** Notes the moment that the live world has come to, so that one that is made again does not fall behind it. */
    public synchronized void noteTime() {
        chronicle.reached(beginning.number(), current.clock().instant());
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
        beginning = new Beginning(beginning.number() + 1, seed.orElse(old.seed()), from, beginning.rules());
        chronicle.begin(beginning);
        var fresh = live(clock);
        var after = surround(fresh);
        current = fresh;
        old.gate().retire();
        ending.close();
        ending = after;
        return current;
    }

    private LiveWorld live(CloudClock clock) {
        return new LiveWorld(
                new World(beginning.seed(), beginning.start(), rules), beginning, chronicle, clock, endpoint);
    }

    /** Calls that wait are answered with ServiceUnavailable. */
    @Override
    public synchronized void close() {
        current.gate().close();
        ending.close();
    }
}
