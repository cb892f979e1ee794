package dev.ballast.decide.interrupt;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.facts.Demand;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.interrupt.Timelines.Line;
import dev.ballast.model.Action;
import dev.ballast.model.Memory.Rerun;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Service;
import dev.ballast.model.Task;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tasks that are still meant to run on a doomed host at their cut-off, and for which no replacement has been started: AWS will
 * kill them anyway, so they are stopped in time to get their SIGTERM. A task whose replacement is starting is left to ECS, which stops
 * it when the replacement is healthy.
 */
final class Stops {
    private final Draft draft;
    private final Facts facts;
    private final Map<String, Integer> withoutReplacement;

    Stops(Draft draft, Facts facts, Demand demand) {
        this.draft = draft;
        this.facts = facts;
        withoutReplacement = new LinkedHashMap<>(demand.homeless());
    }

    void stop(Line line) {
        var margin = facts.settings().interruption().margin();
        var deadline = line.doomed().deadline();
        for (var task : line.host().tasks()) {
            if (!Demand.isMeantToRun(task) || line.doomed().stopped().contains(task.arn())) continue;
            var service = facts.wants().replicaServiceOf(task);
            if (service.isPresent())
                stopAtCutOff(line, task, service.get(), CutOff.of(service.get(), deadline, margin));
            else if (task.service().isEmpty() && facts.settings().interruption().rerunStandaloneTasks())
                takeOver(line, task, CutOff.ofStandalone(deadline, margin));
        }
    }

    private void stopAtCutOff(Line line, Task task, Service service, Instant cutOff) {
        if (cutOff.isAfter(draft.asOf())) {
            draft.wakeAt(cutOff);
            return;
        }
        // undrained, it would be started here again
        var drained = draft.doomed().get(line.host().id()).drainedAt();
        if (drained.isEmpty()) return;
        var left = withoutReplacement.getOrDefault(service.name(), 0);
        if (left == 0 || draft.isRefused(Subject.stop(task.arn()))) return;
        withoutReplacement.put(service.name(), left - 1);
        var sentence = service.name() + " (min healthy " + service.healthy().minimum()
                + " %) has no replacement for this task and "
                + line.host() + " goes at " + line.doomed().deadline() + ": stopped at " + cutOff
                + " to have " + service.deregistrationDelay().toSeconds() + " s deregistration delay and "
                + service.stopTimeout().toSeconds() + " s stop timeout";
        stop(line, task, Reason.of(Code.NOTICE_STOP_CUTOFF, sentence));
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
        Timelines.change(draft, line.host(), doomed -> Timelines.stopping(doomed, task.arn()));
    }
}
