package dev.ballast.sim.world.market;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.UsdPerHour;
import dev.ballast.sim.world.core.Draws;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Spot prices as they have been since 2018: near the family's usual share of on-demand, a little different in each zone, and
 * slow (a few changes a day, a few per cent within a month). A function of seed, pool and time, so that every moment has a
 * price, before the world's start as well.
 */
final class SpotPrices {
    /** A pool's price may change once in each of these, at a moment of its own. */
    private static final long STEP_SECONDS = Duration.ofHours(8).toSeconds();
    /** The slow wave bends once in so many steps: five days. */
    private static final int STEPS_PER_BEND = 15;
    /** How far a zone's usual price lies from the family's, and how far the slow wave carries it: shares of the price. */
    private static final double ZONE_SPREAD = 0.08;

    private static final double WAVE = 0.04;

    /**
     * What a day without capacity adds; half a day adds half of it. Prices have hardly followed scarcity since 2018: with the
     * wave, one zone's highest price of a month stays within 1.09 times its lowest.
     */
    private static final double SCARCITY = 0.015;

    private static final Duration SCARCITY_WINDOW = Duration.ofDays(1);

    private final Draws draws;
    private final Shortness shortness;

    /** Which share of the time a pool was short. */
    interface Shortness {
        double share(CapacityPool pool, Instant from, Instant to);
    }

    /** Of each pool what was asked last: everybody asks every few minutes, and a price holds for hours. */
    private final Map<CapacityPool, Held> held = new LinkedHashMap<>();

    private record Held(Instant from, Instant until, UsdPerHour price) {
        boolean isAt(Instant moment) {
            return !moment.isBefore(from) && moment.isBefore(until);
        }
    }

    SpotPrices(Draws draws, Shortness shortness) {
        this.draws = draws;
        this.shortness = shortness;
    }

    UsdPerHour at(CapacityPool pool, Instant moment) {
        var known = held.get(pool);
        if (known != null && known.isAt(moment)) return known.price();
        var step = stepAt(pool, moment);
        var price = price(pool, onDemand(pool), share(pool), step);
        held.put(pool, new Held(begin(name(pool), step), begin(name(pool), step + 1), price));
        return price;
    }

    /** The changes in {@code [from, to]}, oldest first, after the last one before {@code from}. */
    List<Market.PriceChange> changes(CapacityPool pool, Instant from, Instant to) {
        var name = name(pool);
        var onDemand = onDemand(pool);
        var share = share(pool);
        var changes = new ArrayList<Market.PriceChange>();
        var first = stepAt(pool, from);
        // The price that holds at `from` may have held for several steps: go back to where it began.
        while (price(pool, onDemand, share, first - 1).equals(price(pool, onDemand, share, first))) first--;
        UsdPerHour before = null;
        for (var step = first; !begin(name, step).isAfter(to); step++) {
            var price = price(pool, onDemand, share, step);
            if (!price.equals(before)) changes.add(new Market.PriceChange(pool, begin(name, step), price));
            before = price;
        }
        return changes;
    }

    private UsdPerHour price(CapacityPool pool, UsdPerHour onDemand, double share, long step) {
        var name = name(pool);
        var zone = 1 + ZONE_SPREAD * (draws.at(name + "/zone", 0) - 0.5) * 2;
        var bend = Math.floorDiv(step, STEPS_PER_BEND);
        var between = Math.floorMod(step, (long) STEPS_PER_BEND) / (double) STEPS_PER_BEND;
        var wave = draws.at(name + "/wave", bend) * (1 - between) + draws.at(name + "/wave", bend + 1) * between;
        var begin = begin(name, step);
        var scarce = 1 + SCARCITY * shortness.share(pool, begin.minus(SCARCITY_WINDOW), begin);
        var dollars = onDemand.dollars() * share * zone * (1 + WAVE * (wave - 0.5) * 2) * scarce;
        return UsdPerHour.of(BigDecimal.valueOf(dollars).setScale(4, RoundingMode.HALF_UP));
    }

    private long stepAt(CapacityPool pool, Instant moment) {
        var step = Math.floorDiv(moment.getEpochSecond(), STEP_SECONDS);
        return begin(name(pool), step).isAfter(moment) ? step - 1 : step;
    }

    private Instant begin(String name, long step) {
        return Instant.ofEpochSecond(
                step * STEP_SECONDS + (long) (draws.at(name + "/step", step) * STEP_SECONDS * 0.9));
    }

    private static double share(CapacityPool pool) {
        return InstanceCatalogue.find(pool.instanceType()).orElseThrow().spotShare();
    }

    private static UsdPerHour onDemand(CapacityPool pool) {
        return InstanceCatalogue.onDemand(
                        pool.instanceType(),
                        pool.zone().substring(0, pool.zone().length() - 1))
                .orElseThrow();
    }

    private static String name(CapacityPool pool) {
        return "market/price/" + pool.instanceType() + "/" + pool.zone();
    }
}
