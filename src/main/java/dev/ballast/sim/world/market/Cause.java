package dev.ballast.sim.world.market;

import dev.ballast.model.CapacityPool;

/**
 * Why a pool runs dry, and which other pools run dry with it. The shares are of all droughts of a pool, before each cause's own
 * factor. What two pools have in common is about their correlation, a little less because a cause leaves some pools an instance
 * or two: two zones of a type share 0.55, two types of a family in a zone 0.25, and other families there 0.05.
 */
enum Cause {
    /** Demand for this type in this zone. */
    POOL(0.40) {
        @Override
        String among(CapacityPool pool) {
            return pool.instanceType() + "/" + pool.zone();
        }
    },
    /** Demand for the type, which goes from zone to zone as fleets do. */
    TYPE(0.35) {
        @Override
        String among(CapacityPool pool) {
            return pool.instanceType() + "/" + region(pool);
        }
    },
    /** Sizes of a family are cut from the same machines. */
    FAMILY(0.20) {
        @Override
        String among(CapacityPool pool) {
            return pool.instanceType().substring(0, pool.instanceType().indexOf('.')) + "/" + region(pool);
        }
    },
    /** The zone as such: power, maintenance, everybody leaving another zone. */
    ZONE(0.05) {
        @Override
        String among(CapacityPool pool) {
            return pool.zone();
        }
    };

    private final double share;

    Cause(double share) {
        this.share = share;
    }

    double share() {
        return share;
    }

    /** The name that the pools have in common which this cause reaches together. */
    abstract String among(CapacityPool pool);

    private static String region(CapacityPool pool) {
        return pool.zone().substring(0, pool.zone().length() - 1);
    }
}
