package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.decide.market.Caution;
import dev.ballast.decide.retire.Budgets;
import dev.ballast.decide.retire.Protection;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Memory.Retiring;
import dev.ballast.model.Offer;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Reason.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;

/** Hosts whose pool has just lost others go on demand, the replacement first: 83 to 97 of 100 losses in a pool are joined by another. */
public final class YoungPools {
    private YoungPools() {}

    public static void retire(Draft draft, Facts facts) {
        var caution = Caution.of(facts, draft);
        if (!caution.isCalledFor() || draft.isRefused(Subject.LEAVING_YOUNG_POOLS)) return;
        var offers = new TreeMap<CapacityPool, Offer>();
        for (var offer : facts.observation().offers().value()) offers.putIfAbsent(offer.pool(), offer);
        var candidates = new ArrayList<Host>();
        for (var host : facts.hosts(Standing.STAYING))
            if (host.owned()
                    && host.pool().option() == PurchaseOption.SPOT
                    && !draft.retiring().containsKey(host.id())
                    && !draft.hasNotice(host.id())
                    && facts.canBeEmptied(host)
                    && Protection.of(facts, host).isEmpty()
                    && !draft.isRefused(Subject.drain(host.arn()))
                    && Optional.ofNullable(offers.get(host.pool()))
                            .filter(caution::isAgainstStaying)
                            .isPresent()) candidates.add(host);
        candidates.sort(Comparator.comparing(Host::id));
        var free = Budgets.of(draft, facts).free();
        for (var host : candidates) {
            if (free-- <= 0) return;
            draft.retiring()
                    .put(host.id(), new Retiring(draft.asOf(), Code.YOUNG_POOL, Optional.empty(), Optional.empty()));
        }
    }
}
