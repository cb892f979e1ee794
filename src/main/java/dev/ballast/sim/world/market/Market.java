package dev.ballast.sim.world.market;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.UsdPerHour;
import dev.ballast.sim.world.core.Draws;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every pool's price and capacity. A pool that was withdrawn has none until it is restored; what runs in it is the caller's to end. */
public final class Market {
    /** On-demand capacity ends somewhere, too, but far beyond what one cluster asks for. */
    private static final int ON_DEMAND_DEPTH = 1_000_000;
    /** How many spot instances a pool holds: drawn once per pool, evenly between these. */
    private static final int SPOT_DEPTH_MIN = 200;

    private static final int SPOT_DEPTH_MAX = 2_000;

    private final Map<CapacityPool, Supply> supplies = new TreeMap<>();
    private final Draws draws;
    private final SpotPrices prices;
    /** Zones in which nothing can be had, each with who closed it. */
    private final Map<String, SortedSet<String>> closedZones = new TreeMap<>();

    /** A price of a pool and the moment from which it held. */
    public record PriceChange(CapacityPool pool, Instant at, UsdPerHour price) {}

    private static final class Supply {
        private final SortedMap<String, Integer> limits = new TreeMap<>();
        private int depth;
        private int taken;
        private boolean withdrawn;

        private Supply(int depth) {
            this.depth = depth;
        }

        private int least() {
            return limits.values().stream().reduce(depth, Math::min);
        }
    }

    public Market(Draws draws) {
        this.draws = draws;
        prices = new SpotPrices(draws);
    }

    /**
     * What an hour in the pool costs at that moment.
     *
     * @throws java.util.NoSuchElementException for a type that the catalogue does not have
     */
    public UsdPerHour price(CapacityPool pool, Instant moment) {
        return switch (pool.option()) {
            case SPOT -> prices.at(pool.instanceType(), pool.zone(), moment);
            case ON_DEMAND -> onDemand(pool);
        };
    }

    /** What the pool's type costs on demand in its region. */
    public UsdPerHour onDemand(CapacityPool pool) {
        return InstanceCatalogue.onDemand(
                        pool.instanceType(),
                        pool.zone().substring(0, pool.zone().length() - 1))
                .orElseThrow();
    }

    /** The spot price's changes in {@code [from, to]}, oldest first, after the last one before {@code from}. */
    public List<PriceChange> history(CapacityPool pool, Instant from, Instant to) {
        return prices.changes(pool.instanceType(), pool.zone(), from, to).stream()
                .map(change -> new PriceChange(pool, change.at(), change.price()))
                .toList();
    }

    /** How many more can be had now. */
    public int available(CapacityPool pool) {
        var supply = supply(pool);
        return supply.withdrawn || closedZones.containsKey(pool.zone())
                ? 0
                : Math.max(0, supply.least() - supply.taken);
    }

    /** Takes up to {@code count} and says how many it got. */
    public int take(CapacityPool pool, int count) {
        var got = Math.min(count, available(pool));
        supply(pool).taken += got;
        return got;
    }

    public void giveBack(CapacityPool pool, int count) {
        supply(pool).taken -= count;
    }

    /** From now on nothing can be had there. */
    public void withdraw(CapacityPool pool) {
        supply(pool).withdrawn = true;
    }

    public void restore(CapacityPool pool) {
        supply(pool).withdrawn = false;
    }

    public boolean isWithdrawn(CapacityPool pool) {
        return supply(pool).withdrawn;
    }

    /** From now on the pool holds so many in all; what is taken beyond that is not taken away by this. */
    public void setDepth(CapacityPool pool, int instances) {
        supply(pool).depth = instances;
    }

    /**
     * From now on the pool holds at most so many, for one reason among others: the least holds. What is taken beyond it is not taken
     * away by this.
     *
     * @param reason by which it is lifted
     */
    public void limit(CapacityPool pool, String reason, int instances) {
        supply(pool).limits.put(reason, instances);
    }

    public void lift(CapacityPool pool, String reason) {
        supply(pool).limits.remove(reason);
    }

    /** From now on nothing can be had in the zone, for one reason among others. */
    public void closeZone(String zone, String reason) {
        closedZones.computeIfAbsent(zone, missing -> new TreeSet<>()).add(reason);
    }

    public void openZone(String zone, String reason) {
        closedZones.computeIfPresent(zone, (same, reasons) -> {
            reasons.remove(reason);
            return reasons.isEmpty() ? null : reasons;
        });
    }

    /**
     * How a pool stands.
     *
     * @param limit the most that it holds now
     * @param taken may be more than the limit
     */
    public record Standing(CapacityPool pool, int limit, int taken, int available, boolean withdrawn) {}

    /** Of every pool that somebody bought from or changed, by pool. */
    public List<Standing> touched() {
        var standings = new ArrayList<Standing>();
        supplies.forEach((pool, supply) -> {
            if (supply.taken != 0 || supply.withdrawn || !supply.limits.isEmpty() || supply.depth != depth(pool))
                standings.add(new Standing(pool, supply.least(), supply.taken, available(pool), supply.withdrawn));
        });
        return standings;
    }

    private Supply supply(CapacityPool pool) {
        return supplies.computeIfAbsent(pool, missing -> new Supply(depth(missing)));
    }

    private int depth(CapacityPool pool) {
        return pool.option() == PurchaseOption.ON_DEMAND
                ? ON_DEMAND_DEPTH
                : SPOT_DEPTH_MIN + (int) (draws.at("market/depth/" + pool, 0) * (SPOT_DEPTH_MAX - SPOT_DEPTH_MIN + 1));
    }
}
