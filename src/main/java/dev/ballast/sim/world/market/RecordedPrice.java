package dev.ballast.sim.world.market;

import dev.ballast.model.MarketTrace;
import dev.ballast.model.UsdPerHour;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * One pool's recorded price, laid over the world's time from its start. Before and after the recording the price moves as the
 * model's does, from the recorded one on: there is no jump where the recording ends, and one recorded price is a level for good.
 */
final class RecordedPrice {
    private final MarketTrace.Prices recorded;
    private final TreeMap<Instant, UsdPerHour> prices = new TreeMap<>();

    RecordedPrice(MarketTrace.Prices recorded, Instant start) {
        this.recorded = recorded;
        for (var change : recorded.changes()) prices.put(start.plus(change.at()), change.price());
    }

    UsdPerHour at(Instant moment, SpotPrices model) {
        if (moment.isBefore(prices.firstKey())) return beside(model, prices.firstKey(), moment);
        if (moment.isAfter(prices.lastKey())) return beside(model, prices.lastKey(), moment);
        return prices.floorEntry(moment).getValue();
    }

    /** The changes in {@code [from, to]}, oldest first, after the last one before {@code from}. */
    List<Market.PriceChange> changes(Instant from, Instant to, SpotPrices model) {
        var moments = new TreeMap<Instant, UsdPerHour>();
        for (var change : model.changes(recorded.pool(), from, to))
            if (change.at().isBefore(prices.firstKey()) || change.at().isAfter(prices.lastKey()))
                moments.put(change.at(), at(change.at(), model));
        var held = prices.floorKey(from);
        prices.tailMap(held == null ? from : held, true).headMap(to, true).forEach(moments::put);
        // Of what lies before `from` only the last word counts.
        var begins = moments.floorKey(from);
        var changes = new ArrayList<Market.PriceChange>();
        for (var moment : (begins == null ? moments : moments.tailMap(begins, true)).entrySet())
            if (changes.isEmpty() || !changes.getLast().price().equals(moment.getValue()))
                changes.add(new Market.PriceChange(recorded.pool(), moment.getKey(), moment.getValue()));
        return changes;
    }

    private UsdPerHour beside(SpotPrices model, Instant known, Instant moment) {
        var change = model.at(recorded.pool(), moment).dollars()
                / model.at(recorded.pool(), known).dollars();
        return UsdPerHour.of(
                BigDecimal.valueOf(prices.get(known).dollars() * change).setScale(4, RoundingMode.HALF_UP));
    }
}
