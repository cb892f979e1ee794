package dev.ballast.decide.answers;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.market.CautionSums;
import dev.ballast.decide.market.ColdStarts;
import dev.ballast.decide.market.Quarantines;
import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.Answered;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Memory.Launch;
import dev.ballast.model.Memory.Retiring;
import dev.ballast.model.Offer;
import dev.ballast.model.Outcome;
import dev.ballast.model.Outcome.Failure;
import dev.ballast.model.Outcome.Launched;
import dev.ballast.model.Reason.Code;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a launch brought: instances on their way, pools that had none. */
final class LaunchAnswers {
    private final Draft draft;

    LaunchAnswers(Draft draft) {
        this.draft = draft;
    }

    void fold(Answered answered, LaunchInstances launch) {
        if (answered.step().reason().code() == Code.PROBE) probed(answered, launch);
        else launched(answered, launch);
    }

    private void probed(Answered answered, LaunchInstances launch) {
        switch (answered.outcome()) {
            case Outcome.Done done -> endProbe(launch, done.launched());
            case Outcome.PartlyDone part -> endProbe(launch, part.launched());
            case Outcome.NoCapacity none -> quarantine(launch, none.failures());
            case Outcome.Refused no -> draft.refuse(Subject.launch(launch.templateName()), no.code(), no.message());
            case Outcome.Throttled later -> {}
            case Outcome.Unknown open -> {}
        }
    }

    private void endProbe(LaunchInstances launch, List<Launched> launched) {
        if (launched.isEmpty()) return;
        for (var one : launched) {
            Quarantines.gave(draft, one.pool());
            for (var offer : launch.offers())
                if (offer.pool().equals(one.pool())) CautionSums.paid(draft, offer.price(), Offer.LEAST_BILLED);
            // it may have joined and taken tasks by now, where the answer came late: it goes as any host goes
            draft.retiring()
                    .put(one.instanceId(), new Retiring(draft.asOf(), Code.PROBE, Optional.empty(), Optional.empty()));
        }
        draft.note(
                Code.PROBE,
                Words.list(launched.stream().map(one -> one.pool().toString()).toList())
                        + (launched.size() == 1 ? " has" : " have") + " instances again");
    }

    private void launched(Answered answered, LaunchInstances launch) {
        var token = answered.step().token();
        switch (answered.outcome()) {
            case Outcome.Done done -> {
                arrived(token, answered, done.launched());
                draft.accept(Subject.launch(launch.templateName()));
            }
            case Outcome.PartlyDone part -> {
                arrived(token, answered, part.launched());
                quarantine(launch, part.failures());
                draft.accept(Subject.launch(launch.templateName()));
            }
            case Outcome.NoCapacity none -> {
                draft.launches().remove(token);
                quarantine(launch, none.failures());
            }
            case Outcome.Refused no -> {
                draft.launches().remove(token);
                draft.refuse(Subject.launch(launch.templateName()), no.code(), no.message());
                // A template that somebody deleted is made again.
                if (no.code().startsWith("InvalidLaunchTemplate"))
                    draft.knownTemplates().remove(launch.templateName());
            }
            case Outcome.Throttled later -> {}
            case Outcome.Unknown open -> {}
        }
    }

    private void arrived(String token, Answered answered, List<Launched> launched) {
        var ids = new TreeMap<String, CapacityPool>();
        for (var one : launched) {
            ids.put(one.instanceId(), one.pool());
            Quarantines.gave(draft, one.pool());
        }
        var before = draft.launches().get(token);
        var since = before == null ? answered.at() : before.decidedAt();
        ColdStarts.begin(draft, since, ids.keySet());
        var replaces = before == null ? "" : before.replaces();
        if (ids.isEmpty()) draft.launches().remove(token);
        else draft.launches().put(token, new Launch(since, null, ids, true, replaces));
    }

    private void quarantine(LaunchInstances launch, List<Failure> failures) {
        var asked = new TreeMap<String, CapacityPool>();
        for (Offer offer : launch.offers()) asked.put(offer.pool().toString(), offer.pool());
        var done = new TreeSet<String>();
        for (var failure : failures) {
            // a failure that names none of the pools is about all of them
            var named = asked.get(failure.what());
            var pools = named == null ? asked.values() : List.of(named);
            for (var pool : pools)
                if (done.add(Quarantines.subject(pool, failure.code()) + " " + failure.code()))
                    Quarantines.failed(draft, pool, failure.code());
        }
        if (failures.isEmpty()) for (var pool : asked.values()) Quarantines.failed(draft, pool, "NoAnswer");
    }
}
