package dev.ballast.sim.world.market;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceType;
import java.util.Collection;
import java.util.function.ToLongFunction;

/**
 * How likely so much spot is to be had in some zones, from 1 to 10. AWS does not say how it reckons. Here it is how many times over the
 * amount could be had now; ten times is as good as it gets.
 */
public final class PlacementScore {
    private static final int LOWEST = 1;
    private static final int HIGHEST = 10;
    /** Fewer types than this make any score low, which is what EC2's documentation says of its own. */
    private static final int TYPES_MIN = 3;

    private PlacementScore() {}

    /** @param amountOf one instance of the type, in the unit of the target */
    public static int of(
            Market market,
            Collection<InstanceType> types,
            Collection<String> zones,
            long target,
            ToLongFunction<InstanceType> amountOf) {
        var amount = 0L;
        for (var type : types)
            for (var zone : zones)
                amount += market.available(CapacityPool.spot(type.name(), zone)) * amountOf.applyAsLong(type);
        var score = (int) Math.clamp(amount / target, LOWEST, HIGHEST);
        return types.size() < TYPES_MIN ? Math.min(score, TYPES_MIN) : score;
    }
}
