package dev.ballast.bench.backtest;

import dev.ballast.backtest.report.Figures;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** One policy over several markets, each weighed by its days. */
record Pooled(List<Figures> markets) {
    double unavailability() {
        return mean(one -> 1 - one.availability());
    }

    double deficit() {
        return mean(Figures::deficit);
    }

    double allLost() {
        return mean(Figures::allLost);
    }

    /** Over the fluid bound. */
    double cost() {
        return mean(Figures::costOverOnDemand) / mean(one -> one.costOverOnDemand() / one.costOverLowerBound());
    }

    private double mean(ToDoubleFunction<Figures> figure) {
        var days = markets.stream().mapToDouble(Figures::days).sum();
        return markets.stream()
                        .mapToDouble(one -> one.days() * figure.applyAsDouble(one))
                        .sum()
                / days;
    }
}
