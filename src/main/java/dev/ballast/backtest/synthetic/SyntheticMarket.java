package dev.ballast.backtest.synthetic;

import dev.ballast.model.AdvisorBands;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.MarketTrace;
import dev.ballast.model.MarketTrace.DepthAt;
import dev.ballast.model.MarketTrace.Depths;
import dev.ballast.model.MarketTrace.PriceAt;
import dev.ballast.model.MarketTrace.Prices;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.market.Market;
import dev.ballast.sim.world.market.MarketRules;
import dev.ballast.sim.world.market.Regime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Every pool of some types in the zones of a region, as the local cloud's market would have it for so long; each seed has another
 * market of it.
 *
 * @param name by which a report tells it
 * @param zones so many, from {@code a} on
 * @param grid on which capacity changes, as that of a recording does; empty for any moment
 * @param bands by type; empty for the regime's rates
 */
public record SyntheticMarket(
        String name,
        Regime regime,
        Duration length,
        String region,
        int zones,
        List<String> instanceTypes,
        Optional<Duration> grid,
        AdvisorBands bands) {
    /** One for every letter. */
    public static final int MOST_ZONES = 26;

    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    /** @throws IllegalArgumentException where it has no pool or no time */
    public SyntheticMarket {
        instanceTypes = List.copyOf(new TreeSet<>(instanceTypes));
        if (zones < 1 || zones > MOST_ZONES || instanceTypes.isEmpty() || !length.isPositive())
            throw new IllegalArgumentException("no market: " + zones + " zones of " + instanceTypes + " for " + length);
    }

    /** The market of that seed: the same in every process. */
    public MarketTrace drawn(long seed) {
        var market =
                new Market(new Draws(seed), new WorldTime(START), new MarketRules(regime, MarketTrace.NONE, bands));
        var end = START.plus(length);
        var depths = new ArrayList<Depths>();
        var prices = new ArrayList<Prices>();
        for (var type : instanceTypes)
            for (var zone = 0; zone < zones; zone++) {
                var pool = CapacityPool.spot(type, region + (char) ('a' + zone));
                depths.add(new Depths(pool, onGrid(market.depths(pool, START, end)), length));
                prices.add(new Prices(
                        pool,
                        market.history(pool, START, end).stream()
                                .map(change -> new PriceAt(after(change.at()), change.price()))
                                .toList()));
            }
        return new MarketTrace(depths, prices);
    }

    /** A price that holds at the start began before it. */
    private static Duration after(Instant moment) {
        return moment.isBefore(START) ? Duration.ZERO : Duration.between(START, moment);
    }

    /** What whoever looks on the grid sees: a change between two moments shows at the later, and what ends before it does not. */
    private List<DepthAt> onGrid(List<Market.DepthChange> changes) {
        var step = grid.map(Duration::toMillis).orElse(1L);
        var seen = new ArrayList<DepthAt>();
        for (var change : changes) {
            var at = Duration.ofMillis(
                    Math.ceilDiv(Duration.between(START, change.at()).toMillis(), step) * step);
            if (!seen.isEmpty() && seen.getLast().at().equals(at)) seen.removeLast();
            if (seen.isEmpty() || seen.getLast().instances() != change.instances())
                seen.add(new DepthAt(at, change.instances()));
        }
        return seen;
    }
}
