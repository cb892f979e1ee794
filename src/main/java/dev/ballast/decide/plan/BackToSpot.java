package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.decide.market.Quarantines;
import dev.ballast.decide.retire.Budgets;
import dev.ballast.decide.retire.Protection;
import dev.ballast.model.Memory.Retiring;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Reason.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;

/**
 * On-demand instances that stood in for spot go when spot is back: their place is bought on spot first, then they are drained. If
 * spot does not come after all they stay.
 */
public final class BackToSpot {
    private BackToSpot() {}

    /** To be asked only while nothing is missing and nothing is on its way. */
    public static void retire(Draft draft, Facts facts) {
        var candidates = new ArrayList<Host>();
        var base = Base.of(facts);
        for (var host : facts.hosts(Standing.STAYING))
            if (base.isFallback(host)
                    && !draft.retiring().containsKey(host.id())
                    && facts.canBeEmptied(host)
                    && !draft.isRefused(Subject.drain(host.arn()))
                    && isFree(draft, facts, host)) candidates.add(host);
        if (candidates.isEmpty() || !isSpotBack(draft, facts)) return;
        candidates.sort(Comparator.comparing(Host::id));
        var budgets = Budgets.of(draft, facts);
        if (budgets.isClosed()) {
            budgets.hold(Code.BACK_TO_SPOT, candidates.stream().map(Host::id).toList());
            return;
        }
        var free = budgets.free();
        for (var host : candidates) {
            if (free-- <= 0) return;
            draft.retiring()
                    .put(host.id(), new Retiring(draft.asOf(), Code.BACK_TO_SPOT, Optional.empty(), Optional.empty()));
            draft.wakeNow();
        }
    }

    /** Some pool may be asked and has not had nothing, or lost instances, for as long as an instance must stay. */
    private static boolean isSpotBack(Draft draft, Facts facts) {
        var dwell = facts.settings().disruption().minimumAge();
        for (var candidate : Market.of(facts, draft, PurchaseOption.SPOT).candidates())
            if (Quarantines.isSteady(draft, candidate.pool(), dwell)) return true;
        return false;
    }

    private static boolean isFree(Draft draft, Facts facts, Host host) {
        var age = Protection.byAge(facts, host);
        var guard = Protection.of(facts, host);
        age.or(() -> guard).flatMap(Protection::until).ifPresent(draft::wakeAt);
        if (age.isEmpty() && guard.isPresent())
            draft.note(
                    Code.BACK_TO_SPOT,
                    host + " does not go back to spot: " + guard.get().why());
        return age.isEmpty() && guard.isEmpty();
    }
}
