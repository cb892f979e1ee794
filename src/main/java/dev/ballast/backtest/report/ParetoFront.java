package dev.ballast.backtest.report;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Those that no other beats: none is as good in both measures and better in one. Less is better. */
public final class ParetoFront {
    private ParetoFront() {}

    /** By the first measure, least first; of equals all. */
    public static <T> List<T> of(List<T> all, ToDoubleFunction<T> first, ToDoubleFunction<T> second) {
        return all.stream()
                .filter(one -> all.stream().noneMatch(other -> beats(other, one, first, second)))
                .sorted(Comparator.comparingDouble(first).thenComparingDouble(second))
                .toList();
    }

    private static <T> boolean beats(T other, T one, ToDoubleFunction<T> first, ToDoubleFunction<T> second) {
        var byFirst = Double.compare(first.applyAsDouble(other), first.applyAsDouble(one));
        var bySecond = Double.compare(second.applyAsDouble(other), second.applyAsDouble(one));
        return byFirst <= 0 && bySecond <= 0 && byFirst + bySecond < 0;
    }
}
