package dev.ballast.decide.answers;

import dev.ballast.decide.draft.Backoff;
import dev.ballast.decide.draft.Draft;
import dev.ballast.model.Memory.Rerun;
import dev.ballast.model.Outcome;
import dev.ballast.model.Reason.Code;

/** What came of starting a standalone task again. */
final class RerunAnswers {
    /** Then the task is given up: a person must look. About ten minutes. */
    static final int MOST_ATTEMPTS = 12;

    private RerunAnswers() {}

    static void fold(Draft draft, String taskArn, Outcome outcome) {
        var rerun = draft.reruns().get(taskArn);
        if (rerun == null) return;
        switch (outcome) {
            case Outcome.Done done -> draft.reruns().remove(taskArn);
            case Outcome.PartlyDone part -> draft.reruns().remove(taskArn);
            case Outcome.NoCapacity none -> later(draft, taskArn, rerun);
            case Outcome.Refused no -> draft.reruns().remove(taskArn);
            case Outcome.Throttled open -> {}
            case Outcome.Unknown open -> {}
        }
    }

    private static void later(Draft draft, String taskArn, Rerun rerun) {
        var attempts = rerun.attempts() + 1;
        if (attempts >= MOST_ATTEMPTS) {
            draft.reruns().remove(taskArn);
            draft.note(
                    Code.NOTICE_RERUN, "task " + taskArn + " found no room in " + attempts + " tries and is given up");
            return;
        }
        var notBefore = draft.asOf().plus(Backoff.RERUN.after(attempts));
        draft.reruns().put(taskArn, new Rerun(rerun.hostId(), rerun.since(), notBefore, attempts));
    }
}
