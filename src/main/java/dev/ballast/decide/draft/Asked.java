package dev.ballast.decide.draft;

import dev.ballast.model.Action;
import dev.ballast.model.Memory;
import dev.ballast.model.Reason;
import dev.ballast.model.Step;
import java.time.Instant;

/** A step that a person asked for: nobody decides it, but it has its token and its reason like any other. */
public final class Asked {
    private Asked() {}

    /** The same action asked for at another moment is another step. */
    public static Step step(Action action, String why, String cluster, Memory memory, Instant asOf) {
        var token = Token.of(memory.epoch(), cluster + "|asked|" + asOf + "|" + action, memory.decisions(), 0);
        return new Step(token, action, Reason.of(Reason.Code.ASKED, why));
    }
}
