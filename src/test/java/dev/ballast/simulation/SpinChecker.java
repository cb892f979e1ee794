package dev.ballast.simulation;

import dev.ballast.loop.Tick;
import dev.ballast.sim.world.World;
import java.time.Instant;

/** A loop that goes on deciding without time passing spins. */
final class SpinChecker implements Checker {
    /** A signal, its answers and the plan behind them may share a moment. */
    private static final int MOST_AT_ONCE = 20;

    private final World world;
    private Instant last = Instant.EPOCH;
    private int atOnce;

    SpinChecker(World world) {
        this.world = world;
    }

    @Override
    public void ticked(Tick tick) {
        var now = world.time().now();
        atOnce = now.equals(last) ? atOnce + 1 : 0;
        last = now;
        if (atOnce > MOST_AT_ONCE)
            throw new Violation(
                    "spin",
                    now,
                    "decision after decision: " + tick.decision().steps() + ", "
                            + tick.decision().notes());
    }
}
