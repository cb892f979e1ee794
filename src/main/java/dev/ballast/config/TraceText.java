package dev.ballast.config;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.MarketTrace.Depths;
import dev.ballast.model.MarketTrace.Prices;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Writes recorded spot markets as {@link TraceCsv} reads them: in whole seconds, of which the last change counts. */
public final class TraceText {
    private TraceText() {}

    private record Line(long second, CapacityPool pool, String value) {}

    public static String capacity(Collection<Depths> depths) {
        var lines = new ArrayList<Line>();
        for (var one : depths) {
            var bySecond = new TreeMap<Long, Integer>();
            for (var change : one.changes()) bySecond.put(change.at().toSeconds(), change.instances());
            bySecond.forEach((second, count) -> lines.add(new Line(second, one.pool(), Integer.toString(count))));
            // a pool ends behind its last change
            lines.add(new Line(Math.max(seconds(one.end()), bySecond.lastKey() + 1), one.pool(), "-1"));
        }
        var text = new StringBuilder(TraceCsv.CAPACITY_HEADER).append('\n');
        for (var line : byTime(lines)) append(text, Long.toString(line.second()), line);
        return text.toString();
    }

    private static long seconds(Duration end) {
        return end.plusNanos(999_999_999).toSeconds();
    }

    /** @param begin from which the prices' times count */
    public static String prices(Instant begin, Collection<Prices> prices) {
        var lines = new ArrayList<Line>();
        for (var one : prices) {
            var bySecond = new TreeMap<Long, String>();
            for (var change : one.changes())
                bySecond.put(
                        change.at().toSeconds(),
                        change.price().toBigDecimal().stripTrailingZeros().toPlainString());
            bySecond.forEach((second, price) -> lines.add(new Line(second, one.pool(), price)));
        }
        var text = new StringBuilder(TraceCsv.PRICE_HEADER).append('\n');
        for (var line : byTime(lines))
            append(
                    text,
                    begin.truncatedTo(ChronoUnit.SECONDS)
                            .plusSeconds(line.second())
                            .toString(),
                    line);
        return text.toString();
    }

    private static List<Line> byTime(List<Line> lines) {
        lines.sort(Comparator.comparingLong(Line::second).thenComparing(Line::pool));
        return lines;
    }

    private static void append(StringBuilder text, String time, Line line) {
        text.append(time)
                .append(',')
                .append(line.pool().instanceType())
                .append(',')
                .append(line.pool().zone())
                .append(',')
                .append(line.value())
                .append('\n');
    }
}
