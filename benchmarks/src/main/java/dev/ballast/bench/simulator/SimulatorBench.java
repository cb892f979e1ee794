package dev.ballast.bench.simulator;

import dev.ballast.bench.Asked;
import dev.ballast.bench.Output;
import dev.ballast.bench.Report;
import dev.ballast.bench.Row;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "simulator",
        mixinStandardHelpOptions = true,
        description =
                "The simulator: cluster-years an hour of one core, a large cluster's month, seeds a second, its market.")
public final class SimulatorBench implements Callable<Integer> {
    private static final double ASKED_SECONDS_A_MONTH = 30;
    private static final double ASKED_YEARS_A_CORE_HOUR = 100;
    /** 300 seeds in two minutes, the time that ./verify has for them. */
    private static final double ASKED_SEEDS_A_SECOND = 2.5;

    /** A published range, a third wider on either side, as MarketCalibrationTest has it. */
    private static final double WIDER = 1.0 / 3;

    enum Part {
        MONTH,
        YEARS,
        SEEDS,
        MARKET
    }

    /** @param days of the large cluster */
    private record Amount(int runs, long days, long typicalSeeds, long seeds) {
        static final Amount WHOLE = new Amount(3, 30, 250, 300);

        /** Enough to see that everything still runs. */
        static final Amount QUICK = new Amount(1, 1, 2, 2);
    }

    @Mixin
    private Output output;

    @Option(names = "--only", paramLabel = "PART", split = ",", description = "some of month, years, seeds, market")
    private Set<Part> only = EnumSet.allOf(Part.class);

    @Option(
            names = "--quick",
            description = "everything once and short: numbers are shown, not judged, but no promise may be broken")
    private boolean quick;

    private final Path home = Path.of(System.getProperty("ballast.home"));

    @Override
    public Integer call() throws IOException {
        var amount = quick ? Amount.QUICK : Amount.WHOLE;
        var before = load();
        var rows = new ArrayList<Row>();
        for (var part : Part.values()) if (only.contains(part)) rows.addAll(measure(part, amount));
        var report = new Report(output.command(), 0, circumstances(before), rows);
        output.print(report);
        var judged =
                quick ? rows.stream().filter(SimulatorBench::isAboutPromises).toList() : rows;
        return judged.stream().anyMatch(Row::fallsShort) ? 1 : 0;
    }

    private List<Row> measure(Part part, Amount amount) throws IOException {
        return switch (part) {
            case MONTH ->
                timed(
                        part,
                        amount.days(),
                        amount.runs(),
                        amount.days() + " days of 100 instances with 1,000 tasks",
                        Asked.atMost(ASKED_SECONDS_A_MONTH),
                        "s");
            case YEARS ->
                timed(
                        part,
                        amount.typicalSeeds(),
                        amount.runs(),
                        "cluster-years a core-hour, 20 instances, typical market, faults",
                        Asked.atLeast(ASKED_YEARS_A_CORE_HOUR),
                        "years");
            case SEEDS -> seeds(amount);
            case MARKET -> market();
        };
    }

    /** Every run is a process of its own. */
    private List<Row> timed(Part part, long amount, int runs, String what, Asked asked, String unit)
            throws IOException {
        var measured = new ArrayList<Double>();
        var note = "";
        for (var i = 0; i < runs; i++) {
            var line = pace(part, amount).getFirst();
            measured.add(Double.parseDouble(line.get(1)));
            note = line.get(2);
        }
        return List.of(new Row(what, asked, unit, measured, note));
    }

    private List<Row> seeds(Amount amount) throws IOException {
        var lines = pace(Part.SEEDS, amount.seeds());
        return List.of(
                row(
                        lines.getFirst(),
                        "seeds of 36 hours on all processors",
                        Asked.atLeast(ASKED_SEEDS_A_SECOND),
                        "seeds/s"),
                row(lines.getLast(), "seeds that broke a promise", Asked.atMost(0), "broken"));
    }

    private static Row row(List<String> line, String what, Asked asked, String unit) {
        return Row.of(what, asked, unit, Double.parseDouble(line.get(1)), line.get(2));
    }

    private static boolean isAboutPromises(Row row) {
        return row.unit().equals("broken");
    }

    private List<Row> market() throws IOException {
        var rows = new ArrayList<Row>();
        for (var line : pace(Part.MARKET, 0)) {
            var mean = Double.parseDouble(line.get(1));
            if (line.size() < 5 || line.get(3).isEmpty()) {
                rows.add(Row.of(line.getFirst(), Asked.nothing(), "", mean, line.get(2)));
                continue;
            }
            var published = "mean; " + line.get(2) + "; published " + line.get(3) + " to " + line.get(4);
            var least = Double.parseDouble(line.get(3)) * (1 - WIDER);
            var most = Double.parseDouble(line.get(4)) * (1 + WIDER);
            rows.add(Row.of(line.getFirst(), Asked.between(least, most), "", mean, published));
        }
        return rows;
    }

    /** Runs the simulator as its users do: it stands among the product's tests, and ./hostile knows how to build them. */
    private List<List<String>> pace(Part part, long amount) throws IOException {
        var process = new ProcessBuilder(
                        home.resolve("hostile").toString(), "--pace", part.name(), "--amount", String.valueOf(amount))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> List.of(line.split("\t", -1)))
                .toList();
        try {
            if (process.waitFor() != 0 || lines.isEmpty())
                throw new IOException("./hostile --pace " + part + " ended with " + process.exitValue());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the simulator ran", interrupted);
        }
        return lines;
    }

    private static Map<String, String> circumstances(double loadBefore) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        facts.put("load of the machine", String.format(Locale.ROOT, "%.1f before, %.1f after", loadBefore, load()));
        facts.put("java", System.getProperty("java.vm.version"));
        return facts;
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
