package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Facts;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Offer;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.UsdPerHour;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** On-demand instances for a shortage that spot has not ended within the user's patience, as far as the cap allows. */
final class Fallback {
    private final Facts facts;
    private final Draft draft;
    private final Stock stock;
    private final Map<CapacityPool, UsdPerHour> prices = new LinkedHashMap<>();

    Fallback(Facts facts, Draft draft, Stock stock) {
        this.facts = facts;
        this.draft = draft;
        this.stock = stock;
        for (Offer offer : facts.observation().offers().value()) prices.put(offer.pool(), offer.price());
    }

    /** @return what to buy on demand, empty while spot is still to be tried or the cap is reached */
    Optional<Purchase> buy() {
        var settings = facts.settings().capacity();
        var since = draft.watch().isShort(draft.asOf());
        if (settings.onDemand().cap().equals(UsdPerHour.ZERO)) return Optional.empty();
        var patienceEnds = since.plus(settings.onDemand().patience());
        if (patienceEnds.isAfter(draft.asOf())) {
            draft.wakeAt(patienceEnds);
            return Optional.empty();
        }
        var market = Market.of(facts, draft, PurchaseOption.ON_DEMAND);
        // Neither spare nor headroom is worth the on-demand price: they are bought once spot is back.
        var wanted = Shopping.urgent(Strategy.all().getFirst(), stock, market, settings.target());
        if (wanted.isEmpty()) return Optional.empty();
        var spent = spent();
        var capped = new Purchase();
        var left = 0;
        for (var offer : wanted.offers()) {
            var next = spent.plus(offer.price());
            if (next.compareTo(settings.onDemand().cap()) > 0) {
                left++;
                continue;
            }
            spent = next;
            capped.add(offer, Purchase.Cause.TARGET);
        }
        if (left > 0)
            draft.note(
                    Code.CAPPED,
                    left + " of " + wanted.size() + " instances are not bought on demand: " + spent + " of the cap of "
                            + settings.onDemand().cap() + " are used, short since " + since);
        return capped.isEmpty() ? Optional.empty() : Optional.of(capped);
    }

    private UsdPerHour spent() {
        var sum = UsdPerHour.ZERO;
        for (var host : facts.hosts())
            if (host.owned() && host.standing().isAlive()) sum = sum.plus(price(host.pool()));
        for (var pool : facts.coming()) sum = sum.plus(price(pool));
        return sum;
    }

    private UsdPerHour price(CapacityPool pool) {
        return pool.option() == PurchaseOption.ON_DEMAND ? prices.getOrDefault(pool, UsdPerHour.ZERO) : UsdPerHour.ZERO;
    }
}
