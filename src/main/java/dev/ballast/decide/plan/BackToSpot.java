package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.decide.market.Quarantines;
import dev.ballast.model.Instance;
import dev.ballast.model.Memory.Retiring;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Reason.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;

/**
 * On-demand instances that stood in for spot go when spot is back: their place is bought on spot first, then they are drained. If
 * spot does not come after all they stay.
 */
public final class BackToSpot {
    /** A younger one stays, and spot must be back for as long: what comes and goes must not move the same tasks twice in a few minutes. */
    private static final Duration DWELL = Duration.ofMinutes(10);

    private BackToSpot() {}

    /** To be asked only while nothing is missing and nothing is on its way. */
    public static void retire(Draft draft, Facts facts) {
        var candidates = new ArrayList<Host>();
        var base = Base.of(facts);
        for (var host : facts.hosts(Standing.STAYING))
            if (host.owned()
                    && host.pool().option() == PurchaseOption.ON_DEMAND
                    && !base.has(host)
                    && !draft.retiring().containsKey(host.id())
                    && facts.canBeEmptied(host)
                    && !draft.isRefused(Subject.drain(host.arn()))
                    && isOldEnough(draft, host)) candidates.add(host);
        if (candidates.isEmpty() || !isSpotBack(draft, facts)) return;
        candidates.sort(Comparator.comparing(Host::id));
        var free = facts.settings().brakes().drainsAtOnce() - underWay(draft, facts);
        for (var host : candidates) {
            if (free-- <= 0) return;
            draft.retiring()
                    .put(host.id(), new Retiring(draft.asOf(), Code.BACK_TO_SPOT, Optional.empty(), Optional.empty()));
            draft.wakeNow();
        }
    }

    /** Some pool may be asked and has not had nothing, or lost instances, for as long as an instance must stay. */
    private static boolean isSpotBack(Draft draft, Facts facts) {
        for (var candidate : Market.of(facts, draft, PurchaseOption.SPOT).candidates())
            if (Quarantines.isSteady(draft, candidate.pool(), DWELL)) return true;
        return false;
    }

    private static int underWay(Draft draft, Facts facts) {
        var count = 0;
        for (var id : draft.retiring().keySet())
            if (draft.retiring().get(id).drainedAt().isEmpty()
                    || facts.host(id).filter(facts::runsOnlyStandaloneTasks).isEmpty()) count++;
        return count;
    }

    private static boolean isOldEnough(Draft draft, Host host) {
        var oldEnoughAt =
                host.instance().map(Instance::launchedAt).orElse(Instant.EPOCH).plus(DWELL);
        if (!oldEnoughAt.isAfter(draft.asOf())) return true;
        draft.wakeAt(oldEnoughAt);
        return false;
    }
}
