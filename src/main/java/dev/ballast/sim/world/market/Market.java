package dev.ballast.sim.world.market;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.UsdPerHour;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.WorldTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every pool's price and capacity, now and at any time. A pool that was withdrawn has none until it is restored. The market
 * says how deep a pool is; what runs in it beyond its depth is the caller's to end.
 */
public final class Market {
    private final Map<CapacityPool, Supply> supplies = new TreeMap<>();
    private final Map<CapacityPool, RecordedPrice> recordedPrices = new TreeMap<>();
    private final Map<String, TreeSet<String>> recordedZones = new TreeMap<>();
    private final Draws draws;
    private final WorldTime time;
    private final Depths depths;
    private final SpotPrices prices;
    /** Zones in which nothing can be had, each with who closed it. */
    private final Map<String, SortedSet<String>> closedZones = new TreeMap<>();

    /** A price of a pool and the moment from which it held. */
    public record PriceChange(CapacityPool pool, Instant at, UsdPerHour price) {}

    /** How many instances a pool holds in all, from that moment on. */
    public record DepthChange(CapacityPool pool, Instant at, int instances) {}

    private static final class Supply {
        /** Null follows the recording or the regime. */
        private Integer depth;

        private final SortedMap<String, Integer> limits = new TreeMap<>();
        private int taken;
        private boolean withdrawn;
    }

    /** A market that nothing moves. */
    public Market(Draws draws) {
        this(draws, new WorldTime(Instant.EPOCH), MarketRules.CALM);
    }

    /** @param time whose {@code now} is where recordings begin */
    public Market(Draws draws, WorldTime time, MarketRules rules) {
        this.time = time;
        this.draws = draws;
        depths = new Depths(draws, rules, time.now());
        prices = new SpotPrices(draws, depths::shareShort);
        for (var pool : rules.trace().pools().toList())
            recordedZones
                    .computeIfAbsent(region(pool), region -> new TreeSet<>())
                    .add(pool.zone());
        for (var track : rules.trace().prices()) recordedPrices.put(track.pool(), new RecordedPrice(track, time.now()));
    }

    /**
     * What an hour in the pool costs at that moment.
     *
     * @throws java.util.NoSuchElementException for a type that the catalogue does not have
     */
    public UsdPerHour price(CapacityPool pool, Instant moment) {
        return switch (pool.option()) {
            case SPOT -> {
                var recorded = recordedPrices.get(pool);
                yield recorded == null ? prices.at(pool, moment) : recorded.at(moment, prices);
            }
            case ON_DEMAND -> onDemand(pool);
        };
    }

    /** What the pool's type costs on demand in its region. */
    public UsdPerHour onDemand(CapacityPool pool) {
        return InstanceCatalogue.onDemand(pool.instanceType(), region(pool)).orElseThrow();
    }

    /** The spot price's changes in {@code [from, to]}, oldest first, after the last one before {@code from}. */
    public List<PriceChange> history(CapacityPool pool, Instant from, Instant to) {
        var recorded = recordedPrices.get(pool);
        return recorded == null ? prices.changes(pool, from, to) : recorded.changes(from, to, prices);
    }

    /** How many more can be had now. */
    public int available(CapacityPool pool) {
        var supply = supply(pool);
        return supply.withdrawn || closedZones.containsKey(pool.zone()) ? 0 : Math.max(0, most(pool) - supply.taken);
    }

    /** How many the pool holds now in all, taken or not, wherever nothing was withdrawn, limited or closed. */
    public int depth(CapacityPool pool) {
        var set = supply(pool).depth;
        return set != null ? set : depths.at(pool, time.now());
    }

    private int most(CapacityPool pool) {
        return supply(pool).limits.values().stream().reduce(depth(pool), Math::min);
    }

    /**
     * What the pool holds in all at {@code from}, and every change until {@code to}, by time: as the model or the recording
     * has it, whatever {@link #setDepth} and {@link #withdraw} say of now.
     */
    public List<DepthChange> depths(CapacityPool pool, Instant from, Instant to) {
        return depths.changes(pool, from, to);
    }

    /** The next moment from now at which AWS may take from the pool or warn of it; empty where it never does. */
    public Optional<Turn> nextTurn(CapacityPool pool) {
        return depths.next(pool, time.now());
    }

    /**
     * How long an instance lasts until it is taken though its pool is as deep as ever, drawn for it; empty where that does not
     * happen.
     */
    public Optional<Duration> untilLoneLoss(CapacityPool pool, String instanceId, int life) {
        var perDay = depths.loneLossesPerDay(pool);
        if (perDay == 0) return Optional.empty();
        var days = -StrictMath.log(1 - draws.at("market/lone/" + instanceId, life)) / perDay;
        return Optional.of(Duration.ofMillis((long) (days * Duration.ofDays(1).toMillis())));
    }

    /** The zones in a region of which there are recordings. */
    public Collection<String> recordedZones(String region) {
        return Collections.unmodifiableCollection(recordedZones.getOrDefault(region, new TreeSet<>()));
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
            if (supply.taken != 0 || supply.withdrawn || !supply.limits.isEmpty() || supply.depth != null)
                standings.add(new Standing(pool, most(pool), supply.taken, available(pool), supply.withdrawn));
        });
        return standings;
    }

    private Supply supply(CapacityPool pool) {
        return supplies.computeIfAbsent(pool, missing -> new Supply());
    }

    private static String region(CapacityPool pool) {
        return pool.zone().substring(0, pool.zone().length() - 1);
    }
}
