package dev.ballast.sim.api;

import java.time.Instant;
import java.util.function.Function;

/** The single door to the world: whoever reads or changes it does so inside, one at a time. */
public interface Gate {
    /**
     * Brings the world to its present time, then runs the attempt on it with that time. Where the attempt throws {@link Await},
     * the calling thread waits outside the gate and the attempt runs again; every other exception reaches the caller.
     *
     * @throws Retired where another world has taken the place of the one behind it; the attempt has changed nothing
     */
    <T> T call(Function<Instant, T> attempt);
}
