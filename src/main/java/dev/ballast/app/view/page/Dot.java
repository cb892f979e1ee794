package dev.ballast.app.view.page;

import dev.ballast.backtest.report.Figures;
import dev.ballast.backtest.report.ParetoFront;
import java.util.List;

/**
 * One policy as the cost plot has it.
 *
 * @param cost over the fluid bound's
 * @param unavailability share of the time with fewer ready than wanted
 */
record Dot(String name, Kind kind, double cost, double unavailability) {
    enum Kind {
        OWN,
        RIVAL,
        BOUND;

        static Kind of(String policy, boolean isBound) {
            if (isBound) return BOUND;
            return policy.equals("ballast") || policy.startsWith("ballast:") ? OWN : RIVAL;
        }
    }

    static Dot of(Kind kind, Figures figures) {
        return new Dot(figures.policy(), kind, figures.costOverLowerBound(), 1 - figures.availability());
    }

    /** Over several markets: each day counts alike, and each market's cost is measured by its own bound. */
    static Dot pooled(Kind kind, List<Figures> figures) {
        var days = figures.stream().mapToDouble(Figures::days).sum();
        var cost = 0.0;
        var unavailability = 0.0;
        for (var one : figures) {
            var share = days == 0 ? 1.0 / figures.size() : one.days() / days;
            cost += share * one.costOverLowerBound();
            unavailability += share * (1 - one.availability());
        }
        return new Dot(figures.getFirst().policy(), kind, cost, unavailability);
    }

    /** Without bounds: they cannot be had. */
    static List<Dot> front(List<Dot> dots) {
        var policies = dots.stream().filter(dot -> dot.kind() != Kind.BOUND).toList();
        return ParetoFront.of(policies, Dot::cost, Dot::unavailability);
    }
}
