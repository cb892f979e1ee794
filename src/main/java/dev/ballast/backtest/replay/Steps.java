package dev.ballast.backtest.replay;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/** A number that changes on some moments of a grid, and holds until the next change. */
public final class Steps {
    public static final long NEVER = Long.MAX_VALUE;

    private final long[] at;
    private final long[] value;
    /** What has gathered until each change, in value times milliseconds. */
    private final long[] sum;

    private Steps(long[] at, long[] value) {
        this.at = at;
        this.value = value;
        sum = new long[at.length];
        for (var index = 1; index < at.length; index++)
            sum[index] = sum[index - 1] + value[index - 1] * (at[index] - at[index - 1]);
    }

    static Steps always(long value) {
        return new Steps(new long[] {0}, new long[] {value});
    }

    /**
     * Looks at something that changes at any time only on the grid, from moment 0 on: a change between two moments shows at the later.
     *
     * @param changes when it changes, by time
     * @param read what it is at a moment
     */
    static Steps sampled(long[] changes, long stepMillis, LongUnaryOperator read) {
        var at = new long[changes.length + 1];
        var value = new long[changes.length + 1];
        var count = 1;
        value[0] = read.applyAsLong(0);
        for (var change : changes) {
            if (change <= 0) continue;
            var moment = Math.ceilDiv(change, stepMillis) * stepMillis;
            var now = read.applyAsLong(moment);
            if (now == value[count - 1]) continue;
            at[count] = moment;
            value[count] = now;
            count++;
        }
        return new Steps(Arrays.copyOf(at, count), Arrays.copyOf(value, count));
    }

    private int index(long millis) {
        var found = Arrays.binarySearch(at, millis);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }

    public long at(long millis) {
        return value[index(millis)];
    }

    /** When it changes next, after that moment; {@link #NEVER} where it does not. */
    public long nextChange(long millis) {
        var next = millis < 0 ? 0 : index(millis) + 1;
        return next < at.length ? at[next] : NEVER;
    }

    /** When it last became less, at that moment or before; -1 where it never did. */
    public long lastFall(long millis) {
        for (var index = index(millis); index > 0; index--) if (value[index] < value[index - 1]) return at[index];
        return -1;
    }

    /** Value times milliseconds between two moments from 0 on. */
    public long sum(long from, long to) {
        return until(to) - until(from);
    }

    private long until(long millis) {
        var index = index(millis);
        return sum[index] + value[index] * (millis - at[index]);
    }

    /** The least value at any moment between two, both included; a moment before 0 is as 0. */
    public long least(long from, long to) {
        var least = Long.MAX_VALUE;
        for (var index = index(Math.max(0, from)); index < at.length && at[index] <= to; index++)
            least = Math.min(least, value[index]);
        return least;
    }

    /** Every moment of a change but 0. */
    public long[] changes() {
        return Arrays.copyOfRange(at, 1, at.length);
    }
}
