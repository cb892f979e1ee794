package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.market.Caution;
import dev.ballast.decide.market.CautionSums;
import dev.ballast.decide.market.Quarantines;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.UsdPerHour;
import java.util.TreeMap;

/** What is paid on demand for fear of young pools, and what is paid beside. */
public final class Premium {
    private Premium() {}

    /** @param seen everybody who is there, whoever is to go */
    public static void account(Draft draft, Facts seen) {
        var caution = Caution.of(seen, draft);
        var prices = new TreeMap<CapacityPool, UsdPerHour>();
        // of the on-demand price, what spot costs where it would be had but for caution
        var spotShare = 1.0;
        for (var offer : seen.observation().offers().value()) {
            prices.putIfAbsent(offer.pool(), offer.price());
            if (caution.isAgainstOneThatIsBack(offer)
                    && Market.affordable(seen, offer)
                    && Quarantines.why(draft, offer.pool()).isEmpty())
                spotShare = Math.min(
                        spotShare,
                        offer.price().dollars() / offer.onDemandPrice().dollars());
        }
        var base = Base.of(seen);
        var premium = 0.0;
        var all = 0.0;
        for (var host : seen.hosts()) {
            if (!host.owned() || !host.standing().isAlive() || !prices.containsKey(host.pool())) continue;
            var price = prices.get(host.pool()).dollars();
            all += price;
            if (host.pool().option() == PurchaseOption.ON_DEMAND && !base.has(host)) premium += price * (1 - spotShare);
        }
        CautionSums.pays(draft, premium, all - premium);
    }
}
