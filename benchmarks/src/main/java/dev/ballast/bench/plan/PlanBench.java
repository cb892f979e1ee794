package dev.ballast.bench.plan;

import dev.ballast.bench.Asked;
import dev.ballast.bench.Output;
import dev.ballast.bench.Report;
import dev.ballast.bench.Row;
import dev.ballast.bench.plan.MixRace.Against;
import dev.ballast.bench.plan.MixRace.Size;
import dev.ballast.model.Settings.Survive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description =
                "Tasks packed on equal hosts, against the least that any packing needs, Fenzo, CP-SAT and first fit; and the cheapest hosts that stand after a loss, against"
                        + " what none can go below and against the rules of others.")
public final class PlanBench implements Callable<Integer> {
    private static final List<Long> SEEDS = List.of(42L, 1L, 2L, 3L, 4L, 5L);

    private static final double MOST_MIB = 1_024;

    private static final List<Size> SIZES = List.of(
            new Size(10_000, Survive.POOL, 1.01, Against.RELAXED, 1_000),
            new Size(100_000, Survive.POOL, 1.01, Against.RELAXED, 1_500),
            new Size(1_000, Survive.POOL, 1.01, Against.WHOLE, 0),
            new Size(100, Survive.POOL, 1.05, Against.WHOLE, 0),
            new Size(10_000, Survive.ZONE, 1.015, Against.RELAXED, 1_000),
            new Size(100_000, Survive.ZONE, 1.02, Against.RELAXED, 1_500),
            new Size(1_000, Survive.ZONE, 1.03, Against.WHOLE, 0),
            new Size(100, Survive.ZONE, 1.06, Against.WHOLE, 0));

    private static final List<Size> QUICK = List.of(new Size(100, Survive.ZONE, 1.06, Against.RELAXED, 0));

    @Mixin
    private Output output;

    @Option(names = "--quick", description = "a tenth of the tasks and one seed: numbers are shown, not judged")
    private boolean quick;

    enum Part {
        PACKING,
        /** What the whole decision buys. */
        WHOLE,
        MIX,
        RIVALS,
        /** How time grows with tasks and pools, and the memory of all that ran before. */
        GROWTH,
        /** Warm, by JMH. */
        MICRO,
        /** What prices tell of losses. */
        RATES
    }

    @Option(
            names = "--only",
            paramLabel = "PART",
            split = ",",
            description = "some of packing, whole, mix, rivals, growth, micro, rates")
    private Set<Part> only = EnumSet.allOf(Part.class);

    private final Path data =
            Path.of(System.getProperty("ballast.home")).resolveSibling("shared").resolve("data");

    @Override
    public Integer call() throws IOException {
        var rows = new ArrayList<Row>();
        // first, while the process is as cold as the one that plans for the first time
        if (!only.equals(EnumSet.of(Part.PACKING))) rows.addAll(ofTheMarket());
        if (only.contains(Part.PACKING)) rows.addAll(packing());
        var report = new Report(output.command(), SEEDS.getFirst(), circumstances(), rows);
        output.print(report);
        return !quick && report.fallsShort() ? 1 : 0;
    }

    private Map<String, String> circumstances() {
        var runtime = Runtime.getRuntime();
        var all = new LinkedHashMap<String, String>();
        all.put("seeds", seeds().toString());
        all.put("processors", "" + runtime.availableProcessors());
        all.put("heap at most", runtime.maxMemory() / 1024 / 1024 + " MiB");
        return all;
    }

    private List<Long> seeds() {
        return quick ? SEEDS.subList(0, 1) : SEEDS;
    }

    private List<Row> packing() {
        var tasks = quick ? 1_000 : 10_000;
        var workOfCpSat = quick ? 0.2 : 5;
        var rows = new ArrayList<Row>();
        rows.addAll(new PackingRace("16 vCPU, 64 GiB", 16_384, 65_536, tasks, workOfCpSat).rows(seeds(), 1.005, 100));
        rows.addAll(new PackingRace("15.75 vCPU, 62 GiB", 16_128, 63_488, tasks, workOfCpSat).rows(seeds(), 1.01, 50));
        return rows;
    }

    private List<Row> ofTheMarket() throws IOException {
        if (!Files.exists(data)) {
            System.err.println("bench: " + data + " is not there: the cheapest hosts are not measured");
            return List.of();
        }
        var market = Market.read(data);
        var rows = new ArrayList<Row>();
        if (only.contains(Part.WHOLE)) rows.addAll(whole(market));
        if (only.contains(Part.MIX)) {
            var race = new MixRace(market, seeds());
            for (var size : quick ? QUICK : SIZES) rows.addAll(race.rows(size));
        }
        if (only.contains(Part.RIVALS) && !quick)
            for (var survive : List.of(Survive.POOL, Survive.ZONE))
                for (var tasks : List.of(100, 1_000, 10_000, 100_000))
                    rows.addAll(new RivalRace(market, SEEDS.getFirst()).rows(tasks, survive));
        if (only.contains(Part.GROWTH)) {
            var growth = new Growth(market, SEEDS.getFirst());
            rows.addAll(quick ? growth.rows(List.of(100), List.of(100)) : growth.rows(Growth.tasks(), Growth.pools()));
            rows.add(Row.of(
                    "memory at its most, all parts of this run",
                    Asked.atMost(MOST_MIB),
                    "MiB",
                    Peak.heapMib(),
                    "heap, the largest plan included; OR-Tools' own memory is not Java's"));
        }
        if (only.contains(Part.MICRO))
            for (var tasks : quick ? List.of(1_000) : List.of(1_000, 10_000))
                rows.addAll(new MicroRace(data).rows(tasks, quick ? 1 : 5));
        if (only.contains(Part.RATES)) rows.addAll(LossesTold.read(data).rows(seeds()));
        return rows;
    }

    private List<Row> whole(Market market) {
        var race = new WholePlanRace(market, seeds());
        var rows = new ArrayList<Row>();
        for (var survive : List.of(Survive.POOL, Survive.ZONE))
            for (var tasks : quick ? List.of(100) : List.of(10_000, 1_000, 100))
                rows.addAll(race.placed(tasks, survive));
        for (var survive : List.of(Survive.POOL, Survive.ZONE))
            rows.addAll(race.changes(quick ? 100 : 10_000, survive));
        return rows;
    }
}
