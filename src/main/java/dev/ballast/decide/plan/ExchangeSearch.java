package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Demand;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.decide.pack.Room;
import dev.ballast.decide.pack.Spread;
import dev.ballast.decide.pack.Spread.Batch;
import dev.ballast.decide.plan.Market.Candidate;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Offer;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.UsdPerHour;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks what would be bought on spot if some hosts left, and what of it is one cheaper instance in which everything still fits. */
final class ExchangeSearch {
    private final Facts facts;
    private final Draft draft;
    private final Map<CapacityPool, Offer> offers = new LinkedHashMap<>();
    private final Market market;
    private final List<String> lost = new ArrayList<>();
    /** What is missing although nobody leaves: a spare that cannot be had. Null until it is first asked. */
    private Lack baseline;

    private int looks;

    /** @param without the facts on which the purchase was made */
    record Found(Exchange exchange, Purchase purchase, Facts without, Stock stock) {}

    ExchangeSearch(Facts facts, Draft draft) {
        this.facts = facts;
        this.draft = draft;
        for (var offer : facts.observation().offers().value()) offers.putIfAbsent(offer.pool(), offer);
        market = Market.of(facts, draft, PurchaseOption.SPOT);
    }

    /** How often the cluster was packed. */
    int looks() {
        return looks;
    }

    /** What was found and is not worth it, or did not fit. */
    List<String> lost() {
        return lost;
    }

    boolean hasPrice(Host host) {
        return offers.containsKey(host.pool());
    }

    private UsdPerHour price(Host host) {
        return offers.get(host.pool()).price();
    }

    private UsdPerHour price(List<Host> hosts) {
        var sum = UsdPerHour.ZERO;
        for (var host : hosts) sum = sum.plus(price(host));
        return sum;
    }

    /** By what one cheaper instance that holds all of its tasks would save; of those alike the dearest for what it carries. */
    List<Host> dearestFirst(List<Host> hosts) {
        record Ranked(Host host, long saving, double perUse) {}
        var cheapest = new ArrayList<>(market.candidates());
        cheapest.sort(
                Comparator.comparing((Candidate candidate) -> candidate.offer().price())
                        .thenComparing(Candidate::pool));
        var ranked = new ArrayList<Ranked>(hosts.size());
        for (var host : hosts) {
            var price = price(host).micros();
            ranked.add(new Ranked(host, price - cheapestFor(host, cheapest, price), price / Math.max(1e-9, use(host))));
        }
        ranked.sort(Comparator.comparingLong((Ranked one) -> -one.saving())
                .thenComparingDouble(one -> -one.perUse())
                .thenComparing(one -> one.host().id()));
        return ranked.stream().map(Ranked::host).toList();
    }

    private long cheapestFor(Host host, List<Candidate> cheapest, long atMost) {
        var load = facts.movable(host);
        var cpuUnits = load.cpuUnits();
        var memoryMib = load.memoryMib();
        for (var candidate : cheapest) {
            var price = candidate.offer().price().micros();
            if (price >= atMost) return atMost;
            var free = candidate.empty().free();
            if (free.cpuUnits() >= cpuUnits && free.memoryMib() >= memoryMib) return price;
        }
        return atMost;
    }

    /** The least used first. */
    List<Host> emptiestFirst(List<Host> hosts) {
        var sorted = new ArrayList<>(hosts);
        sorted.sort(Comparator.comparingDouble(this::use)
                .thenComparingLong(host -> -price(host).micros())
                .thenComparing(Host::id));
        return sorted;
    }

    /** The share that its service tasks take of what it has most of them wanted. */
    private double use(Host host) {
        var load = facts.movable(host);
        var has = host.registration().orElseThrow().registered();
        return Math.max(
                load.cpuUnits() / Math.max(1.0, has.cpuUnits()), load.memoryMib() / Math.max(1.0, has.memoryMib()));
    }

    /** The exchange of most worth, where there is one that saves enough; whether it is worth its disturbance is asked of it. */
    Optional<Found> inPlaceOf(List<Host> leaving) {
        var price = price(leaving);
        var most = Exchange.mostFor(price, facts.settings().disruption().leastSaving());
        var cheaper = market.of(draft, most);
        if (cheaper.candidates().isEmpty()) return Optional.empty();
        looks++;
        var without = facts.without(leaving.stream().map(Host::id).toList());
        var stock = Stock.of(without, Demand.of(without)).in(Stock.Weather.CALM);
        var capacity = facts.settings().capacity();
        Found best = null;
        for (var strategy : Strategy.all()) {
            var purchase = Shopping.by(strategy, stock, cheaper, capacity.target(), capacity.survive());
            // what needs several is not cheaper than it looks, and what needs none is too much
            if (purchase.size() != 1) continue;
            var exchange = exchange(leaving, price, purchase.offers().getFirst());
            var isBetter = best == null || exchange.worth() > best.exchange().worth();
            if (isBetter && !isWorse(purchase) && isPlaced(leaving, without, exchange.replacement()))
                best = new Found(exchange, purchase, without, stock);
        }
        if (best == null)
            lost.add(Words.list(leaving.stream().map(Host::id).toList()) + ": no one instance for " + most
                    + " or less in which everything fits");
        return Optional.ofNullable(best);
    }

    void lose(Exchange exchange) {
        lost.add(exchange.inShort());
    }

    private Exchange exchange(List<Host> leaving, UsdPerHour price, Offer replacement) {
        var tasks = 0;
        var losses = 0.0;
        for (var host : leaving) {
            var own = facts.movable(host).size();
            tasks += own;
            losses += Exchange.losses(offers.get(host.pool()), own);
        }
        return new Exchange(leaving, replacement, price, tasks, losses);
    }

    private boolean isWorse(Purchase purchase) {
        if (baseline == null) baseline = Lack.of(facts, Stock.Weather.CALM);
        return Lack.after(purchase).isWorseThan(baseline);
    }

    /** As ECS places them: a drain that finds no room would have to be taken back. */
    private boolean isPlaced(List<Host> leaving, Facts without, Offer replacement) {
        var rooms = new ArrayList<Room>();
        for (var host : without.hosts(Standing.STAYING)) without.room(host).ifPresent(rooms::add);
        without.freshRoom("replacement", replacement.pool()).ifPresent(rooms::add);
        var batches = new ArrayList<Batch>();
        for (var host : leaving) batches.addAll(facts.batches(host));
        return Spread.left(Spread.andOneMore(batches), rooms).isEmpty();
    }
}
