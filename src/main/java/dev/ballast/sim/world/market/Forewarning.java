package dev.ballast.sim.world.market;

import dev.ballast.sim.world.core.Draws;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether and when a rebalance recommendation goes out before AWS takes a pool back. One cluster's count over 17 hours
 * (aws-node-termination-handler #141): of 15 losses 9 had one, 17 minutes to 8.7 hours ahead, and 21 more had no loss behind
 * them. AWS's documentation adds that it may come together with the notice.
 */
final class Forewarning {
    static final double AT_ONCE = 0.1;
    static final double AHEAD = 0.5;
    static final Duration SHORTEST_LEAD = Duration.ofMinutes(10);
    static final Duration LONGEST_LEAD = Duration.ofHours(9);
    static final double FALSE_ALARMS_PER_DROUGHT = 1.4;

    private final Draws draws;

    Forewarning(Draws draws) {
        this.draws = draws;
    }

    /** @param name of this pool's own sequence */
    Told named(String name) {
        return new Told(draws.sequence(name + "/foreseen"), draws.sequence(name + "/lead"));
    }

    /** What goes out before one pool's losses. */
    record Told(Draws.Sequence whether, Draws.Sequence lead) {
        Optional<Instant> of(Instant fall, long index) {
            var drawn = whether.at(index);
            if (drawn < AT_ONCE) return Optional.of(fall);
            if (drawn >= AT_ONCE + AHEAD) return Optional.empty();
            var longest = LONGEST_LEAD.toMillis() / (double) SHORTEST_LEAD.toMillis();
            var millis = SHORTEST_LEAD.toMillis() * StrictMath.pow(longest, lead.at(index));
            return Optional.of(fall.minusMillis((long) millis));
        }
    }
}
