package dev.ballast.app.view.page;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Where a figure stands between two ends, from 0 to 1, and what is written there. */
record Scale(double from, double to, List<Tick> ticks, ToDoubleFunction<Double> place) {
    record Tick(double place, String text) {}

    double at(double value) {
        return place.applyAsDouble(value);
    }

    /** Even steps that hold every value, with about so many ticks. */
    static Scale linear(DoubleStream values, int ticks) {
        var range = values.summaryStatistics();
        var width = Math.max(range.getMax() - range.getMin(), 0.1);
        var from = range.getMin() - width * 0.06;
        var to = range.getMin() + width * 1.06;
        var step = step((to - from) / ticks);
        var made = new ArrayList<Tick>();
        ToDoubleFunction<Double> place = value -> (value - from) / (to - from);
        for (var number = (long) Math.ceil(from / step); number * step <= to; number++)
            made.add(new Tick(place.applyAsDouble(number * step), text(number * step, step)));
        return new Scale(from, to, made, place);
    }

    /** 1, 2 or 5 times a power of ten, at least as large. */
    private static double step(double least) {
        var power = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(least)));
        for (var factor : new double[] {1, 2, 5}) if (factor * power >= least) return factor * power;
        return 10 * power;
    }

    private static String text(double value, double step) {
        var digits = Math.max(0, (int) -StrictMath.floor(StrictMath.log10(step) + 1e-9));
        return Markup.number("%." + digits + "f", value);
    }

    /** By powers of ten from 1 down; values of exactly 0 have the foot to themselves. */
    static Scale logarithmicWithZero(DoubleStream values, double foot) {
        var positive = values.filter(value -> value > 0).summaryStatistics();
        var any = positive.getCount() > 0;
        var low = any ? (int) StrictMath.floor(StrictMath.log10(positive.getMin())) : -3;
        var high = any ? Math.max(low + 1, (int) StrictMath.ceil(StrictMath.log10(positive.getMax()))) : -1;
        ToDoubleFunction<Double> place =
                value -> value <= 0 ? 0 : foot + (1 - foot) * (StrictMath.log10(value) - low) / (high - low);
        var made = new ArrayList<Tick>();
        made.add(new Tick(0, "never"));
        for (var decade = low; decade <= high; decade++)
            made.add(new Tick(foot + (1 - foot) * (decade - low) / (high - low), share(decade)));
        return new Scale(0, 1, made, place);
    }

    private static String share(int decade) {
        var percent = decade + 2;
        return Markup.number("%." + Math.max(0, -percent) + "f %%", StrictMath.pow(10, percent));
    }
}
