package dev.ballast.sim.world.market;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.PurchaseOption;
import dev.ballast.sim.world.core.Draws;
import java.util.Map;
import java.util.TreeMap;

/** Every pool's capacity. A pool that was withdrawn has none until it is restored; what runs in it is the caller's to end. */
public final class Market {
    /** On-demand capacity ends somewhere, too, but far beyond what one cluster asks for. */
    private static final int ON_DEMAND_DEPTH = 1_000_000;
    /** How many spot instances a pool holds: drawn once per pool, evenly between these. */
    private static final int SPOT_DEPTH_MIN = 200;
    private static final int SPOT_DEPTH_MAX = 2_000;

    private final Map<CapacityPool, Supply> supplies = new TreeMap<>();
    private final Draws draws;

    private static final class Supply {
        private final int depth;
        private int taken;
        private boolean withdrawn;

        private Supply(int depth) {
            this.depth = depth;
        }
    }

    public Market(Draws draws) {
        this.draws = draws;
    }

    /** How many more can be had now. */
    public int available(CapacityPool pool) {
        var supply = supply(pool);
        return supply.withdrawn ? 0 : Math.max(0, supply.depth - supply.taken);
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

    private Supply supply(CapacityPool pool) {
        return supplies.computeIfAbsent(pool, missing -> new Supply(depth(missing)));
    }

    private int depth(CapacityPool pool) {
        return pool.option() == PurchaseOption.ON_DEMAND
                ? ON_DEMAND_DEPTH
                : draws.stream("market/depth/" + pool).nextInt(SPOT_DEPTH_MIN, SPOT_DEPTH_MAX + 1);
    }
}
