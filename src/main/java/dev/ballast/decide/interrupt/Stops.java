package dev.ballast.decide.interrupt;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.facts.Demand;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Standing;
import dev.ballast.decide.facts.Wants;
import dev.ballast.decide.interrupt.Timelines.Line;
import dev.ballast.decide.pack.Spread;
import dev.ballast.model.Action;
import dev.ballast.model.Memory.Rerun;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Service;
import dev.ballast.model.Task;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tasks that are still meant to run on a doomed host at their cut-off, and for which no replacement has been started: AWS will
 * kill them anyway, so they are stopped in time to get their SIGTERM. A task whose replacement is starting, or has room to start, is
 * left to ECS, which stops it when the replacement is healthy; where that does not come to pass, it is stopped at the last call.
 */
final class Stops {
    private final Draft draft;
    private final Facts facts;
    private final CutOffs cutOffs;
    /** Tasks of each service that have no place elsewhere, less those that were stopped for that: theirs is still to come. */
    private final Map<String, Integer> withoutReplacement;

    private final Demand demand;
    /** Reckoned at the first cut-off that has come: most decisions have none, and a notice waits for what they reckon. */
    private Optional<Set<String>> placeable = Optional.empty();
    /** Tasks of each service that run on a host that stays, and that its health checks do not know yet. */
    private Optional<Map<String, Integer>> replacementsThatStart = Optional.empty();

    Stops(Draft draft, Facts facts, Demand demand, CutOffs cutOffs) {
        this.draft = draft;
        this.facts = facts;
        this.demand = demand;
        this.cutOffs = cutOffs;
        withoutReplacement = new LinkedHashMap<>(demand.homeless());
        for (var doomed : draft.doomed().values())
            doomed.stopped()
                    .values()
                    .forEach(service -> withoutReplacement.computeIfPresent(service, (same, count) -> count - 1));
    }

    private Map<String, Integer> replacementsThatStart() {
        if (replacementsThatStart.isEmpty()) replacementsThatStart = Optional.of(countReplacementsThatStart());
        return replacementsThatStart.get();
    }

    private Map<String, Integer> countReplacementsThatStart() {
        var starting = new LinkedHashMap<String, Integer>();
        for (var host : facts.hosts(Standing.STAYING))
            for (var task : host.tasks())
                if (task.lastStatus().equals("RUNNING") && Demand.isMeantToRun(task) && !task.isServing())
                    task.service().ifPresent(name -> starting.merge(name, 1, Integer::sum));
        return starting;
    }

    /** Whether a service's missing tasks find room now: the scheduler is about to start them, or will after its back-off. */
    private boolean isPlaceable(String service) {
        if (placeable.isEmpty()) placeable = Optional.of(findPlaceable());
        return placeable.get().contains(service);
    }

    private Set<String> findPlaceable() {
        var rooms = facts.rooms(Standing.STAYING);
        var placeable = new TreeSet<String>();
        for (var batch : demand.batches()) {
            var service = facts.wants().services().get(batch.service());
            if (Wants.canMove(service) && Spread.placeAll(List.of(batch), rooms)) placeable.add(service.name());
        }
        return placeable;
    }

    void stop(Line line) {
        for (var task : line.host().tasks()) {
            if (!Demand.isMeantToRun(task) || line.doomed().stopped().containsKey(task.arn())) continue;
            var service = facts.wants().replicaServiceOf(task);
            if (service.isPresent()) stopInTime(line, task, service.get());
            else if (task.service().isEmpty() && facts.settings().interruption().rerunStandaloneTasks())
                takeOver(line, task, cutOffs.ofStandalone(line.doomed()));
        }
    }

    private void stopInTime(Line line, Task task, Service service) {
        var cutOff = cutOffs.of(service, line.doomed());
        if (cutOff.isAfter(draft.asOf())) {
            draft.wakeAt(cutOff);
            return;
        }
        // undrained, it would be started here again
        var drained = draft.doomed().get(line.host().id()).drainedAt();
        if (drained.isEmpty() || draft.isRefused(Subject.stop(task.arn()))) return;
        var left = withoutReplacement.getOrDefault(service.name(), 0);
        if (left > 0 && !isPlaceable(service.name())) {
            withoutReplacement.put(service.name(), left - 1);
            stop(line, task, Reason.of(Code.NOTICE_STOP_CUTOFF, withoutReplacement(line, service, cutOff)));
            return;
        }
        var starting = replacementsThatStart().getOrDefault(service.name(), 0);
        var last = starting > 0 ? cutOffs.lastWhileItStarts(line.doomed()) : cutOffs.last(line.doomed());
        if (starting > 0) replacementsThatStart().put(service.name(), starting - 1);
        if (last.isAfter(draft.asOf())) draft.wakeAt(last);
        else
            stop(
                    line,
                    task,
                    Reason.of(
                            Code.NOTICE_STOP_CUTOFF,
                            service.name() + "'s replacement for this task is not healthy yet and " + line.host()
                                    + " goes at " + line.doomed().deadline()
                                    + ": stopped, so that requests under way may end"));
    }

    private static String withoutReplacement(Line line, Service service, Instant cutOff) {
        return service.name() + " (min healthy " + service.healthy().minimum()
                + " %) has no replacement for this task and "
                + line.host() + " goes at " + line.doomed().deadline() + ": stopped at " + cutOff + " to have "
                + service.deregistrationDelay().toSeconds() + " s deregistration delay and "
                + service.stopTimeout().toSeconds() + " s stop timeout";
    }

    private void takeOver(Line line, Task task, Instant cutOff) {
        if (cutOff.isAfter(draft.asOf())) {
            draft.wakeAt(cutOff);
            return;
        }
        if (draft.isRefused(Subject.stop(task.arn()))) return;
        stop(
                line,
                task,
                Reason.of(
                        Code.NOTICE_RERUN,
                        "standalone task on " + line.host() + ", which goes at "
                                + line.doomed().deadline() + ": stopped in order, then started again elsewhere"));
        draft.reruns().put(task.arn(), new Rerun(line.host().id(), draft.asOf(), draft.asOf(), 0));
    }

    private void stop(Line line, Task task, Reason reason) {
        draft.step(new Action.StopTask(task.arn(), "Ballast: spot interruption, " + reason.code()), reason);
        Timelines.change(
                draft,
                line.host(),
                doomed -> doomed.stopping(task.arn(), task.service().orElse("")));
    }
}
