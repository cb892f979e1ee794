package dev.ballast.backtest.replay;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.MarketTrace;
import dev.ballast.model.MarketTrace.DepthAt;
import dev.ballast.model.MarketTrace.PriceAt;
import dev.ballast.model.UsdPerHour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A recorded market as everybody in a replay meets it: looked at on a grid, from the latest begin of its pools to their earliest end.
 *
 * @param name by which a report tells it
 * @param pools by type and zone
 * @param onDemand what an instance on demand costs, everywhere and always
 * @param tickMillis of the grid
 * @param endMillis a whole number of ticks
 */
public record SpotMarket(String name, List<Pool> pools, UsdPerHour onDemand, long tickMillis, long endMillis) {
    /** Where no price was recorded, spot costs this; only its ratio to on-demand counts. */
    private static final UsdPerHour UNIT = UsdPerHour.of(1);

    /**
     * @param capacity how many instances it holds
     * @param price millionths of a dollar an hour
     */
    public record Pool(CapacityPool pool, Steps capacity, Steps price) {
        /** One instance from one moment to another. */
        public void pay(Days days, long from, long to) {
            for (var at = from; at < to; ) {
                var until = Math.min(to, price.nextChange(at));
                days.pay(at, until, price.at(at));
                at = until;
            }
        }
    }

    public SpotMarket {
        pools = List.copyOf(pools);
    }

    /**
     * @param trace with capacity for at least one pool, and prices for all of them or none
     * @param onDemandRatio what on-demand costs beside spot's mean price, of the type where that is least
     * @throws IllegalArgumentException where a pool has no price and another one has, or all pools together not one tick in common
     */
    public static SpotMarket of(String name, MarketTrace trace, Duration tick, double onDemandRatio) {
        var begin = latest(trace, depths -> depths.changes().getFirst().at());
        var end = trace.depths().stream()
                .map(MarketTrace.Depths::end)
                .min(Comparator.naturalOrder())
                .orElseThrow()
                .toMillis();
        var step = tick.toMillis();
        var ticks = Math.floorDiv(end - begin, step);
        if (ticks < 1)
            throw new IllegalArgumentException("its pools have not one tick of " + tick.toSeconds() + " s in common");
        var pools = new ArrayList<Pool>();
        for (var depths : trace.depths())
            pools.add(new Pool(
                    depths.pool(), capacity(depths.changes(), begin, step), price(trace, depths.pool(), begin, step)));
        pools.sort(Comparator.comparing(Pool::pool));
        var length = ticks * step;
        return new SpotMarket(name, pools, onDemand(pools, length, onDemandRatio), step, length);
    }

    private static long latest(MarketTrace trace, Function<MarketTrace.Depths, Duration> begin) {
        return trace.depths().stream()
                .map(begin)
                .max(Comparator.naturalOrder())
                .orElseThrow()
                .toMillis();
    }

    private static Steps capacity(List<DepthAt> changes, long begin, long step) {
        var at = changes.stream()
                .mapToLong(change -> change.at().toMillis() - begin)
                .toArray();
        return Steps.sampled(
                at, step, moment -> changes.get(holding(at, moment)).instances());
    }

    private static Steps price(MarketTrace trace, CapacityPool pool, long begin, long step) {
        if (trace.prices().isEmpty()) return Steps.always(UNIT.micros());
        var changes = trace.prices().stream()
                .filter(prices -> prices.pool().equals(pool))
                .findFirst()
                .map(MarketTrace.Prices::changes)
                .orElseThrow(() -> new IllegalArgumentException("has no price of " + pool));
        var at = changes.stream()
                .mapToLong((PriceAt change) -> change.at().toMillis() - begin)
                .toArray();
        return Steps.sampled(
                at, step, moment -> changes.get(holding(at, moment)).price().micros());
    }

    /** Which change holds at a moment: the last one until then, or the first of all. */
    private static int holding(long[] at, long moment) {
        var low = 0;
        var high = at.length;
        while (high - low > 1) {
            var middle = (low + high) >>> 1;
            if (at[middle] <= moment) low = middle;
            else high = middle;
        }
        return low;
    }

    private static UsdPerHour onDemand(List<Pool> pools, long length, double ratio) {
        var byType = new TreeMap<String, List<Double>>();
        for (var pool : pools)
            byType.computeIfAbsent(pool.pool().instanceType(), type -> new ArrayList<>())
                    .add(pool.price().sum(0, length) / (double) length);
        var cheapest = byType.values().stream()
                .mapToDouble(means -> means.stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow())
                .min()
                .orElseThrow();
        return new UsdPerHour(Math.round(cheapest * ratio));
    }
}
