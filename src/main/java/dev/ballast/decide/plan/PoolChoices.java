package dev.ballast.decide.plan;

import dev.ballast.decide.pack.Load;
import dev.ballast.decide.plan.Market.Candidate;
import dev.ballast.model.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Why each pool that may be asked is bought of or not: what it costs for what is needed, against the dearest that is bought. What is needed is the
 * tasks' own proportions, or the target's unit where no task waits.
 */
final class PoolChoices {
    private final Load needed;
    private final Proportions proportions;
    private final Target target;
    private final List<Judged> judged = new ArrayList<>();
    private double dearestBought;

    /** @param price for what is needed; infinite where nothing of it fits */
    private record Judged(Candidate candidate, int bought, double price) {}

    PoolChoices(Load needed, Target target, Market market, Purchase purchase) {
        this.needed = needed;
        proportions = new Proportions(needed);
        this.target = target;
        var counts = purchase.counts();
        for (var candidate : market.candidates()) {
            var one = new Judged(candidate, counts.getOrDefault(candidate.pool(), 0), price(candidate));
            judged.add(one);
            if (one.bought() > 0 && Double.isFinite(one.price())) dearestBought = Math.max(dearestBought, one.price());
        }
        judged.sort(Comparator.comparingDouble(Judged::price)
                .thenComparing(one -> one.candidate().pool()));
    }

    private double price(Candidate candidate) {
        var micros = candidate.offer().price().micros();
        if (needed.isEmpty()) {
            var units = target.contribution(candidate.offer().type());
            return units > 0 ? (double) micros / units : Double.POSITIVE_INFINITY;
        }
        var fits = needed.counts().keySet().stream()
                .anyMatch(piece -> candidate.empty().fits(piece, 1) > 0);
        var share = fits ? proportions.share(candidate.empty().free()) : 0;
        return share > 0 ? micros / share : Double.POSITIVE_INFINITY;
    }

    /** The nearest of those that are not bought of: the pool, its price and what is against it. */
    List<String> passedOver(int most) {
        return judged.stream()
                .filter(one -> one.bought() == 0)
                .limit(most)
                .map(one -> one.candidate().pool() + " at "
                        + one.candidate().offer().price() + ": " + why(one))
                .toList();
    }

    private String why(Judged one) {
        var what = needed.isEmpty() ? "for each " + unit() : "for what these tasks need";
        if (!Double.isFinite(one.price())) return "none of what is needed fits";
        var more = dearestBought > 0 ? one.price() / dearestBought - 1 : 0;
        if (more <= 0) return "no dearer " + what + ", but enough is bought of others";
        return String.format(Locale.ROOT, "%.1f %% dearer %s than the dearest that is bought", 100 * more, what);
    }

    private String unit() {
        return switch (target.unit()) {
            case INSTANCES -> "instance";
            case VCPUS -> "vCPU";
            case MEMORY_GIB -> "GiB";
        };
    }
}
