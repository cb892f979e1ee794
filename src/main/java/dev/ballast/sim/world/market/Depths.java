package dev.ballast.sim.world.market;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.PurchaseOption;
import dev.ballast.sim.world.core.Draws;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** How many instances each pool holds at any time, and when that may change: as recorded, else as the regime says. */
final class Depths {
    /** On-demand capacity ends somewhere, too, but far beyond what one cluster asks for. */
    private static final int ON_DEMAND = 1_000_000;
    /** Of a pool's losses 83 to 97 in 100 have company within five minutes: 0.08 lone ones for each drought. */
    private static final double LONE = 0.08;

    private final Draws draws;
    private final Regime regime;
    private final Droughts droughts;
    private final Map<CapacityPool, RecordedDepth> recorded = new TreeMap<>();

    Depths(Draws draws, MarketRules rules, Instant start) {
        this.draws = draws;
        regime = rules.regime();
        droughts = new Droughts(draws, regime, rules.bands());
        var forewarning = new Forewarning(draws);
        for (var track : rules.trace().depths())
            recorded.put(track.pool(), new RecordedDepth(track, start, forewarning));
    }

    int at(CapacityPool pool, Instant moment) {
        if (pool.option() == PurchaseOption.ON_DEMAND) return ON_DEMAND;
        return Optional.ofNullable(recorded.get(pool))
                .flatMap(track -> track.at(moment))
                .orElseGet(() -> {
                    var usual = usual(pool);
                    return Math.min(usual, droughts.leftAt(pool, moment).orElse(usual));
                });
    }

    /** The depth at {@code from} and its changes until {@code to}, by time. */
    List<Market.DepthChange> changes(CapacityPool pool, Instant from, Instant to) {
        if (pool.option() == PurchaseOption.ON_DEMAND) return List.of(new Market.DepthChange(pool, from, ON_DEMAND));
        var met = droughts.between(pool, from, to);
        var moments = new TreeSet<>(List.of(from));
        for (var drought : met) moments.addAll(List.of(drought.from(), drought.until()));
        var track = Optional.ofNullable(recorded.get(pool));
        track.ifPresent(it -> moments.addAll(it.bounds()));
        var usual = usual(pool);
        var modelled = new Sweep(met);
        var changes = new ArrayList<Market.DepthChange>();
        for (var moment : moments.subSet(from, true, to, true)) {
            var left = Math.min(usual, modelled.leastAt(moment));
            var depth = track.flatMap(it -> it.at(moment)).orElse(left);
            if (changes.isEmpty() || changes.getLast().instances() != depth)
                changes.add(new Market.DepthChange(pool, moment, depth));
        }
        return changes;
    }

    /** What droughts leave from moment to moment; to look each of them up again would take most of a year's drawing. */
    private static final class Sweep {
        private final List<Drought> byBegin;
        private final List<Drought> holding = new ArrayList<>();
        private int next;

        Sweep(List<Drought> byBegin) {
            this.byBegin = byBegin;
        }

        /** @param moment not before the last one */
        int leastAt(Instant moment) {
            while (next < byBegin.size() && !byBegin.get(next).from().isAfter(moment)) holding.add(byBegin.get(next++));
            holding.removeIf(drought -> !drought.holdsAt(moment));
            return holding.stream().mapToInt(Drought::left).min().orElse(Integer.MAX_VALUE);
        }
    }

    private int usual(CapacityPool pool) {
        var span = regime.mostDepth() - regime.leastDepth() + 1;
        return regime.leastDepth() + (int) (draws.at("market/depth/" + pool, 0) * span);
    }

    /** The next moment after this one at which the pool's instances may hear from AWS. */
    Optional<Turn> next(CapacityPool pool, Instant after) {
        if (pool.option() == PurchaseOption.ON_DEMAND) return Optional.empty();
        return Optional.ofNullable(recorded.get(pool))
                .flatMap(track -> track.next(after))
                .or(() -> droughts.next(pool, after));
    }

    /** Losses a day of one instance that go without its neighbours. */
    double loneLossesPerDay(CapacityPool pool) {
        return pool.option() == PurchaseOption.ON_DEMAND || recorded.containsKey(pool)
                ? 0
                : droughts.perDay(pool) * LONE;
    }

    /** Which share of the time the pool was short. */
    double shareShort(CapacityPool pool, Instant from, Instant to) {
        return droughts.shareShort(pool, from, to);
    }
}
