package dev.ballast.loop;

import dev.ballast.model.Answered;
import dev.ballast.model.Decision;
import dev.ballast.model.Observation;
import java.time.Instant;
import java.util.List;

/**
 * One turn of the loop: what was seen, what was decided, and what came of it.
 *
 * @param decision an earlier one where nothing has changed since
 * @param nextWake when to look again: the decision's next wake or the next read, whichever comes first
 */
public record Tick(Observation observation, Decision decision, List<Answered> answers, Instant nextWake) {
    /** True where nothing can be otherwise at the next read unless something happens in the world. */
    boolean isQuiet() {
        return decision.settled() && answers.isEmpty() && observation.scope() == Observation.Scope.FULL;
    }
}
