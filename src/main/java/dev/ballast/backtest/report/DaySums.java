package dev.ballast.backtest.report;

import dev.ballast.backtest.replay.SetUp;
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
 * day hangs together. The seeds of one day stay together where they share its market. Where each has a market of its own, the bootstrap
 * is over markets, because the days of one hang together, too.
 */
final class DaySums {
    private static final int DRAWS = 1000;

    /** Fixed: the interval is a figure of the days, not of the seed that a run was asked for. */
    private static final long SEED = 1;

    private final int replicas;
    private final int seeds;
    /** What the bootstrap draws from. */
    private final Day[] days;

    private final Day all;

    private record Day(
            double span,
            double cost,
            double onDemandCost,
            double fluidCost,
            double shortOf,
            double missing,
            double gone) {
        static final Day NONE = new Day(0, 0, 0, 0, 0, 0, 0);

        Day plus(Day other) {
            return new Day(
                    span + other.span,
                    cost + other.cost,
                    onDemandCost + other.onDemandCost,
                    fluidCost + other.fluidCost,
                    shortOf + other.shortOf,
                    missing + other.missing,
                    gone + other.gone);
        }
    }

    DaySums(SetUp setUp, List<SeedRun> played, boolean isOneMarket) {
        replicas = setUp.replicas();
        seeds = played.size();
        var count = played.getFirst().fluid().days().count();
        days = new Day[isOneMarket || seeds == 1 ? count : seeds];
        Arrays.fill(days, Day.NONE);
        for (var seed = 0; seed < seeds; seed++)
            for (var day = 0; day < count; day++) {
                var unit = isOneMarket || seeds == 1 ? day : seed;
                days[unit] = days[unit].plus(day(played.get(seed), day));
            }
        all = Arrays.stream(days).reduce(Day.NONE, Day::plus);
    }

    private Day day(SeedRun one, int day) {
        var own = one.run().days();
        return new Day(
                own.span(day),
                own.cost(day),
                (double) one.onDemand().micros() * replicas * own.span(day),
                one.fluid().days().cost(day),
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
        return ratio(sum.cost, sum.onDemandCost);
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
