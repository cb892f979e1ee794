package dev.ballast.config;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.MarketTrace;
import dev.ballast.model.MarketTrace.DepthAt;
import dev.ballast.model.MarketTrace.PriceAt;
import dev.ballast.model.UsdPerHour;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads recorded spot markets. Two kinds of files, told apart by their first line:
 * {@code time_s,instance_type,zone,capacity}, one line per change, -1 ending a pool's trace; and
 * {@code time,instance_type,zone,usd_per_hour} with times as 2021-01-08T01:06:24Z.
 */
public final class TraceCsv {
    static final String CAPACITY_HEADER = "time_s,instance_type,zone,capacity";
    static final String PRICE_HEADER = "time,instance_type,zone,usd_per_hour";
    private static final int MOST_BYTES = 64 << 20;
    /** A file in a wrong format is wrong in every line; nobody reads further than this. */
    private static final int MOST_FAULTS = 20;

    private static final int COLUMNS = 4;
    private static final Pattern ZONE = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9][a-z]");
    /** As any cloud names its types and zones. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    /** Ten thousand dollars an hour; no instance costs a tenth of it. */
    private static final BigDecimal MOST_USD = BigDecimal.valueOf(10_000);

    private final TraceCapacity capacity;
    private final TracePools pools;
    private final Faults faults = new Faults();
    private final List<MarketTrace.Depths> depths = new ArrayList<>();
    private final List<MarketTrace.Prices> prices = new ArrayList<>();
    private final Map<CapacityPool, String> depthFiles = new TreeMap<>();
    private final Map<CapacityPool, String> priceFiles = new TreeMap<>();

    private TraceCsv(TraceCapacity capacity, TracePools pools) {
        this.capacity = capacity;
        this.pools = pools;
    }

    /**
     * Of pools that the local cloud has.
     *
     * @throws BadInput with everything that is wrong in all files, by file and line
     */
    public static MarketTrace read(List<Path> files, TraceCapacity capacity) {
        return read(files, capacity, TracePools.OF_THE_LOCAL_CLOUD);
    }

    /** @throws BadInput with everything that is wrong in all files, by file and line */
    public static MarketTrace read(List<Path> files, TraceCapacity capacity, TracePools pools) {
        var reader = new TraceCsv(capacity, pools);
        for (var file : files) reader.add(file);
        reader.faults.refuse();
        return new MarketTrace(List.copyOf(reader.depths), List.copyOf(reader.prices));
    }

    private void add(Path file) {
        try {
            new OneFile(file.toString()).read(LocatedReader.text(file, MOST_BYTES, ""));
        } catch (BadInput unreadable) {
            unreadable.faults().forEach(faults::add);
        }
    }

    /** One line's fields, with its place. */
    private record Row(int line, String time, CapacityPool pool, String value) {}

    private final class OneFile {
        private final String file;
        /** Each unknown type and zone is told once. */
        private final TreeSet<String> unknown = new TreeSet<>();

        private int found;

        private OneFile(String file) {
            this.file = file;
        }

        private void read(String text) {
            var lines = text.lines().toList();
            var header = lines.isEmpty() ? "" : lines.getFirst().strip();
            switch (header) {
                case CAPACITY_HEADER -> capacities(rows(lines));
                case PRICE_HEADER -> costs(rows(lines));
                default ->
                    fault(
                            1,
                            "is no market trace: expected the first line to be '" + CAPACITY_HEADER + "' or '"
                                    + PRICE_HEADER + "'");
            }
            if (found > MOST_FAULTS)
                faults.add(new Fault(file, lines.size(), 0, "", "and " + (found - MOST_FAULTS) + " more in this file"));
        }

        private void fault(int line, String message) {
            if (++found <= MOST_FAULTS) faults.add(new Fault(file, line, 0, "", message));
        }

        private List<Row> rows(List<String> lines) {
            var rows = new ArrayList<Row>();
            for (var index = 1; index < lines.size(); index++) {
                var line = index + 1;
                if (lines.get(index).isBlank()) continue;
                var fields = lines.get(index).split(",", -1);
                if (fields.length != COLUMNS) {
                    fault(line, "has " + fields.length + " columns, expected " + COLUMNS);
                    continue;
                }
                var type = fields[1].strip();
                var zone = fields[2].strip();
                if (isKnown(line, type) & isZone(line, zone))
                    rows.add(new Row(line, fields[0].strip(), CapacityPool.spot(type, zone), fields[3].strip()));
            }
            if (rows.isEmpty() && found == 0) fault(1, "has no line behind its header");
            return rows;
        }

        private boolean isKnown(int line, String type) {
            if (pools == TracePools.ANY) return isName(line, type, "instance type");
            if (InstanceCatalogue.find(type).isPresent()) return true;
            if (unknown.add(type))
                fault(
                        line,
                        "'" + type + "' is no instance type that the local cloud has, so its pools cannot be replayed");
            return false;
        }

        private boolean isName(int line, String name, String what) {
            if (NAME.matcher(name).matches()) return true;
            if (unknown.add(name)) fault(line, "'" + name + "' is no name of an " + what);
            return false;
        }

        private boolean isZone(int line, String zone) {
            if (pools == TracePools.ANY) return isName(line, zone, "Availability Zone");
            if (ZONE.matcher(zone).matches()) return true;
            if (unknown.add(zone))
                fault(line, "'" + zone + "' is no Availability Zone, expected for example us-east-1a");
            return false;
        }

        private void capacities(List<Row> rows) {
            var byPool = new LinkedHashMap<CapacityPool, List<DepthAt>>();
            var ended = new TreeMap<CapacityPool, Duration>();
            var last = Duration.ZERO;
            for (var row : rows) {
                var at = seconds(row);
                var count = count(row);
                if (at == null || count == null) continue;
                last = at.compareTo(last) > 0 ? at : last;
                var changes = byPool.computeIfAbsent(row.pool(), pool -> new ArrayList<>());
                if (ended.containsKey(row.pool()))
                    fault(row.line(), row.pool() + " has ended already, with a capacity of -1");
                else if (!changes.isEmpty() && changes.getLast().at().compareTo(at) >= 0)
                    fault(row.line(), later(row.pool()));
                else if (count < 0) ended.put(row.pool(), at);
                else changes.add(new DepthAt(at, count));
            }
            var end = last;
            var unlimited = capacity == TraceCapacity.UNLIMITED
                    && byPool.values().stream().flatMap(List::stream).allMatch(change -> change.instances() <= 1);
            byPool.forEach((pool, changes) -> {
                if (changes.isEmpty() || !isFirst(depthFiles, pool, "capacity")) return;
                depths.add(new MarketTrace.Depths(
                        pool,
                        unlimited ? changes.stream().map(OneFile::unlimited).toList() : List.copyOf(changes),
                        ended.getOrDefault(pool, end)));
            });
        }

        private static DepthAt unlimited(DepthAt change) {
            return change.instances() == 0 ? change : new DepthAt(change.at(), MarketTrace.UNLIMITED);
        }

        private void costs(List<Row> rows) {
            var byPool = new LinkedHashMap<CapacityPool, Map<Instant, UsdPerHour>>();
            var lastOf = new TreeMap<CapacityPool, Instant>();
            Instant first = null;
            for (var row : rows) {
                var at = instant(row);
                var price = price(row);
                if (at == null || price == null) continue;
                var before = lastOf.put(row.pool(), at);
                if (before != null && !before.isBefore(at)) fault(row.line(), later(row.pool()));
                first = first == null || at.isBefore(first) ? at : first;
                byPool.computeIfAbsent(row.pool(), pool -> new TreeMap<>()).put(at, price);
            }
            var begin = first;
            byPool.forEach((pool, changes) -> {
                if (isFirst(priceFiles, pool, "price"))
                    prices.add(new MarketTrace.Prices(
                            pool,
                            changes.entrySet().stream()
                                    .map(change ->
                                            new PriceAt(Duration.between(begin, change.getKey()), change.getValue()))
                                    .collect(Collectors.toUnmodifiableList())));
            });
        }

        private boolean isFirst(Map<CapacityPool, String> files, CapacityPool pool, String what) {
            var other = files.putIfAbsent(pool, file);
            if (other == null) return true;
            fault(1, "the " + what + " of " + pool + " is in " + other + ", too");
            return false;
        }

        private static String later(CapacityPool pool) {
            return "expected a later time than in the line before of " + pool;
        }

        private Duration seconds(Row row) {
            try {
                var seconds = Long.parseLong(row.time());
                // A thousand years; the world's calendar ends far behind it.
                if (seconds >= 0 && seconds < 31_536_000_000L) return Duration.ofSeconds(seconds);
            } catch (NumberFormatException none) {
                // the sentence below says all there is to say
            }
            fault(row.line(), "'" + row.time() + "' is no time, expected whole seconds from 0");
            return null;
        }

        private Integer count(Row row) {
            try {
                var count = Integer.parseInt(row.value());
                if (count >= -1 && count <= MarketTrace.UNLIMITED) return count;
            } catch (NumberFormatException none) {
                // the sentence below says all there is to say
            }
            fault(
                    row.line(),
                    "'" + row.value()
                            + "' is no capacity, expected whole instances from 0, or -1 at the end of a pool's trace");
            return null;
        }

        private Instant instant(Row row) {
            try {
                return Instant.parse(row.time());
            } catch (DateTimeParseException none) {
                fault(row.line(), "'" + row.time() + "' is no time, expected for example 2021-01-08T01:06:24Z");
                return null;
            }
        }

        private UsdPerHour price(Row row) {
            try {
                var dollars = new BigDecimal(row.value());
                if (dollars.signum() > 0 && dollars.compareTo(MOST_USD) <= 0) return UsdPerHour.of(dollars);
            } catch (NumberFormatException none) {
                // the sentence below says all there is to say
            }
            fault(row.line(), "'" + row.value() + "' is no price, expected dollars an hour, for example 0.0425");
            return null;
        }
    }
}
