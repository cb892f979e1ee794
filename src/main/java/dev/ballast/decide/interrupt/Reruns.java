package dev.ballast.decide.interrupt;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Standing;
import dev.ballast.model.Action;
import dev.ballast.model.Memory.Rerun;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import java.time.Duration;
import java.util.LinkedHashSet;

/** Standalone tasks that were stopped for a notice are started again once the old one has ended, so that no two run at once. */
public final class Reruns {
    private static final Duration LOOK = Duration.ofSeconds(5);

    private Reruns() {}

    public static void start(Draft draft, Facts facts) {
        if (draft.reruns().isEmpty()) return;
        var running = new LinkedHashSet<String>();
        for (var host : facts.hosts())
            if (host.standing() != Standing.GONE) host.tasks().forEach(task -> running.add(task.arn()));
        var underWay = new LinkedHashSet<String>();
        for (var resend : draft.resends().values())
            if (resend.step().action() instanceof Action.RerunTask rerun) underWay.add(rerun.taskArn());
        draft.reruns().forEach((arn, rerun) -> {
            if (running.contains(arn)) draft.wakeAt(draft.asOf().plus(LOOK));
            else if (rerun.notBefore().isAfter(draft.asOf())) draft.wakeAt(rerun.notBefore());
            else if (!underWay.contains(arn)) draft.step(new Action.RerunTask(arn), reason(arn, rerun));
        });
    }

    private static Reason reason(String arn, Rerun rerun) {
        return Reason.of(
                Code.NOTICE_RERUN,
                "task " + arn + " was stopped with " + rerun.hostId() + " at " + rerun.since()
                        + " and starts again elsewhere, try " + (rerun.attempts() + 1));
    }
}
