package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.market.Caution;
import dev.ballast.decide.market.CautionSums;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.UsdPerHour;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is paid on demand for fear of young pools, and what is paid beside. */
public final class Premium {
    private Premium() {}

    /** @param seen everybody who is there, whoever is to go */
    public static void account(Draft draft, Facts seen) {
        var there = seen.hosts().stream()
                .filter(host -> host.owned() && host.standing().isAlive())
                .toList();
        var prices = prices(seen, there);
        var more = 1 - spotShare(draft, seen);
        var base = Base.of(seen);
        var premium = 0.0;
        var all = 0.0;
        for (var host : there) {
            if (!prices.containsKey(host.pool())) continue;
            var price = prices.get(host.pool()).dollars();
            all += price;
            if (base.isFallback(host)) premium += price * more;
        }
        CautionSums.pays(draft, premium, all - premium);
    }

    /** Only of their pools: offers are many, and this is asked at every look. */
    private static Map<CapacityPool, UsdPerHour> prices(Facts seen, List<Host> hosts) {
        var pools = hosts.stream().map(Host::pool).collect(Collectors.toCollection(TreeSet::new));
        var prices = new TreeMap<CapacityPool, UsdPerHour>();
        for (var offer : seen.observation().offers().value())
            if (pools.contains(offer.pool())) prices.putIfAbsent(offer.pool(), offer.price());
        return prices;
    }

    /** Of the on-demand price, what spot costs where it could be had but for caution; 1 where it could not. */
    private static double spotShare(Draft draft, Facts seen) {
        var caution = Caution.of(seen, draft);
        if (!caution.isCalledFor()) return 1;
        return Market.of(seen, draft, PurchaseOption.SPOT).young().stream()
                .filter(caution::isBack)
                .mapToDouble(
                        offer -> offer.price().dollars() / offer.onDemandPrice().dollars())
                .reduce(1, Math::min);
    }
}
