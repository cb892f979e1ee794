package dev.ballast.sim.world.market;

import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.UsdPerHour;
import dev.ballast.sim.world.core.Draws;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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

    private final Draws draws;

    /** @param at when the price began to hold */
    record Change(Instant at, UsdPerHour price) {}

    SpotPrices(Draws draws) {
        this.draws = draws;
    }

    UsdPerHour at(String instanceType, String zone, Instant moment) {
        return price(
                name(instanceType, zone),
                onDemand(instanceType, zone),
                share(instanceType),
                stepAt(instanceType, zone, moment));
    }

    /** The changes in {@code [from, to]}, oldest first, after the last one before {@code from}. */
    List<Change> changes(String instanceType, String zone, Instant from, Instant to) {
        var name = name(instanceType, zone);
        var onDemand = onDemand(instanceType, zone);
        var share = share(instanceType);
        var changes = new ArrayList<Change>();
        var first = stepAt(instanceType, zone, from);
        // The price that holds at `from` may have held for several steps: go back to where it began.
        while (price(name, onDemand, share, first - 1).equals(price(name, onDemand, share, first))) first--;
        UsdPerHour before = null;
        for (var step = first; !begin(name, step).isAfter(to); step++) {
            var price = price(name, onDemand, share, step);
            if (!price.equals(before)) changes.add(new Change(begin(name, step), price));
            before = price;
        }
        return changes;
    }

    private UsdPerHour price(String name, UsdPerHour onDemand, double share, long step) {
        var zone = 1 + ZONE_SPREAD * (draws.at(name + "/zone", 0) - 0.5) * 2;
        var bend = Math.floorDiv(step, STEPS_PER_BEND);
        var between = Math.floorMod(step, (long) STEPS_PER_BEND) / (double) STEPS_PER_BEND;
        var wave = draws.at(name + "/wave", bend) * (1 - between) + draws.at(name + "/wave", bend + 1) * between;
        var dollars = onDemand.dollars() * share * zone * (1 + WAVE * (wave - 0.5) * 2);
        return UsdPerHour.of(BigDecimal.valueOf(dollars).setScale(4, RoundingMode.HALF_UP));
    }

    private long stepAt(String instanceType, String zone, Instant moment) {
        var name = name(instanceType, zone);
        var step = Math.floorDiv(moment.getEpochSecond(), STEP_SECONDS);
        return begin(name, step).isAfter(moment) ? step - 1 : step;
    }

    private Instant begin(String name, long step) {
        return Instant.ofEpochSecond(
                step * STEP_SECONDS + (long) (draws.at(name + "/step", step) * STEP_SECONDS * 0.9));
    }

    private static double share(String instanceType) {
        return InstanceCatalogue.find(instanceType).orElseThrow().spotShare();
    }

    private static UsdPerHour onDemand(String instanceType, String zone) {
        return InstanceCatalogue.onDemand(instanceType, zone.substring(0, zone.length() - 1))
                .orElseThrow();
    }

    private static String name(String instanceType, String zone) {
        return "market/price/" + instanceType + "/" + zone;
    }
}
