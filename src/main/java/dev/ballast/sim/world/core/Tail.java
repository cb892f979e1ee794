package dev.ballast.sim.world.core;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The slow ones. What usually takes some time up to a longest takes more in a share of the cases: the longest times a factor
 * drawn from Pareto's distribution with exponent 2. Half of those take less than 1.4 times the longest, nine of ten less than 3.2
 * times.
 *
 * @param share of all cases, from 0 to 1
 * @param mostTimes no factor is larger
 */
public record Tail(double share, double mostTimes) {
    public static final Tail NONE = new Tail(0, 1);
    /** What teams report of boots, pulls and registrations: mostly alike, and one in twenty several times as long. */
    public static final Tail LONG = new Tail(0.05, 5);

    /** How long a slow one takes, empty where this is none of them; without a share nothing is drawn. */
    public Optional<Duration> beyond(Duration longest, RandomGenerator draws) {
        if (share == 0 || draws.nextDouble() >= share) return Optional.empty();
        var factor = Math.min(mostTimes, 1 / StrictMath.sqrt(1 - draws.nextDouble()));
        return Optional.of(Duration.ofMillis((long) (longest.toMillis() * factor)));
    }
}
