package dev.ballast.bench.plan;

import dev.ballast.decide.mix.CheapestMix;
import dev.ballast.decide.mix.Offered;
import dev.ballast.decide.pack.Load;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What others would buy: each rule chooses pools, gives every one about the same share, and gets as many hosts as it takes until its set holds the load after
 * the same losses. They get our packing; only the choice is theirs.
 */
final class Rivals {
    static final String BEST = "best simple rule";

    private static final int STEPS = 12;
    private static final double MOST = 4;
    private static final int MOST_POOLS = 60;

    private final Load load;
    private final List<Offered> offers;

    Rivals(Load load, List<Offered> offers) {
        this.load = load;
        this.offers = offers;
    }

    /** In dollars an hour, by rule; infinite where the rule's set never holds. */
    Map<String, Double> dollars() {
        var byPrice =
                sorted(offer -> offer.micros() / (double) offer.empty().free().cpuUnits());
        var byMix = sorted(offer -> offer.micros() * covers(offer));
        var byHost = sorted(offer -> fitsAll(offer) ? offer.micros() : Double.MAX_VALUE);
        var rules = new LinkedHashMap<String, Double>();
        rules.put("lowest price", dollars(cheapestOfEachZone(byPrice)));
        rules.put("diversified over 10", dollars(byPrice.subList(0, 10)));
        rules.put("diversified over 20", dollars(byPrice.subList(0, 20)));
        // of equal capacity everywhere, as no account tells it, the price decides among the pools that are asked for
        rules.put("price-capacity-optimized over 15 types", dollars(ofTypes(byPrice, 15)));
        rules.put("Karpenter: the 15 cheapest types that hold a task", dollars(ofTypes(byHost, 15)));
        var best = Double.MAX_VALUE;
        var pools = 0;
        for (var some = 2; some <= MOST_POOLS; some += some < 12 ? 1 : 6) {
            var dollars = dollars(byMix.subList(0, some));
            if (dollars >= best) continue;
            best = dollars;
            pools = some;
        }
        rules.put(BEST + ": diversified over the best " + pools + " by price for this mix", best);
        return rules;
    }

    /** The best of every group first, then their second best: who would lose a whole zone spreads over zones. */
    private List<Integer> sorted(ToDoubleFunction<Offered> by) {
        var all = new ArrayList<Integer>();
        for (var i = 0; i < offers.size(); i++) all.add(i);
        all.sort(Comparator.comparingDouble((Integer i) -> by.applyAsDouble(offers.get(i)))
                .thenComparing(i -> i));
        var rank = new LinkedHashMap<Integer, Integer>();
        var ofGroup = new LinkedHashMap<String, Integer>();
        for (var i : all) rank.put(i, ofGroup.merge(offers.get(i).lostWith(), 1, Integer::sum));
        all.sort(Comparator.comparing(rank::get));
        return all;
    }

    /** Hosts that it takes to cover the load's CPU and memory. */
    private double covers(Offered offer) {
        var free = offer.empty().free();
        return Math.max((double) load.cpuUnits() / free.cpuUnits(), (double) load.memoryMib() / free.memoryMib());
    }

    private boolean fitsAll(Offered offer) {
        return load.counts().keySet().stream().allMatch(piece -> offer.empty().fits(piece, 1) > 0);
    }

    private List<Integer> cheapestOfEachZone(List<Integer> ranked) {
        var zones = new LinkedHashSet<String>();
        var some = new ArrayList<Integer>();
        for (var i : ranked) if (zones.add(offers.get(i).empty().pool().zone())) some.add(i);
        return some;
    }

    private List<Integer> ofTypes(List<Integer> ranked, int types) {
        var names = new LinkedHashSet<String>();
        for (var i : ranked)
            if (names.size() < types) names.add(offers.get(i).empty().pool().instanceType());
        var some = new ArrayList<Integer>();
        for (var i : ranked) if (names.contains(offers.get(i).empty().pool().instanceType())) some.add(i);
        return some;
    }

    /** The least scale at which equal shares of these pools hold the load. */
    private double dollars(List<Integer> pools) {
        if (!CheapestMix.holds(load, offers, hosts(pools, MOST))) return Double.POSITIVE_INFINITY;
        var enough = MOST;
        var little = 1.0;
        for (var step = 0; step < STEPS; step++) {
            var middle = (enough + little) / 2;
            if (CheapestMix.holds(load, offers, hosts(pools, middle))) enough = middle;
            else little = middle;
        }
        var dollars = 0.0;
        var hosts = hosts(pools, enough);
        for (var i : pools) dollars += hosts.get(i) * offers.get(i).micros() / 1e6;
        return dollars;
    }

    private List<Integer> hosts(List<Integer> pools, double scale) {
        var hosts = new ArrayList<>(Collections.nCopies(offers.size(), 0));
        for (var i : pools) hosts.set(i, (int) Math.ceil(scale * covers(offers.get(i)) / pools.size()));
        return hosts;
    }
}
