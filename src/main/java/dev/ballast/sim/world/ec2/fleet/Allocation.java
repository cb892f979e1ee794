package dev.ballast.sim.world.ec2.fleet;

import dev.ballast.model.PurchaseOption;
import dev.ballast.model.UsdPerHour;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.OnDemandStrategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Which pools a fleet launches into: a function of what is known of the pools, without effect. What AWS does not publish (how
 * it scores capacity, how it breaks ties) is a plain rule here: a pool's score is how many more instances it holds.
 */
final class Allocation {
    /** Pools within this share of the deepest one count as well supplied for price-capacity-optimized. */
    private static final double WELL_SUPPLIED = 0.25;

    private Allocation() {}

    /**
     * A pool at the moment of the choice.
     *
     * @param held units that the fleet already has there
     * @param rank its place in the order that was drawn for ties
     */
    record Pool(Candidate candidate, UsdPerHour price, int available, double held, int rank) {
        double pricePerUnit() {
            return price.micros() / candidate.weight();
        }
    }

    /** How many instances of which pool would bring {@code missing} units, as far as the pools hold out. */
    static Map<Pool, Integer> spot(List<Pool> pools, double missing, FleetConfig.Strategies strategies) {
        return switch (strategies.spot()) {
            case LOWEST_PRICE -> evenly(cheapest(pools, strategies.poolsToUse()), missing, pool -> 0);
            case DIVERSIFIED -> evenly(pools, missing, Pool::held);
            case CAPACITY_OPTIMIZED ->
                oneAfterAnother(
                        pools, missing, Comparator.comparingInt(Pool::available).reversed());
            case CAPACITY_OPTIMIZED_PRIORITIZED ->
                oneAfterAnother(
                        pools,
                        missing,
                        Comparator.comparing((Pool pool) -> !isWellSupplied(pool, pools))
                                .thenComparingDouble(pool -> pool.candidate().priority())
                                .thenComparing(
                                        Comparator.comparingInt(Pool::available).reversed()));
            case PRICE_CAPACITY_OPTIMIZED ->
                oneAfterAnother(
                        pools,
                        missing,
                        Comparator.comparing((Pool pool) -> !isWellSupplied(pool, pools))
                                .thenComparingDouble(Pool::pricePerUnit));
        };
    }

    static Map<Pool, Integer> onDemand(List<Pool> pools, double missing, OnDemandStrategy strategy) {
        return switch (strategy) {
            case LOWEST_PRICE -> oneAfterAnother(pools, missing, Comparator.comparingDouble(Pool::pricePerUnit));
            case PRIORITIZED ->
                oneAfterAnother(
                        pools,
                        missing,
                        Comparator.comparingDouble(pool -> pool.candidate().priority()));
        };
    }

    static Map<Pool, Integer> of(
            PurchaseOption option, List<Pool> pools, double missing, FleetConfig.Strategies strategies) {
        return switch (option) {
            case SPOT -> spot(pools, missing, strategies);
            case ON_DEMAND -> onDemand(pools, missing, strategies.onDemand());
        };
    }

    private static boolean isWellSupplied(Pool pool, List<Pool> pools) {
        var deepest = pools.stream().mapToInt(Pool::available).max().orElse(0);
        return pool.available() > 0 && pool.available() >= deepest * WELL_SUPPLIED;
    }

    private static List<Pool> cheapest(List<Pool> pools, int count) {
        return pools.stream()
                .filter(pool -> pool.available() > 0)
                .sorted(Comparator.comparingDouble(Pool::pricePerUnit).thenComparingInt(Pool::rank))
                .limit(Math.max(1, count))
                .toList();
    }

    private static Map<Pool, Integer> oneAfterAnother(List<Pool> pools, double missing, Comparator<Pool> order) {
        var chosen = new LinkedHashMap<Pool, Integer>();
        var left = missing;
        for (var pool :
                pools.stream().sorted(order.thenComparingInt(Pool::rank)).toList()) {
            if (left <= 0) break;
            var wanted = Math.min(pool.available(), instancesFor(left, pool));
            if (wanted > 0) chosen.put(pool, wanted);
            left -= wanted * pool.candidate().weight();
        }
        return chosen;
    }

    private static int instancesFor(double units, Pool pool) {
        return (int) Math.ceil(units / pool.candidate().weight());
    }

    /** Always the pool with the fewest units next, counting those that it starts with. */
    private static Map<Pool, Integer> evenly(List<Pool> pools, double missing, ToDoubleFunction<Pool> startsWith) {
        var fill = new ArrayList<Fill>();
        for (var pool : pools) if (pool.available() > 0) fill.add(new Fill(pool, startsWith.applyAsDouble(pool)));
        var left = missing;
        while (left > 0) {
            var next = leastFilled(fill);
            if (next.isEmpty()) break;
            next.get().instances++;
            left -= next.get().pool.candidate().weight();
        }
        var chosen = new LinkedHashMap<Pool, Integer>();
        for (var each : fill) if (each.instances > 0) chosen.put(each.pool, each.instances);
        return chosen;
    }

    private static Optional<Fill> leastFilled(List<Fill> fill) {
        Fill least = null;
        for (var each : fill) {
            if (each.instances >= each.pool.available()) continue;
            if (least == null
                    || each.units() < least.units()
                    || each.units() == least.units() && each.pool.rank() < least.pool.rank()) least = each;
        }
        return Optional.ofNullable(least);
    }

    private static final class Fill {
        private final Pool pool;
        private final double before;
        private int instances;

        private Fill(Pool pool, double before) {
            this.pool = pool;
            this.before = before;
        }

        private double units() {
            return before + instances * pool.candidate().weight();
        }
    }
}
