package dev.ballast.backtest.replay;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.MarketTrace;
import dev.ballast.model.MarketTrace.DepthAt;
import dev.ballast.model.MarketTrace.PriceAt;
import dev.ballast.model.UsdPerHour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Small markets, written as a row of capacities a pool, one number a tick of 30 s. */
public final class Markets {
    public static final Duration TICK = Duration.ofSeconds(30);

    private Markets() {}

    /** On demand costs three times spot. Pools are called a, b, c as the rows come. */
    public static SpotMarket of(String... rows) {
        return SpotMarket.of("small", trace(rows), TICK, 3);
    }

    public static MarketTrace trace(String... rows) {
        var depths = new ArrayList<MarketTrace.Depths>();
        for (var row = 0; row < rows.length; row++) {
            var changes = new ArrayList<DepthAt>();
            var words = rows[row].split(" +");
            for (var tick = 0; tick < words.length; tick++)
                changes.add(new DepthAt(TICK.multipliedBy(tick), Integer.parseInt(words[tick])));
            depths.add(new MarketTrace.Depths(pool(row), changes, TICK.multipliedBy(words.length)));
        }
        return new MarketTrace(depths, List.of());
    }

    /** The same with prices, a row a pool, in dollars. */
    public static MarketTrace priced(MarketTrace trace, String... rows) {
        var prices = new ArrayList<MarketTrace.Prices>();
        for (var row = 0; row < rows.length; row++) {
            var changes = new ArrayList<PriceAt>();
            var words = rows[row].split(" +");
            for (var tick = 0; tick < words.length; tick++)
                changes.add(new PriceAt(TICK.multipliedBy(tick), UsdPerHour.of(words[tick])));
            prices.add(new MarketTrace.Prices(pool(row), changes));
        }
        return new MarketTrace(trace.depths(), prices);
    }

    public static CapacityPool pool(int index) {
        return CapacityPool.spot("m5.large", "us-east-1" + (char) ('a' + index));
    }

    /** What it paid, in instance-ticks of spot at one dollar an hour. */
    public static double ticksPaid(Run run) {
        var sum = 0.0;
        for (var day = 0; day < run.days().count(); day++) sum += run.days().cost(day);
        return sum / 1e6 / TICK.toMillis();
    }

    /** Ticks with fewer ready than wanted. */
    public static double ticksShort(Run run) {
        var sum = 0.0;
        for (var day = 0; day < run.days().count(); day++) sum += run.days().shortOf(day);
        return sum / TICK.toMillis();
    }

    /** Missing replicas times ticks. */
    public static double ticksMissing(Run run) {
        var sum = 0.0;
        for (var day = 0; day < run.days().count(); day++) sum += run.days().missing(day);
        return sum / TICK.toMillis();
    }
}
