package dev.ballast.config;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.MarketTrace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One recorded market: a file of capacity, with the prices of its pools where other files tell them.
 *
 * @param file as the person named it
 */
public record Recording(Path file, MarketTrace trace) {
    /** By which reports tell it: the file's name without its folder and ending. */
    public String name() {
        var name = String.valueOf(file.getFileName());
        return name.endsWith(".csv") ? name.substring(0, name.length() - ".csv".length()) : name;
    }

    /**
     * A market for each file of capacity, in their order.
     *
     * @throws BadInput with everything that is wrong in all files
     */
    public static List<Recording> read(List<Path> files, TraceCapacity capacity) {
        var faults = new Faults();
        var depths = new LinkedHashMap<Path, MarketTrace>();
        var prices = new TreeMap<CapacityPool, Priced>();
        for (var file : files) {
            var trace = read(file, capacity, faults);
            if (!trace.depths().isEmpty() && depths.putIfAbsent(file, trace) != null)
                fault(faults, file, "is given twice");
            for (var one : trace.prices()) {
                var other = prices.putIfAbsent(one.pool(), new Priced(file, one));
                if (other != null)
                    fault(faults, file, "the price of " + one.pool() + " is in " + other.file() + ", too");
            }
        }
        faults.refuse();
        if (depths.isEmpty())
            fault(
                    faults,
                    files.getFirst(),
                    "has prices and no capacity; give the file with the capacity of its pools, too, with the first line '"
                            + TraceCsv.CAPACITY_HEADER + "'");
        var recordings = new ArrayList<Recording>();
        depths.forEach((file, trace) -> recordings.add(
                new Recording(file, new MarketTrace(trace.depths(), pricesOf(file, trace, prices, faults)))));
        for (var file : withoutUse(depths.values(), prices))
            fault(
                    faults,
                    file,
                    "has no price of any pool whose capacity is given; leave it out, or give their capacity");
        faults.refuse();
        return recordings;
    }

    private record Priced(Path file, MarketTrace.Prices prices) {}

    private static MarketTrace read(Path file, TraceCapacity capacity, Faults faults) {
        try {
            return TraceCsv.read(List.of(file), capacity, TracePools.ANY);
        } catch (BadInput bad) {
            bad.faults().forEach(faults::add);
            return MarketTrace.NONE;
        }
    }

    /** Files of prices that no market takes one from. */
    private static Collection<Path> withoutUse(Collection<MarketTrace> markets, Map<CapacityPool, Priced> prices) {
        var unused = new LinkedHashSet<Path>();
        if (markets.isEmpty()) return unused;
        prices.values().forEach(priced -> unused.add(priced.file()));
        for (var market : markets)
            market.pools().map(prices::get).filter(Objects::nonNull).forEach(priced -> unused.remove(priced.file()));
        return unused;
    }

    /** Of all its pools or of none: a price of one's own beside a made-up one compares nothing. */
    private static List<MarketTrace.Prices> pricesOf(
            Path file, MarketTrace trace, Map<CapacityPool, Priced> prices, Faults faults) {
        var found = new ArrayList<MarketTrace.Prices>();
        var without = new ArrayList<String>();
        for (var depths : trace.depths()) {
            var priced = prices.get(depths.pool());
            if (priced == null) without.add(depths.pool().toString());
            else found.add(priced.prices());
        }
        if (!found.isEmpty() && !without.isEmpty())
            fault(
                    faults,
                    file,
                    "no file has the price of " + String.join(", ", without) + ", and other pools of it have one;"
                            + " give all of them, or none");
        return found;
    }

    private static void fault(Faults faults, Path file, String message) {
        faults.add(new Fault(file.toString(), 0, 0, "", message));
    }
}
