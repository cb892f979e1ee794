package dev.ballast.decide;

import dev.ballast.model.Action;
import dev.ballast.model.Decision;
import dev.ballast.model.Reason.Code;
import java.util.List;

/** What a decision says, cut to what a test asks. */
final class Told {
    private Told() {}

    static <A extends Action> List<A> actions(Decision decision, Class<A> kind) {
        return decision.steps().stream()
                .map(step -> step.action())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Of the steps, in order. */
    static List<Code> codes(Decision decision) {
        return decision.steps().stream().map(step -> step.reason().code()).toList();
    }

    static List<Code> notes(Decision decision) {
        return decision.notes().stream().map(note -> note.code()).toList();
    }
}
