package dev.ballast.backtest.replay;

import java.time.Duration;

/**
 * What is asked of everybody in a replay.
 *
 * @param replicas that should be ready at every moment, one instance each
 * @param coldStart from the launch of an instance, spot or on demand, until its replica is ready
 * @param notice how long an instance still runs once its pool has fallen below what is taken
 * @param noticesLost share of falls of a pool whose notice nobody gets: its instances are gone at once
 */
public record SetUp(int replicas, Duration coldStart, Duration notice, double noticesLost, OnDemand onDemand) {
    public enum OnDemand {
        AVAILABLE,
        /** Every launch on demand is refused. */
        DENIED
    }

    public SetUp {
        if (replicas < 1 || coldStart.isNegative() || notice.isNegative() || noticesLost < 0 || noticesLost > 1)
            throw new IllegalArgumentException("cannot be replayed: " + replicas + " replicas, cold start " + coldStart
                    + ", notice " + notice + ", " + noticesLost + " lost");
    }

    public static SetUp of(int replicas, Duration coldStart, Duration notice) {
        return new SetUp(replicas, coldStart, notice, 0, OnDemand.AVAILABLE);
    }

    public SetUp with(OnDemand other) {
        return new SetUp(replicas, coldStart, notice, noticesLost, other);
    }

    public SetUp losing(double notices) {
        return new SetUp(replicas, coldStart, notice, notices, onDemand);
    }
}
