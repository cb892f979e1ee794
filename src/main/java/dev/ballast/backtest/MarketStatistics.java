package dev.ballast.backtest;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;

/** How losses hang together, in one market and between two. */
public final class MarketStatistics {
    /** Within which a loss counts as joined by another. */
    public static final Duration TOGETHER = Duration.ofMinutes(5);

    private MarketStatistics() {}

    /**
     * The share of one market's losses that another of its losses lies near, before or after.
     *
     * @param lossMillis in order
     * @return empty without losses
     */
    public static OptionalDouble coLossShare(List<Long> lossMillis, Duration near) {
        if (lossMillis.isEmpty()) return OptionalDouble.empty();
        var joined = 0;
        for (var index = 0; index < lossMillis.size(); index++) {
            var at = lossMillis.get(index);
            var before = index > 0 && at - lossMillis.get(index - 1) <= near.toMillis();
            var after = index + 1 < lossMillis.size() && lossMillis.get(index + 1) - at <= near.toMillis();
            if (before || after) joined++;
        }
        return OptionalDouble.of(joined / (double) lossMillis.size());
    }

    /**
     * Pearson's correlation of "at least one could be held" over the time that both tracks cover, each moment weighing the same.
     *
     * @return empty where they share no time, or where one of them never changes
     */
    public static OptionalDouble correlation(CapacityTrack one, CapacityTrack other) {
        var from = Math.max(
                one.steps().getFirst().atMillis(), other.steps().getFirst().atMillis());
        var to = Math.min(one.endMillis(), other.endMillis());
        if (from >= to) return OptionalDouble.empty();
        var moments = new TreeSet<Long>(List.of(from, to));
        for (var track : List.of(one, other))
            for (var step : track.steps())
                if (step.atMillis() > from && step.atMillis() < to) moments.add(step.atMillis());
        var oneUp = 0.0;
        var otherUp = 0.0;
        var bothUp = 0.0;
        var oneAt = new Cursor(one);
        var otherAt = new Cursor(other);
        long begin = from;
        for (var end : moments.tailSet(from, false)) {
            var weight = (end - begin) / (double) (to - from);
            var a = oneAt.isUpAt(begin);
            var b = otherAt.isUpAt(begin);
            if (a) oneUp += weight;
            if (b) otherUp += weight;
            if (a && b) bothUp += weight;
            begin = end;
        }
        var spread = Math.sqrt(oneUp * (1 - oneUp) * otherUp * (1 - otherUp));
        return spread < 1e-9 ? OptionalDouble.empty() : OptionalDouble.of((bothUp - oneUp * otherUp) / spread);
    }

    private static final class Cursor {
        private final CapacityTrack track;
        private int index;

        private Cursor(CapacityTrack track) {
            this.track = track;
        }

        boolean isUpAt(long moment) {
            var steps = track.steps();
            while (index + 1 < steps.size() && steps.get(index + 1).atMillis() <= moment) index++;
            return steps.get(index).capacity() > 0;
        }
    }
}
