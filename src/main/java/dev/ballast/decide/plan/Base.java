package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.plan.Choice.Pricing;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Instance;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The instances of the target that are on demand always. They are the eldest on-demand instances that stay, then those that are on their
 * way; whatever is on demand beyond them is the fallback.
 */
final class Base {
    private final Facts facts;
    private final int wanted;
    private final TreeSet<String> hosts = new TreeSet<>();
    private final List<CapacityPool> fallbackComing = new ArrayList<>();
    private int coming;

    private Base(Facts facts) {
        this.facts = facts;
        var target = facts.settings().capacity().target();
        var base = facts.settings().capacity().onDemand().base();
        // a target that a person has lowered may be below it
        wanted = target.unit() == Target.Unit.INSTANCES ? Math.min(base, target.amount()) : base;
    }

    static Base of(Facts facts) {
        var base = new Base(facts);
        base.count();
        return base;
    }

    private void count() {
        facts.hosts().stream()
                .filter(host ->
                        host.owned() && host.standing().counts() && host.pool().option() == PurchaseOption.ON_DEMAND)
                .sorted(Comparator.<Host, Instant>comparing(host ->
                                host.instance().map(Instance::launchedAt).orElse(Instant.EPOCH))
                        .thenComparing(Host::id))
                .limit(wanted)
                .forEach(host -> hosts.add(host.id()));
        for (var pool : facts.coming()) {
            if (pool.option() != PurchaseOption.ON_DEMAND) continue;
            if (hosts.size() + coming < wanted) coming++;
            else fallbackComing.add(pool);
        }
    }

    boolean has(Host host) {
        return hosts.contains(host.id());
    }

    /** It is on demand and stands in for spot. */
    boolean isFallback(Host host) {
        return host.owned() && host.pool().option() == PurchaseOption.ON_DEMAND && !has(host);
    }

    int size() {
        return hosts.size() + coming;
    }

    int missing() {
        return wanted - size();
    }

    /** On-demand instances on their way that are no part of it. */
    List<CapacityPool> fallbackComing() {
        return fallbackComing;
    }

    /** @return what it still lacks, empty where that is nothing, or nothing that can be had now */
    Optional<Purchase> buy(Draft draft, Stock stock) {
        if (missing() <= 0) return Optional.empty();
        var market = Market.of(facts, draft, PurchaseOption.ON_DEMAND);
        var choice = new Choice(stock.pools());
        var purchase = new Purchase();
        for (var i = 0; i < missing(); i++) {
            var picked = choice.pick(
                    market.candidates(),
                    candidate -> true,
                    Pricing.perUnit(facts.settings().capacity().target()),
                    Integer.MAX_VALUE);
            if (picked.isEmpty()) break;
            purchase.add(picked.get().offer(), Purchase.Cause.BASE);
            choice.took(picked.get().pool());
        }
        return purchase.isEmpty() ? Optional.empty() : Optional.of(purchase);
    }
}
