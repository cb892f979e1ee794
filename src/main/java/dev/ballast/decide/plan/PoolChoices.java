package dev.ballast.decide.plan;

import dev.ballast.decide.pack.Load;
import dev.ballast.decide.plan.Market.Candidate;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.PoolChoice;
import dev.ballast.model.PoolChoice.Verdict;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Settings.Capacity;
import dev.ballast.model.Settings.Survive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Why each pool that the settings name is bought of or not: what it costs for what is needed, against the dearest that is bought of, or where nothing
 * is bought the dearest that runs. What is needed is the proportions of the tasks that wait, else of those that run, else the target's unit.
 */
final class PoolChoices {
    private final Capacity settings;
    private final Market spot;
    private final TakenLast last;
    private final Map<CapacityPool, Integer> running;
    private final Map<CapacityPool, Integer> bought;
    private final Load needed;
    private final Proportions proportions;
    /** For what is needed; 0 where no spot pool is bought of, nor runs. */
    private double dearest;
    /** How much of what is needed one host holds at most. */
    private double largest;

    PoolChoices(Capacity settings, Market spot, TakenLast last, Stock stock, Purchase purchase) {
        this.settings = settings;
        this.spot = spot;
        this.last = last;
        running = stock.pools();
        bought = purchase.counts();
        needed = stock.homeless().isEmpty() ? allThatRuns(stock) : stock.homeless();
        proportions = new Proportions(needed);
        for (var candidate : spot.candidates()) {
            var price = price(candidate);
            if (!(bought.isEmpty() ? running : bought).containsKey(candidate.pool()) || Double.isInfinite(price))
                continue;
            dearest = Math.max(dearest, price);
            largest = Math.max(largest, holds(candidate));
        }
    }

    private static Load allThatRuns(Stock stock) {
        var all = new Load();
        stock.tasksByGroup().values().forEach(all::add);
        return all;
    }

    /** How much of what is needed one host of it holds. */
    private double holds(Candidate candidate) {
        if (needed.isEmpty())
            return settings.target().contribution(candidate.offer().type());
        var fits = needed.counts().keySet().stream()
                .anyMatch(piece -> candidate.empty().fits(piece, 1) > 0);
        return fits ? proportions.share(candidate.empty().free()) : 0;
    }

    /** For what is needed; infinite where nothing of it fits. */
    private double price(Candidate candidate) {
        var holds = holds(candidate);
        return holds > 0 ? candidate.offer().price().micros() / holds : Double.POSITIVE_INFINITY;
    }

    /** Of the spot pools that may be asked and are not bought of, the nearest: the pool, its price and what is against it. */
    List<String> passedOver(int most) {
        return spot.candidates().stream()
                .filter(one -> !bought.containsKey(one.pool()))
                .sorted(cheapestFirst())
                .limit(most)
                .map(one -> one.pool() + " at " + one.offer().price() + ": " + why(verdict(one), one))
                .toList();
    }

    private Comparator<Candidate> cheapestFirst() {
        return Comparator.comparingDouble(this::price).thenComparing(Candidate::pool);
    }

    /**
     * Of every pool: first what is bought of, then what runs, then the rest; in each of these spot before on-demand, and the cheapest for what is needed
     * first.
     */
    List<PoolChoice> all(Market onDemand) {
        var all = new ArrayList<PoolChoice>();
        for (var market : List.of(spot, onDemand)) {
            market.candidates().stream()
                    .sorted(cheapestFirst())
                    .map(one -> choice(one, verdict(one), why(verdict(one), one)))
                    .forEach(all::add);
            market.refused().stream()
                    .map(one -> choice(one.candidate(), one.verdict(), one.why()))
                    .forEach(all::add);
        }
        all.sort(Comparator.comparingInt(one -> switch (one.verdict()) {
            case BOUGHT -> 0;
            case RUNS -> 1;
            default -> 2;
        }));
        return all;
    }

    private PoolChoice choice(Candidate candidate, Verdict verdict, String why) {
        return new PoolChoice(candidate.pool(), candidate.offer().price(), verdict, difference(candidate), why);
    }

    private Optional<Double> difference(Candidate candidate) {
        var price = price(candidate);
        return dearest > 0 && Double.isFinite(price) ? Optional.of(price / dearest - 1) : Optional.empty();
    }

    private Verdict verdict(Candidate candidate) {
        var pool = candidate.pool();
        if (bought.containsKey(pool)) return Verdict.BOUGHT;
        if (running.containsKey(pool)) return Verdict.RUNS;
        if (Double.isInfinite(price(candidate))) return Verdict.NOTHING_FITS;
        if (pool.option() == PurchaseOption.ON_DEMAND) return Verdict.FALLBACK;
        if (dearest > 0 && price(candidate) > dearest) return Verdict.DEARER;
        if (last.has(pool)) return Verdict.LOW_SCORE;
        var losesMore = settings.survive() != Survive.NONE && dearest > 0 && holds(candidate) > largest;
        return losesMore ? Verdict.LARGER_LOSS : Verdict.NOT_NEEDED;
    }

    private String why(Verdict verdict, Candidate candidate) {
        var used = bought.isEmpty() ? "runs" : "is bought";
        var enough = bought.isEmpty() ? "nothing is missing" : "enough is bought of others";
        return switch (verdict) {
            case BOUGHT -> bought.get(candidate.pool()) + " more";
            case RUNS -> enough;
            case NOTHING_FITS -> "none of what is needed fits";
            case FALLBACK ->
                settings.onDemand().cap().micros() > 0
                        ? "on demand is asked only while spot is short"
                        : "on demand is not asked: capacity.on-demand.cap-per-hour is 0";
            case DEARER ->
                String.format(
                        Locale.ROOT,
                        "%.1f %% dearer %s than the dearest that %s",
                        100 * difference(candidate).orElseThrow(),
                        unit(),
                        used);
            case LARGER_LOSS ->
                "no dearer " + unit() + ", but with one of its hosts more would be lost than with any that " + used;
            case LOW_SCORE -> last.why(candidate.pool().zone());
            default -> dearest > 0 ? "no dearer " + unit() + ", but " + enough : enough;
        };
    }

    private String unit() {
        if (!needed.isEmpty()) return "for what these tasks need";
        return switch (settings.target().unit()) {
            case INSTANCES -> "for each instance";
            case VCPUS -> "for each vCPU";
            case MEMORY_GIB -> "for each GiB";
        };
    }
}
