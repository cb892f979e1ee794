package dev.ballast.backtest.rivals;

import dev.ballast.backtest.replay.ReplicaWorld;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** In which pools the next instance is tried, the best first. */
interface Preference {
    List<Integer> pools(ReplicaWorld world);

    /** By a number, the least first; equal ones as the market lists them. */
    static List<Integer> byLeast(ReplicaWorld world, ToLongFunction<Integer> number) {
        var pools = new ArrayList<Integer>();
        for (var pool = 0; pool < world.pools(); pool++) pools.add(pool);
        pools.sort(Comparator.comparingLong(number));
        return pools;
    }

    /** Only the one that is cheapest now. */
    static List<Integer> cheapest(ReplicaWorld world) {
        return byLeast(world, world::price).subList(0, 1);
    }

    /** The pool with fewest of one's own; any other where it has none. */
    static List<Integer> diversified(ReplicaWorld world) {
        return byLeast(world, world::held);
    }

    /** Evenly over the so many cheapest; where one of these has none, the next cheapest (EC2's lowestPrice with InstancePoolsToUseCount). */
    static Preference lowestPrice(int count) {
        return world -> {
            var byPrice = byLeast(world, world::price);
            var first = new ArrayList<>(byPrice.subList(0, Math.min(count, byPrice.size())));
            first.sort(Comparator.comparingInt(world::held));
            first.addAll(byPrice.subList(first.size(), byPrice.size()));
            return first;
        };
    }

    /** Only pools of one zone, the cheapest first. */
    static Preference inZone(String zone) {
        return world -> byLeast(world, world::price).stream()
                .filter(pool -> world.pool(pool).zone().equals(zone))
                .toList();
    }

    /** The deepest; of equally deep ones that which has not fallen for longest. */
    static List<Integer> deepest(ReplicaWorld world) {
        return byLeast(world, pool -> -world.steadyAsAwsKnows(pool).toMillis()).stream()
                .sorted(Comparator.comparingLong(pool -> -world.depthAsAwsKnows(pool)))
                .toList();
    }

    /** The cheapest of those at least half as deep as the deepest, then the others by depth. */
    static List<Integer> cheapestOfDeep(ReplicaWorld world) {
        var byDepth = deepest(world);
        var most = world.depthAsAwsKnows(byDepth.getFirst());
        var deep = new ArrayList<>(byDepth.stream()
                .filter(pool -> world.depthAsAwsKnows(pool) * 2 >= most)
                .toList());
        deep.sort(Comparator.comparingLong(world::price));
        byDepth.stream().filter(pool -> world.depthAsAwsKnows(pool) * 2 < most).forEach(deep::add);
        return deep;
    }

    /** Zones with fewest first, as an Auto Scaling group balances what it launches; within a zone the cheapest of the deep. */
    static List<Integer> balanced(ReplicaWorld world) {
        return cheapestOfDeep(world).stream()
                .sorted(Comparator.comparingInt(
                        pool -> heldInZone(world, world.pool(pool).zone())))
                .toList();
    }

    private static int heldInZone(ReplicaWorld world, String zone) {
        var sum = 0;
        for (var pool = 0; pool < world.pools(); pool++)
            if (world.pool(pool).zone().equals(zone)) sum += world.held(pool);
        return sum;
    }
}
