package dev.ballast.decide.answers;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.model.Action;
import dev.ballast.model.Answered;
import dev.ballast.model.Memory.Retiring;
import dev.ballast.model.Memory.SpotFleet;
import dev.ballast.model.Observation;
import dev.ballast.model.Outcome;
import dev.ballast.model.Outcome.Failure;
import dev.ballast.model.Reason.Code;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Folds outcomes into the draft, in the order in which they came. */
public final class Answers {
    private final Draft draft;
    private final Map<String, String> instanceByArn = new LinkedHashMap<>();

    private Answers(Draft draft, Observation observation) {
        this.draft = draft;
        for (var one : observation.containerInstances().value()) instanceByArn.put(one.arn(), one.instanceId());
    }

    public static void fold(Draft draft, Observation observation) {
        var answers = new Answers(draft, observation);
        for (var answered : observation.outcomes()) answers.fold(answered);
    }

    private void fold(Answered answered) {
        if (answered.outcome().isOpen()) {
            Resends.remember(draft, answered);
            return;
        }
        draft.resends().remove(answered.step().token());
        if (answered.outcome() instanceof Outcome.Refused no)
            draft.note(
                    Code.REFUSED, words(answered.step().action()) + " was refused: " + no.code() + ", " + no.message());
        var outcome = answered.outcome();
        switch (answered.step().action()) {
            case Action.LaunchInstances launch -> new LaunchAnswers(draft).fold(answered, launch);
            case Action.EnsureLaunchTemplate ensure -> template(ensure, outcome);
            case Action.SetSpotFleetTarget set -> fleet(set, outcome);
            case Action.CancelSpotFleet cancel -> cancelled(outcome);
            case Action.TerminateInstances terminate -> terminated(terminate.instanceIds(), outcome);
            case Action.DrainInstances drain -> drained(drain.containerInstanceArns(), outcome);
            case Action.StopTask stop -> simple(Subject.stop(stop.taskArn()), outcome);
            case Action.DeregisterTargets targets ->
                targets.targets().forEach(one -> simple(Subject.target(one), outcome));
            case Action.RerunTask rerun -> RerunAnswers.fold(draft, rerun.taskArn(), outcome);
            case Action.DeregisterContainerInstance deregister ->
                simple(Subject.deregister(deregister.containerInstanceArn()), outcome);
            // where it failed, the host shows as draining and is replaced like any other
            case Action.ActivateInstances activate -> {}
            // never decided here: a person's commands
            case Action.InterruptInstances interrupt -> {}
            case Action.PutCluster put -> {}
            case Action.PutService put -> {}
            case Action.DeleteService delete -> {}
            case Action.PutSignalQueue put -> {}
        }
    }

    private static String words(Action action) {
        return switch (action) {
            case Action.LaunchInstances launch -> "the launch of " + launch.total() + " instances";
            case Action.EnsureLaunchTemplate ensure ->
                "launch template " + ensure.template().name();
            case Action.SetSpotFleetTarget set -> "target " + set.target() + " for the Spot Fleet";
            case Action.CancelSpotFleet cancel -> "the end of Spot Fleet " + cancel.fleetId();
            case Action.TerminateInstances terminate -> "the end of " + String.join(", ", terminate.instanceIds());
            case Action.DrainInstances drain ->
                "the drain of " + drain.containerInstanceArns().size() + " hosts";
            case Action.StopTask stop -> "the stop of task " + stop.taskArn();
            case Action.DeregisterTargets targets -> "the deregistration of " + targets.targets();
            case Action.RerunTask rerun -> "the rerun of task " + rerun.taskArn();
            case Action.DeregisterContainerInstance deregister ->
                "the deregistration of " + deregister.containerInstanceArn();
            default -> action.getClass().getSimpleName();
        };
    }

    private void simple(String subject, Outcome outcome) {
        if (outcome instanceof Outcome.Refused no) draft.refuse(subject, no.code(), no.message());
        else draft.accept(subject);
    }

    private void template(Action.EnsureLaunchTemplate ensure, Outcome outcome) {
        var name = ensure.template().name();
        simple(Subject.template(name), outcome);
        if (outcome instanceof Outcome.Done) {
            draft.knownTemplates().add(name);
            draft.accept(Subject.launch(name));
        }
    }

    private void fleet(Action.SetSpotFleetTarget set, Outcome outcome) {
        simple(Subject.SPOT_FLEET, outcome);
        if (outcome instanceof Outcome.Done done) {
            var id = set.fleetId().orElseGet(() -> done.created().getFirst());
            draft.spotFleet(Optional.of(new SpotFleet(id, set.target())));
        }
    }

    private void cancelled(Outcome outcome) {
        simple(Subject.SPOT_FLEET, outcome);
        if (outcome instanceof Outcome.Done) draft.spotFleet(Optional.empty());
    }

    private void terminated(List<String> ids, Outcome outcome) {
        var failed = failures(ids, outcome);
        for (var id : ids) {
            var failure = failed.get(id);
            if (failure == null) {
                draft.accept(Subject.terminate(id));
                continue;
            }
            draft.refuse(Subject.terminate(id), failure.code(), failure.message());
            draft.retiring()
                    .computeIfPresent(
                            id,
                            (same, retiring) -> new Retiring(
                                    retiring.since(), retiring.why(), retiring.drainedAt(), Optional.empty()));
        }
    }

    private void drained(List<String> arns, Outcome outcome) {
        var failed = failures(arns, outcome);
        for (var arn : arns) {
            var failure = failed.get(arn);
            if (failure == null) {
                draft.accept(Subject.drain(arn));
                continue;
            }
            draft.refuse(Subject.drain(arn), failure.code(), failure.message());
            var id = instanceByArn.getOrDefault(arn, "");
            draft.doomed().computeIfPresent(id, (same, doomed) -> doomed.seenDrained(Optional.empty()));
            draft.retiring()
                    .computeIfPresent(
                            id,
                            (same, retiring) -> new Retiring(
                                    retiring.since(), retiring.why(), Optional.empty(), retiring.terminatedAt()));
        }
    }

    /** What failed of a batch; a refusal is a failure of all of it. */
    private static Map<String, Failure> failures(List<String> batch, Outcome outcome) {
        Map<String, Failure> failed = new LinkedHashMap<>();
        Set<String> asked = new LinkedHashSet<>(batch);
        switch (outcome) {
            case Outcome.Refused no -> batch.forEach(one -> failed.put(one, new Failure(one, no.code(), no.message())));
            case Outcome.PartlyDone part ->
                part.failures().forEach(one -> {
                    if (asked.contains(one.what())) failed.put(one.what(), one);
                });
            case Outcome.NoCapacity none -> none.failures().forEach(one -> failed.put(one.what(), one));
            case Outcome.Done done -> {}
            case Outcome.Throttled later -> {}
            case Outcome.Unknown open -> {}
        }
        return failed;
    }
}
