package dev.ballast.simulation;

import java.time.Instant;

/** A checker found that a promise was broken. */
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    private final transient String promise;

    /** @param promise one word, by which a shrunk seed is known to fail for the same cause */
    Violation(String promise, Instant at, String message) {
        super(promise + " at " + at + ": " + message);
        this.promise = promise;
    }

    String promise() {
        return promise;
    }
}
