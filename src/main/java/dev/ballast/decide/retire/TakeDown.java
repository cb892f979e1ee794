package dev.ballast.decide.retire;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.facts.Demand;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.model.Action;
import dev.ballast.model.Memory.Retiring;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The end of the cluster: the fleet is cancelled, every own host is drained, tasks that cannot move (there is nowhere to go) are
 * stopped in order, and each host is terminated when it is empty. Services keep their desired counts, so nothing here
 * looks at what they would still like to run.
 */
public final class TakeDown {
    /** Stops in one decision: StopTask shares 40 calls a second with everything that drains. */
    private static final int MOST_STOPS = 100;

    /** A host that is not empty by then is terminated with what it still runs: five times the agent's own patience. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    private TakeDown() {}

    /** Puts every own host into retirement; {@link Retirement} does the rest. */
    public static void retireAll(Draft draft, Facts facts) {
        draft.spotFleet().ifPresent(fleet -> {
            var underWay = draft.resends().values().stream()
                    .anyMatch(resend -> resend.step().action() instanceof Action.CancelSpotFleet);
            if (!underWay && !draft.isRefused(Subject.SPOT_FLEET))
                draft.step(
                        new Action.CancelSpotFleet(fleet.id()),
                        Reason.of(Code.TAKE_DOWN, "the cluster is taken down, and its fleet would replace what goes"));
        });
        for (var host : facts.hosts())
            if (host.owned() && host.standing() != Standing.GONE) {
                var before = draft.retiring().get(host.id());
                if (before != null && before.why() == Code.TAKE_DOWN) continue;
                var drainedAt = before == null ? Optional.<Instant>empty() : before.drainedAt();
                draft.retiring()
                        .put(host.id(), new Retiring(draft.asOf(), Code.TAKE_DOWN, drainedAt, Optional.empty()));
            }
    }

    /** Stops what a drain leaves running. */
    public static void stopTasks(Draft draft, Facts facts) {
        var stops = 0;
        for (var host : facts.hosts()) {
            var retiring = draft.retiring().get(host.id());
            if (retiring == null || retiring.drainedAt().isEmpty()) continue;
            if (isOverdue(draft, host)) continue;
            for (var task : host.tasks()) {
                if (stops >= MOST_STOPS) return;
                if (!Demand.isMeantToRun(task)
                        || facts.wants().isDaemon(task)
                        || draft.isRefused(Subject.stop(task.arn()))) continue;
                draft.step(new Action.StopTask(task.arn(), "Ballast: the cluster is taken down"), reason(host, task));
                stops++;
            }
        }
    }

    static boolean isOverdue(Draft draft, Host host) {
        var retiring = draft.retiring().get(host.id());
        return retiring.why() == Code.TAKE_DOWN
                && retiring.drainedAt()
                        .filter(at -> at.plus(GRACE).isBefore(draft.asOf()))
                        .isPresent();
    }

    private static Reason reason(Host host, Task task) {
        return new Reason(
                Code.TAKE_DOWN,
                "a task of " + task.group() + " on " + host + ": the cluster is taken down and there is no other host",
                List.of());
    }
}
