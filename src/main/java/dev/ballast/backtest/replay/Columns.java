package dev.ballast.backtest.replay;

import java.util.Arrays;

/**
 * A number over time, seen in columns of one length: in each the least, the most, the mean and the last. So no change is lost, however
 * short; only when within its column it was.
 */
public final class Columns {
    private final long endMillis;
    private final int[] least;
    private final int[] most;
    private final int[] last;
    private final long[] sum;

    public Columns(long endMillis, int count) {
        this.endMillis = endMillis;
        least = new int[count];
        Arrays.fill(least, Integer.MAX_VALUE);
        most = new int[count];
        last = new int[count];
        sum = new long[count];
    }

    public static Columns of(Steps steps, long endMillis, int count) {
        var made = new Columns(endMillis, count);
        for (var at = 0L; at < endMillis; ) {
            var until = Math.min(endMillis, steps.nextChange(at));
            made.hold(at, until, (int) Math.min(Integer.MAX_VALUE, steps.at(at)));
            at = until;
        }
        return made;
    }

    /** It has that value from one moment to another; in the order of time. */
    void hold(long from, long to, int value) {
        for (var at = from; at < to; ) {
            var column = (int) (at * count() / endMillis);
            var until = Math.min(to, begin(column + 1));
            least[column] = Math.min(least[column], value);
            most[column] = Math.max(most[column], value);
            last[column] = value;
            sum[column] += value * (until - at);
            at = until;
        }
    }

    private long begin(int column) {
        return Math.ceilDiv(column * endMillis, (long) count());
    }

    public int count() {
        return most.length;
    }

    public int least(int column) {
        return Math.min(least[column], most[column]);
    }

    public int most(int column) {
        return most[column];
    }

    /** What it was at the column's end. */
    public int last(int column) {
        return last[column];
    }

    public double mean(int column) {
        var length = begin(column + 1) - begin(column);
        return length == 0 ? 0 : sum[column] / (double) length;
    }
}
