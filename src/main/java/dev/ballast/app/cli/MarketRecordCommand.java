package dev.ballast.app.cli;

import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.Refusal;
import dev.ballast.app.session.Session;
import dev.ballast.app.view.Wording;
import dev.ballast.backtest.seen.SeenMarket;
import dev.ballast.backtest.seen.SeenMarket.Seen;
import dev.ballast.config.BadInput;
import dev.ballast.config.Fault;
import dev.ballast.config.TraceText;
import dev.ballast.model.MarketTrace.PriceAt;
import dev.ballast.model.MarketTrace.Prices;
import dev.ballast.model.OwnerTags;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "record",
        description = {
            "Writes down what the spot market has been, as 'ballast backtest --market' reads it: prices from EC2,",
            "and capacity as this cluster's own launches and interruptions tell it. Reads only.",
            "docs/backtest.md says what of it is known and what is inferred."
        })
final class MarketRecordCommand extends ClusterCommand {
    @Option(
            names = "--since",
            paramLabel = "WHEN",
            defaultValue = "30d",
            description = "how far back, as 30d, or from when, as 2026-01-05T00:00:00Z (default: ${DEFAULT-VALUE};"
                    + " EC2 keeps prices for 90 days)")
    private String since;

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "where to write prices: of the settings' types, in every zone of the region")
    private Path prices;

    @Option(
            names = "--capacity",
            paramLabel = "FILE",
            description = "where to write capacity: of the pools that the cluster bought of, or asked in vain")
    private Path capacity;

    @Option(names = "--force", description = "replace files that are there")
    private boolean force;

    /** As a program reads it. */
    record Recorded(Instant from, Instant to, Optional<PricesWritten> prices, Optional<CapacityWritten> capacity) {}

    record PricesWritten(String file, int pools, int changes) {}

    /** @param heldShare of the pools' time, in which their capacity is known; the rest is inferred */
    record CapacityWritten(
            String file,
            int pools,
            int interruptions,
            int refusals,
            int interruptionsOfUnknownPools,
            double heldShare) {}

    @Override
    void check() {
        cloud.requireFile();
        var faults = new ArrayList<Fault>();
        if (prices == null && capacity == null)
            faults.add(new Fault("ballast market record", 0, 0, "", "give --prices FILE, --capacity FILE, or both"));
        if (prices != null && capacity != null && same(prices, capacity))
            faults.add(new Fault("--prices", 0, 0, "", prices + " is given for --capacity, too; give another file"));
        check("--prices", prices, faults);
        check("--capacity", capacity, faults);
        if (begin(Instant.EPOCH).isEmpty())
            faults.add(new Fault(
                    "--since",
                    0,
                    0,
                    "",
                    "'" + since + "' is no time, expected for example 30d or 2026-01-05T00:00:00Z"));
        if (!faults.isEmpty()) throw BadInput.of(faults);
    }

    private static boolean same(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    private void check(String option, Path file, List<Fault> faults) {
        if (file == null) return;
        var folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) faults.add(new Fault(option, 0, 0, "", file + " is a folder, expected a file"));
        else if (folder == null || !Files.isDirectory(folder))
            faults.add(new Fault(option, 0, 0, "", "there is no folder " + folder));
        else if (!force && Files.exists(file))
            faults.add(new Fault(option, 0, 0, "", file + " is there already; give another, or --force to replace it"));
    }

    /** Empty where it cannot be read. */
    private Optional<Instant> begin(Instant now) {
        try {
            return Optional.of(Instant.parse(since.strip()));
        } catch (DateTimeParseException noInstant) {
            try {
                return Optional.of(now.minus(Words.duration("--since", since)));
            } catch (Refusal noDuration) {
                return Optional.empty();
            }
        }
    }

    @Override
    int call(Session session) {
        var types = new TreeSet<>(session.requireSettings().capacity().instanceTypes());
        var now = session.now();
        // whole seconds, as the files have them
        var from = begin(now).orElseThrow().truncatedTo(ChronoUnit.SECONDS);
        if (!from.isBefore(now))
            throw new Refusal(ExitStatus.BAD_INPUT, "--since: " + from + " is not before now, which is " + now);
        var market = capacity == null ? Optional.<SeenMarket>empty() : Optional.of(market(session));
        if (market.isPresent()) {
            var begin = market.get().begin().orElseThrow(() -> nothingSeen(session));
            from = later(from, begin.truncatedTo(ChronoUnit.SECONDS));
            // a pool with capacity needs a price, also of a type that the settings no longer have
            for (var depths : market.get().between(from, now).depths())
                types.add(depths.pool().instanceType());
        }
        var history = prices == null ? List.<Prices>of() : history(session, from, types);
        // both files count from one moment: the first with a price, where EC2 does not reach further back
        var first = history.stream()
                .map(one -> one.changes().getFirst().at().truncatedTo(ChronoUnit.SECONDS))
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        var begin = from.plus(first);
        var recorded = history.stream().map(one -> earlier(one, first)).toList();
        write(begin, now, recorded, market.map(it -> it.between(begin, now)));
        return ExitStatus.OK;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private SeenMarket market(Session session) {
        if (!session.journalExists())
            throw new Refusal(
                    ExitStatus.FAILED,
                    "no journal of " + session.place() + " in " + cloud.journalFolder
                            + ", and capacity is told by nothing else; decisions are recorded from the first"
                            + " 'ballast up' on");
        var cluster = session.place().cluster();
        var own = session.ports().cluster().instances().stream()
                .filter(instance -> cluster.equals(instance.tags().get(OwnerTags.CLUSTER)))
                .toList();
        try (var events = session.journal().events()) {
            return SeenMarket.of(events, own);
        }
    }

    private static Refusal nothingSeen(Session session) {
        return new Refusal(
                ExitStatus.FAILED,
                session.place().cluster() + " has launched no spot instance yet, so nothing is known of capacity;"
                        + " nothing was written");
    }

    private static List<Prices> history(Session session, Instant from, TreeSet<String> types) {
        var history = session.ports().prices().since(from, types);
        if (history.isEmpty())
            throw new Refusal(
                    ExitStatus.FAILED,
                    session.place().region() + " has no spot price of " + String.join(", ", types) + " since " + from
                            + "; nothing was written");
        return history;
    }

    private static Prices earlier(Prices prices, Duration by) {
        return new Prices(
                prices.pool(),
                prices.changes().stream()
                        .map(change -> new PriceAt(change.at().minus(by), change.price()))
                        .toList());
    }

    private void write(Instant from, Instant to, List<Prices> history, Optional<Seen> seen) {
        var texts = new LinkedHashMap<Path, String>();
        if (prices != null) texts.put(prices, TraceText.prices(from, history));
        seen.ifPresent(it -> texts.put(capacity, TraceText.capacity(it.depths())));
        WholeFile.write(texts);
        var recorded = new Recorded(
                from,
                to,
                Optional.ofNullable(prices)
                        .map(file -> new PricesWritten(
                                file.toString(),
                                history.size(),
                                history.stream()
                                        .mapToInt(one -> one.changes().size())
                                        .sum())),
                seen.map(it -> new CapacityWritten(
                        capacity.toString(),
                        it.depths().size(),
                        it.interruptions(),
                        it.refusals(),
                        it.untold(),
                        Math.round(it.heldShare() * 1e4) / 1e4)));
        if (output.isJson()) Output.json(out(), recorded);
        else out().println(sentence(recorded));
        out().flush();
    }

    private static String sentence(Recorded recorded) {
        var text = new StringBuilder(
                "from " + recorded.from() + " to " + recorded.to().truncatedTo(ChronoUnit.SECONDS));
        recorded.prices()
                .ifPresent(it -> text.append("; ")
                        .append(it.file())
                        .append(": ")
                        .append(Wording.count(it.changes(), "price"))
                        .append(" of ")
                        .append(Wording.count(it.pools(), "pool")));
        recorded.capacity()
                .ifPresent(it -> text.append("; ")
                        .append(it.file())
                        .append(": ")
                        .append(Wording.count(it.pools(), "pool"))
                        .append(", ")
                        .append(Wording.count(it.interruptions(), "interruption"))
                        .append(" and ")
                        .append(Wording.count(it.refusals(), "refusal"))
                        .append(" for want of capacity, known for ")
                        .append(String.format(Locale.ROOT, "%.0f %%", it.heldShare() * 100))
                        .append(" of their time and inferred for the rest"));
        recorded.capacity()
                .filter(it -> it.interruptionsOfUnknownPools() > 0)
                .ifPresent(it -> text.append("; ")
                        .append(Wording.count(it.interruptionsOfUnknownPools(), "interruption"))
                        .append(" left out, whose pool is not known"));
        return text.toString();
    }
}
