package dev.ballast.sim.api;

import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * Thrown by an operation that has nothing to answer yet, as ReceiveMessage does with WaitTimeSeconds. The call then leaves the
 * gate and is tried again, with the same request, when {@code ready} says so or {@code until} has come in the world's time. At or
 * after {@code until} the operation must answer; it recognises that moment by {@link CallContext#received} plus its wait.
 */
public final class Await extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Instant until;
    private final transient BooleanSupplier ready;

    /**
     * @param until the world's time at which the call is tried for the last time
     * @param ready asked behind the gate after every other call and every step of the world; cheap and without effect
     */
    public Await(Instant until, BooleanSupplier ready) {
        super(null, null, false, false);
        this.until = until;
        this.ready = ready;
    }

    public Instant until() {
        return until;
    }

    public boolean ready() {
        return ready.getAsBoolean();
    }
}
