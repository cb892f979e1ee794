package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Facts;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.Offer;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.OnDemand;
import dev.ballast.model.UsdPerHour;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** On-demand instances for a shortage that spot has not ended within the user's patience, as far as the cap and the share allow. */
final class Fallback {
    /** A third of three is one, also in binary. */
    private static final double ROUNDING = 1e-9;

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
        // whatever the patience, spot is asked first
        var isNew = since.equals(draft.asOf());
        if (isNew && !Market.of(facts, draft, PurchaseOption.SPOT).candidates().isEmpty()) return Optional.empty();
        return buyAtOnce();
    }

    /** Where spot could be had and had better not. */
    Optional<Purchase> buyAtOnce() {
        var settings = facts.settings().capacity();
        var since = draft.watch().isShort(draft.asOf());
        var market = Market.of(facts, draft, PurchaseOption.ON_DEMAND);
        // Neither spare nor headroom is worth the on-demand price: they are bought once spot is back.
        var wanted = Shopping.urgent(Strategy.all().getFirst(), stock, market, settings.target());
        if (wanted.isEmpty()) return Optional.empty();
        var base = Base.of(facts);
        var bounds = new Bounds(settings.onDemand(), stock.hosts() + wanted.size() - base.size());
        spent(base, bounds);
        var bought = new Purchase();
        for (var offer : wanted.offers()) if (bounds.take(offer.price())) bought.add(offer, Purchase.Cause.TARGET);
        if (bought.size() < wanted.size())
            draft.note(
                    Code.CAPPED,
                    wanted.size() - bought.size() + " of " + wanted.size() + " instances are not bought on demand: "
                            + bounds + " are used, short since " + since);
        return bought.isEmpty() ? Optional.empty() : Optional.of(bought);
    }

    /** What the fallback costs and counts. */
    private static final class Bounds {
        private final UsdPerHour cap;
        private final int most;
        private UsdPerHour spent = UsdPerHour.ZERO;
        private int instances;

        /** @param needed instances, the base not among them */
        Bounds(OnDemand settings, int needed) {
            cap = settings.cap();
            most = (int) Math.floor(settings.share() * needed + ROUNDING);
        }

        void has(UsdPerHour price) {
            spent = spent.plus(price);
            instances++;
        }

        boolean take(UsdPerHour price) {
            if (instances >= most || spent.plus(price).compareTo(cap) > 0) return false;
            has(price);
            return true;
        }

        @Override
        public String toString() {
            return spent + " of the cap of " + cap + " and " + instances + " of at most " + most + " instances";
        }
    }

    private void spent(Base base, Bounds bounds) {
        for (var host : facts.hosts())
            if (host.standing().isAlive() && base.isFallback(host)) bounds.has(price(host.pool()));
        for (var pool : base.fallbackComing()) bounds.has(price(pool));
    }

    /** Of a type that is offered no more the price list's: it still costs. */
    private UsdPerHour price(CapacityPool pool) {
        var offered = prices.get(pool);
        return offered != null
                ? offered
                : InstanceCatalogue.onDemand(
                                pool.instanceType(), facts.settings().region())
                        .orElse(UsdPerHour.ZERO);
    }
}
