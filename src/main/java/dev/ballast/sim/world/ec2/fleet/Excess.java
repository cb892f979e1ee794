package dev.ballast.sim.world.ec2.fleet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Which members go when there are too many units: one after the other, never below the target. Diversified takes from the
 * fullest pool, lowest price from the dearest, the other strategies the youngest of all; within a pool the youngest goes.
 */
final class Excess {
    /** The members of one pool, youngest last; they all have the same weight. */
    private static final class Pool {
        private final Deque<Fleet.Member> members = new ArrayDeque<>();
        /** The places of the members in launch order, youngest last. */
        private final Deque<Integer> places = new ArrayDeque<>();

        private double weight() {
            return members.getLast().weight();
        }
    }

    private Excess() {}

    /** @param members in launch order */
    static List<Fleet.Member> of(
            List<Fleet.Member> members,
            double target,
            FleetConfig.SpotStrategy strategy,
            ToDoubleFunction<Fleet.Member> pricePerUnit) {
        var pools = new TreeMap<Integer, Pool>();
        var units = 0.0;
        for (var place = 0; place < members.size(); place++) {
            var member = members.get(place);
            var pool = pools.computeIfAbsent(member.candidate(), missing -> new Pool());
            pool.members.add(member);
            pool.places.add(place);
            units += member.weight();
        }
        ToDoubleFunction<Pool> firstToGo = switch (strategy) {
            case DIVERSIFIED -> pool -> pool.members.size() * pool.weight();
            case LOWEST_PRICE -> pool -> pricePerUnit.applyAsDouble(pool.members.getLast());
            case CAPACITY_OPTIMIZED, CAPACITY_OPTIMIZED_PRIORITIZED, PRICE_CAPACITY_OPTIMIZED ->
                pool -> pool.places.getLast();
        };
        var going = new ArrayList<Fleet.Member>();
        for (var pool = next(pools.values(), units - target, firstToGo);
                pool != null;
                pool = next(pools.values(), units - target, firstToGo)) {
            units -= pool.weight();
            pool.places.removeLast();
            going.add(pool.members.removeLast());
        }
        return going;
    }

    private static Pool next(Collection<Pool> pools, double room, ToDoubleFunction<Pool> firstToGo) {
        Pool found = null;
        var most = 0.0;
        for (var pool : pools) {
            if (pool.members.isEmpty() || pool.weight() > room) continue;
            var score = firstToGo.applyAsDouble(pool);
            if (found == null || score >= most) {
                found = pool;
                most = score;
            }
        }
        return found;
    }
}
