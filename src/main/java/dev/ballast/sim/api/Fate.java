package dev.ballast.sim.api;

import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequest;

/**
 * What becomes of one call apart from its own work, because something was made to go wrong.
 *
 * @param refusal instead of the work
 * @param delay in the world's time, of the answer; the work is done before
 * @param answerLost the client gets no answer, though the work is done
 */
public record Fate(Optional<AwsError> refusal, Duration delay, boolean answerLost) {
    public static final Fate NONE = new Fate(Optional.empty(), Duration.ZERO, false);

    /** Says it for a call that has just arrived; asked once a call, behind the gate. */
    @FunctionalInterface
    public interface Teller {
        /** Nothing goes wrong. */
        Teller KIND = (call, request) -> NONE;

        Fate of(CallContext call, AwsRequest request);
    }
}
