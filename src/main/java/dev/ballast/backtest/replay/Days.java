package dev.ballast.backtest.replay;

import java.time.Duration;

/**
 * What a replay sums up, day by day, from the end of the first cold start on: before it nobody can have a replica.
 *
 * <p>Money is in millionths of a dollar an hour times milliseconds: exact.
 */
public final class Days {
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final long from;
    private final long to;
    private final long[] span;
    private final long[] cost;
    private final long[] shortOf;
    private final long[] missing;
    private final long[] gone;

    public Days(long from, long to) {
        this.from = Math.min(from, to);
        this.to = to;
        var days = Math.toIntExact(Math.max(1, Math.ceilDiv(to - this.from, DAY)));
        span = new long[days];
        cost = new long[days];
        shortOf = new long[days];
        missing = new long[days];
        gone = new long[days];
        add(this.from, to, 1, span);
    }

    public long from() {
        return from;
    }

    public long to() {
        return to;
    }

    private void add(long begin, long end, long amount, long[] sums) {
        var at = Math.max(begin, from);
        var last = Math.min(end, to);
        while (at < last) {
            var day = (int) ((at - from) / DAY);
            var until = Math.min(last, from + (day + 1) * DAY);
            sums[day] += amount * (until - at);
            at = until;
        }
    }

    /** Something cost so much an hour from one moment to another. */
    public void pay(long begin, long end, long microsPerHour) {
        if (microsPerHour != 0) add(begin, end, microsPerHour, cost);
    }

    /** Of {@code wanted} replicas so many were ready from one moment to another. */
    void serve(long begin, long end, int ready, int wanted) {
        if (ready >= wanted) return;
        add(begin, end, 1, shortOf);
        add(begin, end, wanted - ready, missing);
        if (ready == 0) add(begin, end, 1, gone);
    }

    public int count() {
        return span.length;
    }

    public long span(int day) {
        return span[day];
    }

    public long cost(int day) {
        return cost[day];
    }

    /** Milliseconds with fewer ready than wanted. */
    public long shortOf(int day) {
        return shortOf[day];
    }

    /** Missing replicas times milliseconds. */
    public long missing(int day) {
        return missing[day];
    }

    /** Milliseconds with none ready. */
    public long gone(int day) {
        return gone[day];
    }
}
