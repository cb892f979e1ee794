package dev.ballast.act;

import dev.ballast.model.Outcome;
import dev.ballast.model.Step;

/** Port out: carries one step to the cloud. */
public interface CloudWriter {
    /**
     * Sends it, once, with the step's token where AWS takes one. Expected answers are outcomes; this throws nothing but
     * broken invariants: no answer is {@link Outcome.Unknown}.
     */
    Outcome perform(Step step);

    /** How many steps it takes at the same time, each on a thread of its own. One, where the order in which they end has to be the same at every run. */
    default int mostAtOnce() {
        return 1;
    }
}
