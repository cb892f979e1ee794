package dev.ballast.sim.world.faults;

import java.time.Duration;
import java.util.Optional;

/**
 * What becomes of one call.
 *
 * @param refusal instead of its work
 * @param delay of its answer, refusals included
 * @param answerLost its connection ends without an answer
 */
public record Fate(Optional<What.Refusal> refusal, Duration delay, boolean answerLost) {
    public static final Fate NONE = new Fate(Optional.empty(), Duration.ZERO, false);
}
