package dev.ballast.decide.plan;

import dev.ballast.decide.pack.Load;
import dev.ballast.decide.plan.Market.Candidate;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Picks the next pool: the one with the fewest instances first, so that a loss takes little; among those the zone with the
 * fewest; then the cheapest for what it is bought for.
 */
final class Choice {
    private final Map<CapacityPool, Integer> perPool = new LinkedHashMap<>();
    private final Map<String, Integer> perZone = new LinkedHashMap<>();
    private final Map<String, Integer> perType = new LinkedHashMap<>();

    /** A type that is there already counts this much dearer for each of its instances: equal prices go to another type. */
    private static final double SAME_TYPE = 0.05;

    Choice(Map<CapacityPool, Integer> present) {
        present.forEach(this::took);
    }

    void took(CapacityPool pool) {
        took(pool, 1);
    }

    private void took(CapacityPool pool, int instances) {
        perPool.merge(pool, instances, Integer::sum);
        perZone.merge(pool.zone(), instances, Integer::sum);
        perType.merge(pool.instanceType(), instances, Integer::sum);
    }

    private record Ranked(Candidate candidate, double price) {
        private static final Comparator<Ranked> CHEAPEST_FIRST = (one, other) -> {
            var byPrice = Double.compare(one.price, other.price);
            return byPrice != 0 ? byPrice : one.candidate.pool().compareTo(other.candidate.pool());
        };
    }

    /** @param width only the so many cheapest are considered */
    Optional<Candidate> pick(List<Candidate> candidates, Predicate<Candidate> allowed, Pricing pricing, int width) {
        var some = width < candidates.size() ? cheapest(candidates, allowed, pricing, width) : candidates;
        Present best = null;
        for (var candidate : some) {
            if (!allowed.test(candidate)) continue;
            var next = present(candidate, pricing.price(candidate));
            if (best == null || next.isBefore(best)) best = next;
        }
        return best == null ? Optional.empty() : Optional.of(best.candidate());
    }

    private static List<Candidate> cheapest(
            List<Candidate> candidates, Predicate<Candidate> allowed, Pricing pricing, int width) {
        var ranked = new ArrayList<Ranked>(candidates.size());
        for (var candidate : candidates)
            if (allowed.test(candidate)) ranked.add(new Ranked(candidate, pricing.price(candidate)));
        if (ranked.size() > width) ranked.sort(Ranked.CHEAPEST_FIRST);
        var cheapest = new ArrayList<Candidate>(width);
        for (var one : ranked.subList(0, Math.min(width, ranked.size()))) cheapest.add(one.candidate());
        return cheapest;
    }

    private Present present(Candidate candidate, double price) {
        var pool = candidate.pool();
        return new Present(
                candidate,
                perPool.getOrDefault(pool, 0),
                perZone.getOrDefault(pool.zone(), 0),
                price * (1 + SAME_TYPE * perType.getOrDefault(pool.instanceType(), 0)));
    }

    /** @param price with repetition */
    private record Present(Candidate candidate, int inPool, int inZone, double price) {
        boolean isBefore(Present other) {
            if (inPool != other.inPool) return inPool < other.inPool;
            if (inZone != other.inZone) return inZone < other.inZone;
            var byPrice = Double.compare(price, other.price);
            return byPrice != 0 ? byPrice < 0 : candidate.pool().compareTo(other.candidate.pool()) < 0;
        }
    }

    /** What a candidate costs for what it is bought for. */
    @FunctionalInterface
    interface Pricing {
        double price(Candidate candidate);

        /** Per unit of the target: per instance, vCPU or GiB. */
        static Pricing perUnit(Target target) {
            return candidate -> (double) candidate.offer().price().micros()
                    / Math.max(1, target.contribution(candidate.offer().type()));
        }

        /** Per share of the load that it can carry; carrying more than all of it is worth nothing. */
        static Pricing perShareOf(Load load) {
            var cpuUnits = Math.max(1.0, load.cpuUnits());
            var memoryMib = Math.max(1.0, load.memoryMib());
            return candidate -> {
                var free = candidate.empty().free();
                var share = Math.min(1, Math.min(free.cpuUnits() / cpuUnits, free.memoryMib() / memoryMib));
                return candidate.offer().price().micros() / Math.max(1e-9, share);
            };
        }
    }
}
