package dev.ballast.sim.world.ecs;

import dev.ballast.sim.world.core.Tail;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long something takes: drawn evenly between two bounds, both included, in milliseconds; where there is a tail, a few take longer.
 */
public record Between(Duration shortest, Duration longest, Tail tail) {
    public Between(Duration shortest, Duration longest) {
        this(shortest, longest, Tail.NONE);
    }

    public Between {
        if (shortest.isNegative() || longest.compareTo(shortest) < 0)
            throw new IllegalArgumentException("from " + shortest + " to " + longest + " is no span");
    }

    public static Between millis(long shortest, long longest) {
        return new Between(Duration.ofMillis(shortest), Duration.ofMillis(longest));
    }

    public static Between seconds(long shortest, long longest) {
        return new Between(Duration.ofSeconds(shortest), Duration.ofSeconds(longest));
    }

    public static Between exactly(Duration duration) {
        return new Between(duration, duration);
    }

    public Duration draw(RandomGenerator draws) {
        return tail.beyond(longest, draws).orElseGet(() -> drawUsual(draws));
    }

    public Between with(Tail other) {
        return new Between(shortest, longest, other);
    }

    private Duration drawUsual(RandomGenerator draws) {
        return Duration.ofMillis(draws.nextLong(shortest.toMillis(), longest.toMillis() + 1));
    }
}
