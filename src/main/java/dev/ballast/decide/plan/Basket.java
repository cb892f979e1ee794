package dev.ballast.decide.plan;

import dev.ballast.decide.mix.CheapestMix;
import dev.ballast.decide.mix.CheapestMix.Effort;
import dev.ballast.decide.mix.Loads;
import dev.ballast.decide.mix.Offered;
import dev.ballast.decide.pack.Load;
import dev.ballast.decide.pack.Spread;
import dev.ballast.decide.plan.Market.Candidate;
import dev.ballast.model.Settings.Survive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Hosts that are chosen together for what needs a place. The cheapest mix would hold it if every task stood where it fits best; ECS puts tasks
 * where fewest are, so on hosts of odd proportions it leaves some over, and those need more hosts. Hosts on which the tasks' own proportions fit, each
 * large against the largest task, cost more and leave little over. Which is cheaper in the end depends on the tasks: both are tried.
 *
 * @param micros of a dollar an hour
 */
record Basket(String words, List<Candidate> hosts, long micros) {
    /** Of pools for a balanced basket: more leave less to lose, fewer are cheaper. */
    private static final int[] WIDTHS = {8, 16, 24, 40};

    /** The same in each zone, where it is zones that are lost: all of them carry as much, and more than one pool each. */
    private static final int[] WIDTHS_IN_ZONE = {2, 3, 5, 8};

    /** Of many tasks ECS leaves some over that the first look does not see, and what is bought for them later is dearer than a little more of each. */
    private static final double MARGIN_OF_MANY = 1.02;

    /** Of the largest task so many fit on each host of a balanced basket: the more, the less is left over on it. */
    private static final int[] SIZES = {1, 4, 8};

    /** Of more, those that ECS leaves over make the mix dearer than the proportions, and finding it takes its time. */
    private static final int FEW_TASKS = 2_000;

    private static Basket of(String words, List<Candidate> hosts) {
        return new Basket(
                words,
                hosts,
                hosts.stream().mapToLong(one -> one.offer().price().micros()).sum());
    }

    /** The cheapest first. */
    static List<Basket> several(Stock stock, Market market, Survive survive) {
        var loads = loads(stock, survive);
        var baskets = new ArrayList<Basket>();
        if (loads.always().size() <= FEW_TASKS)
            cheapestMix(loads, market, survive).ifPresent(baskets::add);
        var margin = loads.always().size() <= FEW_TASKS ? 1 : MARGIN_OF_MANY;
        if (!loads.always().isEmpty())
            for (var size : SIZES) {
                var ranked = ranked(loads.always(), market, size);
                for (var breadth : Breadth.several(survive, ranked))
                    balanced(ranked, survive, size, breadth, margin).ifPresent(baskets::add);
            }
        baskets.sort(Comparator.comparingLong(Basket::micros));
        return baskets;
    }

    /** What finds no place on what is there, as ECS places it: now, and after each loss. */
    private static Loads loads(Stock stock, Survive survive) {
        var rooms = stock.rooms();
        var always = Spread.left(stock.homelessBatches(), rooms);
        var without = new TreeMap<String, Load>();
        if (survive == Survive.NONE) return Loads.of(always);
        var settled = stock.settled(stock.groupedRooms());
        for (var group : settled.groups()) {
            var left = Spread.left(settled.lost(group), settled.without(group));
            if (left.isEmpty()) continue;
            left.add(always);
            without.put(group, left);
        }
        return new Loads(always, without);
    }

    private static Optional<Basket> cheapestMix(Loads loads, Market market, Survive survive) {
        // without a loss to survive it would be one pool, and all of it would go at once
        if (survive == Survive.NONE) return Optional.empty();
        var offers = market.candidates().stream()
                .map(one -> new Offered(one.empty(), one.offer().price().micros(), Stock.group(survive, one.pool())))
                .toList();
        return CheapestMix.of(loads, offers, Effort.LITTLE).map(mix -> {
            var hosts = new ArrayList<Candidate>();
            for (var i = 0; i < offers.size(); i++)
                for (var host = 0; host < mix.hosts().get(i); host++)
                    hosts.add(market.candidates().get(i));
            return of("the cheapest mix", hosts);
        });
    }

    /**
     * Over how much a balanced basket is spread.
     *
     * @param groups that are lost one at a time
     * @param pools in each of them
     */
    private record Breadth(int groups, int pools) {
        static List<Breadth> several(Survive survive, List<Ranked> ranked) {
            return switch (survive) {
                case ZONE ->
                    Arrays.stream(WIDTHS_IN_ZONE)
                            .mapToObj(width -> new Breadth(zones(ranked), width))
                            .toList();
                // a decision has made pool or none of auto
                case POOL, AUTO ->
                    Arrays.stream(WIDTHS)
                            .mapToObj(width -> new Breadth(width, 1))
                            .toList();
                case NONE ->
                    Arrays.stream(WIDTHS)
                            .mapToObj(width -> new Breadth(1, width))
                            .toList();
            };
        }

        int all() {
            return groups * pools;
        }

        /** Of the load, what one pool carries for the others to hold all of it once a group is lost. */
        double share(Survive survive) {
            var lasting = survive == Survive.NONE ? groups : groups - 1;
            return 1.0 / (lasting * pools);
        }
    }

    private static Optional<Basket> balanced(
            List<Ranked> ranked, Survive survive, int size, Breadth breadth, double margin) {
        if (breadth.groups() < 2 && survive != Survive.NONE) return Optional.empty();
        var share = margin * breadth.share(survive);
        var hosts = new ArrayList<Candidate>();
        var perGroup = new LinkedHashMap<String, Integer>();
        var pools = 0;
        for (var one : ranked) {
            if (pools == breadth.all()) break;
            var count = (int) Math.round(share / one.share());
            var group = Stock.group(survive, one.candidate().pool());
            if (count == 0 || perGroup.getOrDefault(group, 0) >= breadth.pools()) continue;
            perGroup.merge(group, 1, Integer::sum);
            pools++;
            for (var host = 0; host < count; host++) hosts.add(one.candidate());
        }
        if (pools < breadth.all()) return Optional.empty();
        return Optional.of(
                of("the tasks' proportions over " + pools + " pools of hosts for " + size + " of the largest", hosts));
    }

    /** @param share of the load that one host holds if it takes of each resource in the load's proportions */
    private record Ranked(Candidate candidate, double share) {
        double micros() {
            return candidate.offer().price().micros() / share;
        }
    }

    /** The cheapest for the load's proportions first; of those on which enough of the largest task fit. */
    private static List<Ranked> ranked(Load load, Market market, int size) {
        var largest = load.largest();
        var proportions = new Proportions(load);
        var ranked = new ArrayList<Ranked>();
        for (var candidate : market.candidates())
            if (candidate.empty().fits(largest, size) == size)
                ranked.add(new Ranked(
                        candidate, proportions.share(candidate.empty().free())));
        ranked.sort(Comparator.comparingDouble(Ranked::micros)
                .thenComparing(one -> one.candidate().pool()));
        return ranked;
    }

    private static int zones(List<Ranked> ranked) {
        return (int) ranked.stream()
                .map(one -> one.candidate().pool().zone())
                .distinct()
                .count();
    }
}
