package dev.ballast.simulation;

import dev.ballast.loop.Tick;
import dev.ballast.sim.world.World;
import java.time.Instant;

/**
 * A loop that goes on deciding without time passing spins. One that ends thirty surplus hosts does not: in a world that answers at once all
 * of it shares a moment, but every other decision asks for something (seed 667).
 */
final class SpinChecker implements Checker {
    /** A signal, its answers and the plan behind them may share a moment. */
    private static final int MOST_IN_VAIN = 20;

    /** More than a cluster has hosts to drain and to end, a few at a time. */
    private static final int MOST_AT_ONCE = 400;

    private final World world;
    private Instant last = Instant.EPOCH;
    private int atOnce;
    private int inVain;

    SpinChecker(World world) {
        this.world = world;
    }

    @Override
    public void ticked(Tick tick) {
        var now = world.time().now();
        var same = now.equals(last);
        atOnce = same ? atOnce + 1 : 0;
        inVain = same && tick.decision().steps().isEmpty() ? inVain + 1 : 0;
        last = now;
        if (inVain > MOST_IN_VAIN || atOnce > MOST_AT_ONCE)
            throw new Violation(
                    "spin",
                    now,
                    "decision after decision: " + tick.decision().steps() + ", "
                            + tick.decision().notes());
    }
}
