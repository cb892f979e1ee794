package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Demand;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.decide.market.ZoneScores;
import dev.ballast.decide.pack.Packing;
import dev.ballast.decide.pack.Spread;
import dev.ballast.decide.pack.Spread.Batch;
import dev.ballast.decide.plan.Market.Candidate;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Instance;
import dev.ballast.model.Offer;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Target;
import dev.ballast.model.UsdPerHour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Asks what would be bought on spot if some hosts left, and what of it is one cheaper instance in which everything still fits. */
final class ExchangeSearch {
    /** Types that are tried for one exchange: what holds what is left over mostly holds the spare, too. */
    private static final int MOST_TYPES = 4;

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

    /** The exchange of most worth in which everything still fits, where there is one that is worth its disturbance. */
    Optional<Found> inPlaceOf(List<Host> leaving) {
        var worthwhile = worthwhile(leaving);
        if (worthwhile.isEmpty()) return Optional.empty();
        var without = facts.without(ids(leaving));
        var stock = Stock.of(without, Demand.of(without)).in(Stock.Weather.CALM);
        var rest = Packing.pack(stock.homeless(), Packing.copy(stock.rooms()));
        var missing = target().amount() - stock.contribution();
        // nothing has to come in their place: that is a surplus, and not for this
        if (rest.isEmpty() && missing <= 0) return Optional.empty();
        var types = new TreeSet<String>();
        for (var one : worthwhile) {
            var isEnough = target().contribution(one.candidate().offer().type()) >= missing
                    && Packing.pack(rest, List.of(one.candidate().empty().copy()))
                            .isEmpty();
            if (!isEnough || !types.add(one.candidate().pool().instanceType())) continue;
            var found = tried(one, without, stock);
            if (found.isPresent()) return found;
            if (types.size() >= MOST_TYPES) break;
        }
        lost.add(String.join(", ", ids(leaving)) + ": everything fits in none of the "
                + Words.count(worthwhile.size(), "pool") + " that would be worth it");
        return Optional.empty();
    }

    private record Possible(Candidate candidate, Exchange exchange) {}

    /** The most worth first. */
    private List<Possible> worthwhile(List<Host> leaving) {
        var price = price(leaving);
        var most = Exchange.mostFor(price, facts.settings().disruption().leastSaving());
        var crowd = Crowd.without(facts, leaving);
        var possible = new ArrayList<Possible>();
        for (var candidate : market.candidates()) {
            // nothing forces anybody into a pool that has failed lately, or where spot is hard to get
            if (candidate.offer().price().compareTo(most) > 0
                    || ZoneScores.isLow(facts, candidate.pool())
                    || draft.quarantine().containsKey(candidate.pool())
                    || !crowd.hasPlaceFor(candidate.pool())) continue;
            var exchange = exchange(leaving, price, candidate.offer());
            if (exchange.worth() > 0) possible.add(new Possible(candidate, exchange));
        }
        possible.sort(
                Comparator.comparingDouble((Possible one) -> -one.exchange().worth())
                        .thenComparing(one -> one.candidate().pool()));
        return possible;
    }

    /** By the rules by which the plan buys, so that it finds nothing missing afterwards. */
    private Optional<Found> tried(Possible possible, Facts without, Stock stock) {
        looks++;
        var pool = possible.candidate().pool();
        var purchase = Shopping.by(
                Strategy.all().getFirst(),
                stock,
                market.only(candidate -> candidate.pool().equals(pool)),
                target(),
                facts.settings().capacity().survive());
        var exchange = possible.exchange();
        return purchase.size() == 1 && !isWorse(purchase) && isPlaced(exchange, without)
                ? Optional.of(new Found(exchange, purchase, without, stock))
                : Optional.empty();
    }

    private Target target() {
        return facts.settings().capacity().target();
    }

    private static List<String> ids(List<Host> hosts) {
        return hosts.stream().map(Host::id).toList();
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
        return new Exchange(leaving, replacement, price, age(leaving), tasks, losses);
    }

    /** Of the youngest; one that is still too young is judged as it will be when it is old enough. */
    private Duration age(List<Host> hosts) {
        var youngest = Duration.between(Instant.EPOCH, facts.asOf());
        for (var host : hosts) {
            var launchedAt = host.instance().map(Instance::launchedAt).orElse(Instant.EPOCH);
            var age = Duration.between(launchedAt, facts.asOf());
            if (age.compareTo(youngest) < 0) youngest = age;
        }
        var least = facts.settings().disruption().minimumAge();
        return youngest.compareTo(least) < 0 ? least : youngest;
    }

    private boolean isWorse(Purchase purchase) {
        if (baseline == null) baseline = Lack.of(facts, Stock.Weather.CALM);
        return Lack.after(purchase).isWorseThan(baseline);
    }

    /** As ECS places them: a drain that finds no room would have to be taken back. */
    private boolean isPlaced(Exchange exchange, Facts without) {
        var rooms = without.rooms(Standing.STAYING);
        without.freshRoom("replacement", exchange.replacement().pool()).ifPresent(rooms::add);
        var batches = new ArrayList<Batch>();
        for (var host : exchange.leaving()) batches.addAll(facts.batches(host));
        return Spread.fits(Spread.andOneMore(batches), rooms);
    }
}
