package dev.ballast.bench;

import java.util.Arrays;
import java.util.List;

/**
 * One number of a bench.
 *
 * @param unit of the bound and of every run, such as s or requests/s
 * @param runs each run's number; empty where it was not measured
 * @param note what a reader needs to judge it: the spread, how it was made, or why it is missing
 */
public record Row(String what, Asked asked, String unit, List<Double> runs, String note) {
    public Row {
        runs = List.copyOf(runs);
    }

    public static Row of(String what, Asked asked, String unit, double measured, String note) {
        return new Row(what, asked, unit, List.of(measured), note);
    }

    public static Row notMeasured(String what, Asked asked, String unit, String why) {
        return new Row(what, asked, unit, List.of(), why);
    }

    public boolean isMeasured() {
        return !runs.isEmpty();
    }

    /** The median of the runs. */
    public double measured() {
        return median(runs);
    }

    public boolean fallsShort() {
        return isMeasured() && !asked.isMetBy(measured());
    }

    /** How far the runs lie apart, such as {@code 3: 4,812 to 5,100}. */
    public String spread() {
        if (runs.size() < 2) return Integer.toString(runs.size());
        var all = runs.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        return runs.size() + ": " + Asked.number(all.getMin()) + " to " + Asked.number(all.getMax());
    }

    public String verdict() {
        if (!isMeasured()) return "not measured";
        if (asked instanceof Asked.Nothing) return "";
        return fallsShort() ? "FALLS SHORT" : "ok";
    }

    /** The middle one, or the mean of the two in the middle. */
    public static double median(List<Double> values) {
        var sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        var middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
