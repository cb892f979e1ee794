package dev.ballast.backtest.report;

import dev.ballast.backtest.replay.Run;
import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.replay.SpotMarket;
import dev.ballast.backtest.report.Figures.Interval;
import dev.ballast.backtest.report.Figures.Intervals;
import dev.ballast.sim.world.core.Draws;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The days of all seeds, and how far a figure would move had other days been drawn: a bootstrap over days, because what happens within a
 * day hangs together. The seeds of one day stay together, for they share its market.
 */
final class DaySums {
    private static final int DRAWS = 1000;

    /** Fixed: the interval is a figure of the days, not of the seed that a run was asked for. */
    private static final long SEED = 1;

    private final int replicas;
    private final int seeds;
    private final double onDemand;
    private final Day[] days;
    private final Day all;

    /** Of all seeds together. */
    private record Day(double span, double cost, double fluidCost, double shortOf, double missing, double gone) {
        static final Day NONE = new Day(0, 0, 0, 0, 0, 0);

        Day plus(Day other) {
            return new Day(
                    span + other.span,
                    cost + other.cost,
                    fluidCost + other.fluidCost,
                    shortOf + other.shortOf,
                    missing + other.missing,
                    gone + other.gone);
        }
    }

    DaySums(SpotMarket market, SetUp setUp, List<Run> runs, Run fluid) {
        replicas = setUp.replicas();
        seeds = runs.size();
        onDemand = market.onDemand().micros();
        days = new Day[fluid.days().count()];
        for (var day = 0; day < days.length; day++) {
            days[day] = Day.NONE;
            for (var run : runs) days[day] = days[day].plus(day(run, fluid, day));
        }
        all = Arrays.stream(days).reduce(Day.NONE, Day::plus);
    }

    private static Day day(Run run, Run fluid, int day) {
        var own = run.days();
        return new Day(
                own.span(day),
                own.cost(day),
                fluid.days().cost(day),
                own.shortOf(day),
                own.missing(day),
                own.gone(day));
    }

    double availability() {
        return availability(all);
    }

    private double availability(Day sum) {
        return 1 - ratio(sum.shortOf, sum.span);
    }

    double deficit() {
        return ratio(all.missing, replicas * all.span);
    }

    double allLost() {
        return ratio(all.gone, all.span);
    }

    double costOverOnDemand() {
        return costOverOnDemand(all);
    }

    private double costOverOnDemand(Day sum) {
        return ratio(sum.cost, onDemand * replicas * sum.span);
    }

    double costOverLowerBound() {
        return costOverLowerBound(all);
    }

    private double costOverLowerBound(Day sum) {
        return ratio(sum.cost, sum.fluidCost);
    }

    /** Of one seed. */
    double days() {
        return all.span / seeds / Duration.ofDays(1).toMillis();
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    Intervals intervals() {
        return new Intervals(
                interval(this::availability), interval(this::costOverOnDemand), interval(this::costOverLowerBound));
    }

    private Optional<Interval> interval(ToDoubleFunction<Day> figure) {
        if (days.length < 2) return Optional.empty();
        var stream = new Draws(SEED).stream("days");
        var drawn = new double[DRAWS];
        for (var draw = 0; draw < DRAWS; draw++) {
            var sum = Day.NONE;
            for (var day = 0; day < days.length; day++) sum = sum.plus(days[stream.nextInt(days.length)]);
            drawn[draw] = figure.applyAsDouble(sum);
        }
        Arrays.sort(drawn);
        return Optional.of(new Interval(drawn[DRAWS / 40], drawn[DRAWS - 1 - DRAWS / 40]));
    }
}
