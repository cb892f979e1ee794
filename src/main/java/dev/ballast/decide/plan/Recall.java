package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Backoff;
import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Demand;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.model.Action;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * A host that goes because it was too much stays when it is not too much any more: taking its drain back is one call, and
 * terminating it while another is launched would undo itself.
 */
public final class Recall {
    /** A task that does not serve after so long is broken, and not waited for. */
    private static final Duration STARTING = Duration.ofMinutes(2);

    private static final Duration LOOK = Duration.ofSeconds(5);

    private Recall() {}

    /**
     * @param seen nobody leaving
     * @param leaving everybody who is
     * @return instances that stay, but whose drain is not taken back yet: ECS would end as many of the tasks that it has started elsewhere as
     *     are too many then, and may end one that serves while those are still starting
     */
    public static List<String> surplus(Draft draft, Facts seen, Collection<String> leaving) {
        var recallable = retiringFor(Code.SURPLUS, draft, seen);
        if (recallable.isEmpty()) return List.of();
        var ids = recallable.stream().map(Host::id).toList();
        var staying = new TreeSet<>(leaving);
        ids.forEach(staying::remove);
        var without = Lack.of(seen.without(leaving));
        if (!without.isWorseThan(Lack.of(seen.recalling(ids).without(staying)))) return List.of();
        if (isWorthWaiting(draft, ids) && isSomethingStarting(seen.without(leaving))) {
            draft.wakeAt(draft.asOf().plus(LOOK));
            return ids;
        }
        takeBack(draft, recallable, "needed again");
        neededAgain(draft, seen);
        return List.of();
    }

    private static boolean isWorthWaiting(Draft draft, List<String> ids) {
        for (var id : ids)
            if (draft.retiring()
                    .get(id)
                    .drainedAt()
                    .filter(at -> at.plus(STARTING).isBefore(draft.asOf()))
                    .isPresent()) return false;
        return true;
    }

    private static boolean isSomethingStarting(Facts facts) {
        for (var host : facts.hosts(Standing.STAYING))
            for (var task : host.tasks())
                if (Demand.isMeantToRun(task)
                        && !task.isServing()
                        && facts.wants().replicaServiceOf(task).isPresent()) return true;
        return false;
    }

    /**
     * Something is bought while a surplus, or a host that was too dear, goes: its tasks settled elsewhere than was reckoned, and would after
     * the next one, too.
     */
    static void missed(Draft draft, Facts facts) {
        var isGoing = draft.retiring().values().stream()
                .anyMatch(retiring -> retiring.why() == Code.SURPLUS || retiring.why() == Code.CONSOLIDATE);
        if (isGoing && !draft.isRefused(Subject.GIVING_BACK)) neededAgain(draft, facts);
    }

    private static void neededAgain(Draft draft, Facts facts) {
        var target = facts.settings().capacity().target().toString();
        draft.refuse(Subject.GIVING_BACK, "NeededAgain", target, Backoff.GIVING_BACK);
    }

    /** The cluster is wanted again before it was gone. */
    public static void fromTakeDown(Draft draft, Facts seen) {
        takeBack(draft, retiringFor(Code.TAKE_DOWN, draft, seen), "the cluster is wanted again");
        draft.retiring()
                .values()
                .removeIf(retiring -> retiring.why() == Code.TAKE_DOWN
                        && retiring.terminatedAt().isEmpty());
    }

    private static List<Host> retiringFor(Code why, Draft draft, Facts seen) {
        var recallable = new ArrayList<Host>();
        draft.retiring().forEach((id, retiring) -> {
            var doomed = draft.doomed().get(id);
            if (doomed != null && doomed.kind() == Signal.Kind.NOTICE) return;
            if (retiring.why() == why && retiring.terminatedAt().isEmpty())
                seen.host(id)
                        .filter(host -> host.registration().isPresent() && host.standing() != Standing.GONE)
                        .ifPresent(recallable::add);
        });
        return recallable;
    }

    private static void takeBack(Draft draft, List<Host> recallable, String because) {
        var drained = new ArrayList<Host>();
        for (var host : recallable) {
            if (draft.retiring().remove(host.id()).drainedAt().isEmpty()) continue;
            draft.watch().recalled().put(host.id(), draft.asOf());
            draft.resends()
                    .values()
                    .removeIf(open -> open.step().action() instanceof Action.DrainInstances drain
                            && drain.containerInstanceArns().contains(host.arn()));
            drained.add(host);
        }
        for (var from = 0; from < drained.size(); from += Action.DrainInstances.MOST)
            activate(
                    draft, drained.subList(from, Math.min(drained.size(), from + Action.DrainInstances.MOST)), because);
    }

    private static void activate(Draft draft, List<Host> hosts, String because) {
        draft.step(
                new Action.ActivateInstances(hosts.stream().map(Host::arn).toList()),
                Reason.of(
                        Code.SURPLUS,
                        Words.list(hosts.stream().map(Host::toString).toList()) + ": " + because
                                + ", so the drain is taken back"));
    }
}
