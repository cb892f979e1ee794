package dev.ballast.decide.answers;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Words;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Memory.Launch;
import dev.ballast.model.Memory.Quarantine;
import dev.ballast.model.Observation;
import dev.ballast.model.Reason.Code;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Drops from memory what an observation has overtaken. */
public final class Forget {
    /** DescribeInstances is eventually consistent, but not by minutes: an id that it never showed is not there. */
    private static final Duration NEVER_SEEN = Duration.ofMinutes(5);

    private Forget() {}

    public static void overtaken(Draft draft, Observation observation) {
        var seen = new LinkedHashSet<String>();
        for (var instance : observation.instances().value()) seen.add(instance.instanceId());
        for (var token : List.copyOf(draft.launches().keySet())) launch(draft, token, seen);
        draft.quarantine()
                .values()
                .removeIf(one -> one.until().plus(Quarantine.LONGEST).isBefore(draft.asOf()));
        draft.pauses()
                .values()
                .removeIf(one -> one.until().plus(Quarantine.LONGEST).isBefore(draft.asOf()));
        draft.refusals()
                .values()
                .removeIf(one -> one.until().plus(Quarantine.LONGEST).isBefore(draft.asOf()));
    }

    private static void launch(Draft draft, String token, Set<String> seen) {
        var launch = draft.launches().get(token);
        var forgetAt = launch.decidedAt().plus(NEVER_SEEN);
        if (!launch.answered()) {
            // as long as it is sent again its answer will come
            if (!draft.resends().containsKey(token) && !forgetAt.isAfter(draft.asOf()))
                draft.launches().remove(token);
            return;
        }
        var unseen = new TreeMap<String, CapacityPool>();
        launch.launched().forEach((id, pool) -> {
            if (!seen.contains(id)) unseen.put(id, pool);
        });
        if (unseen.isEmpty()) draft.launches().remove(token);
        else if (!forgetAt.isAfter(draft.asOf())) {
            draft.launches().remove(token);
            draft.note(
                    Code.ORPHAN,
                    Words.list(unseen.keySet()) + ": launched at " + launch.decidedAt()
                            + " and never listed by EC2 since; not counted on any more");
        } else if (unseen.size() < launch.launched().size())
            draft.launches().put(token, new Launch(launch.decidedAt(), null, unseen, true, launch.replaces()));
    }
}
