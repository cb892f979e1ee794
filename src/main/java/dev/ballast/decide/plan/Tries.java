package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Words;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Ways to buy what is missing, each to the end, and which of them is best: the one that leaves least missing, of those the cheapest.
 */
final class Tries {
    /** For more each way takes a good part of the time that a decision may take. */
    private static final int FEW_TASKS = 2_000;

    private static final int MOST_BASKETS = 8;
    private static final int MOST_BASKETS_OF_MANY = 3;

    /** So few are as cheap by a rule as chosen together. */
    private static final int FEW_INSTANCES = 3;

    private static final int MOST_OTHERS = 3;

    private final Stock stock;
    private final Market market;
    private final Target target;
    private final Survive survive;
    private final Strategy first = Strategy.all().getFirst();
    private final List<Tried> tried = new ArrayList<>();

    /** @param how in a word */
    private record Tried(String how, Purchase purchase) {
        private static final Comparator<Tried> BEST = Comparator.<Tried>comparingInt(
                        one -> one.purchase().shortOfTarget())
                .thenComparingInt(one -> one.purchase().withoutRoom().size())
                .thenComparingInt(one -> one.purchase().withoutSpare())
                .thenComparingInt(one -> one.purchase().withoutHeadroom().size())
                .thenComparing(one -> one.purchase().price())
                .thenComparingInt(one -> -one.purchase().counts().size());
    }

    Tries(Stock stock, Market market, Target target, Survive survive) {
        this.stock = stock;
        this.market = market;
        this.target = target;
        this.survive = survive;
    }

    /** One that would do: found soon, and not the cheapest. */
    Purchase first() {
        if (tried.isEmpty()) byRule(first);
        return tried.getFirst().purchase();
    }

    /** Of the rules only, whose instances are much alike: where AWS chooses the types and is told a number. */
    Purchase bestByRule() {
        if (first().isEmpty()) return first();
        for (var rule : otherRules()) byRule(rule);
        return bestSoFar().purchase();
    }

    Purchase best() {
        var byRule = bestByRule();
        if (byRule.isEmpty()) return byRule;
        if (!stock.isUrgent() && first().size() > FEW_INSTANCES) tryBaskets();
        return bestSoFar().purchase();
    }

    private boolean isMany() {
        return stock.homeless().size() > FEW_TASKS;
    }

    private Tried bestSoFar() {
        return tried.stream().min(Tried.BEST).orElseThrow();
    }

    private void byRule(Strategy rule) {
        tried.add(new Tried(rule.toString(), Shopping.by(rule, stock, market, target, survive)));
    }

    /** How the target is filled makes no odds where none of it is missing. */
    private List<Strategy> otherRules() {
        if (isMany()) return List.of();
        var isTargetMissing = stock.contribution() < target.amount();
        return Strategy.all().stream()
                .skip(1)
                .filter(rule -> isTargetMissing || rule.fill() == first.fill())
                .toList();
    }

    /** The cheapest first: one that costs more than what is found, before anything is missing to it, cannot be better. */
    private void tryBaskets() {
        var left = isMany() ? MOST_BASKETS_OF_MANY : MOST_BASKETS;
        for (var basket : Basket.several(stock, market, survive)) {
            var best = bestSoFar().purchase();
            if (left-- == 0
                    || !best.isShort() && basket.micros() >= best.price().micros()) return;
            tried.add(new Tried(
                    basket.words(), Shopping.beginningWith(basket.hosts(), first, stock, market, target, survive)));
        }
    }

    /** What lost against the best, and by how much. */
    List<String> others() {
        var best = bestSoFar().purchase();
        return tried.stream()
                .sorted(Tried.BEST)
                .filter(other -> !other.purchase().counts().equals(best.counts()))
                .map(other -> other.how() + ": " + Words.count(other.purchase().size(), "instance") + ", "
                        + other.purchase().price() + " instead of " + best.price())
                .distinct()
                .limit(MOST_OTHERS)
                .toList();
    }
}
