package dev.ballast.bench;

import java.util.Locale;

/** What a number has to be. */
public sealed interface Asked {
    record AtLeast(double bound) implements Asked {}

    record AtMost(double bound) implements Asked {}

    record Between(double least, double most) implements Asked {}

    /** Nobody asked; the number stands for comparison. */
    record Nothing() implements Asked {}

    static Asked atLeast(double bound) {
        return new AtLeast(bound);
    }

    static Asked atMost(double bound) {
        return new AtMost(bound);
    }

    static Asked between(double least, double most) {
        return new Between(least, most);
    }

    static Asked nothing() {
        return new Nothing();
    }

    default boolean isMetBy(double measured) {
        return switch (this) {
            case AtLeast least -> measured >= least.bound;
            case AtMost most -> measured <= most.bound;
            case Between range -> measured >= range.least && measured <= range.most;
            case Nothing _ -> true;
        };
    }

    default String text() {
        return switch (this) {
            case AtLeast least -> ">= " + number(least.bound);
            case AtMost most -> "<= " + number(most.bound);
            case Between range -> number(range.least) + " to " + number(range.most);
            case Nothing _ -> "";
        };
    }

    /** Three digits that say something, and no exponent. */
    static String number(double value) {
        if (value != 0 && Math.abs(value) < 0.1) return String.format(Locale.ROOT, "%.3g", value);
        var digits = Math.abs(value) >= 100 || value == Math.rint(value) ? 0 : Math.abs(value) >= 10 ? 1 : 3;
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
