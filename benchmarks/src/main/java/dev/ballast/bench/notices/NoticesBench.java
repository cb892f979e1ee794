package dev.ballast.bench.notices;

import dev.ballast.bench.Asked;
import dev.ballast.bench.Output;
import dev.ballast.bench.Report;
import dev.ballast.bench.Row;
import dev.ballast.bench.notices.FirstCalls.Call;
import dev.ballast.bench.notices.Stage.Scene;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "notices",
        mixinStandardHelpOptions = true,
        description = "Interruption notices: from the message in SQS to the first call, one by one and 1,000 at once.")
public final class NoticesBench implements Callable<Integer> {
    private static final double ASKED_P99_MILLIS = 50;
    private static final double ASKED_BURST_SECONDS = 4;
    private static final String UNANSWERED = "notices";

    /** Of our time, for the first call of every notice that was sent. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    enum Part {
        ROOM,
        FULL,
        BURST
    }

    /**
     * @param first notices of the process, until Java has compiled what they run through; they are shown, not judged
     * @param single notices one after the other, never on the same host
     */
    private record Amount(int hosts, int first, int single, int burst) {
        static final Amount WHOLE = new Amount(1_000, 60, 300, 1_000);

        /** Enough to see that everything still runs. */
        static final Amount QUICK = new Amount(40, 2, 4, 20);
    }

    @Mixin
    private Output output;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of the local cloud and of the pauses between notices (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--only", paramLabel = "PART", split = ",", description = "some of room, full, burst")
    private Set<Part> only = EnumSet.allOf(Part.class);

    @Option(
            names = "--quick",
            description = "few hosts and notices: numbers are shown, not judged, but every notice must have its call")
    private boolean quick;

    private final Path home = Path.of(System.getProperty("ballast.home"));

    @Override
    public Integer call() throws IOException, InterruptedException {
        var amount = quick ? Amount.QUICK : Amount.WHOLE;
        var before = load();
        var rows = new ArrayList<Row>();
        if (only.contains(Part.ROOM)) rows.addAll(single(Scene.roomy(amount.hosts()), amount, Call.DRAIN));
        if (only.contains(Part.FULL)) rows.addAll(single(Scene.full(amount.hosts()), amount, Call.LAUNCH));
        if (only.contains(Part.BURST)) rows.addAll(burst(amount));
        var report = new Report(output.command(), seed, circumstances(before), rows);
        output.print(report);
        var judged = quick
                ? rows.stream().filter(row -> row.unit().equals(UNANSWERED)).toList()
                : rows;
        return judged.stream().anyMatch(Row::fallsShort) ? 1 : 0;
    }

    /** One after the other, at odd moments, while what the earlier ones set off goes on. */
    private List<Row> single(Scene scene, Amount amount, Call expected) throws IOException, InterruptedException {
        try (var stage = Stage.set(home, seed, scene);
                var warnings = stage.warnings()) {
            var doomed = stage.instanceIds().subList(0, amount.first() + amount.single());
            var pauses = new Random(seed);
            var measured = run(stage, warnings, doomed, () -> {
                for (var id : doomed) {
                    TimeUnit.MILLISECONDS.sleep(100 + pauses.nextInt(200));
                    warnings.send(List.of(id));
                }
                return null;
            });
            var what = String.format(Locale.ROOT, "%,d hosts, %s: ", scene.hosts(), scene.name());
            var first = measured.of(doomed.subList(0, amount.first()));
            var warm = measured.of(doomed.subList(amount.first(), doomed.size()));
            return measured.rows(
                    what,
                    List.of(
                            Row.of(
                                    what + "message in SQS to first call, p99",
                                    Asked.atMost(ASKED_P99_MILLIS),
                                    "ms",
                                    warm.quantile(0.99) * 1e3,
                                    warm.spread()),
                            Row.of(
                                    what + "the same of the first " + amount.first() + " after a start, p99",
                                    Asked.nothing(),
                                    "ms",
                                    first.quantile(0.99) * 1e3,
                                    "not yet compiled; " + first.spread()),
                            Row.of(
                                    what + "first calls that were a "
                                            + expected.name().toLowerCase(Locale.ROOT),
                                    Asked.nothing(),
                                    "of " + doomed.size(),
                                    measured.count(expected),
                                    "the others go by what the cluster looks like then")));
        }
    }

    private List<Row> burst(Amount amount) throws IOException, InterruptedException {
        var scene = Scene.roomy(2 * amount.hosts());
        try (var stage = Stage.set(home, seed, scene);
                var warnings = stage.warnings()) {
            var doomed = stage.instanceIds().subList(0, amount.burst());
            var measured = run(stage, warnings, doomed, () -> {
                var sent = new ArrayList<Future<?>>();
                try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (var from = 0; from < doomed.size(); from += Warnings.BATCH_MAX) {
                        var batch = doomed.subList(from, Math.min(doomed.size(), from + Warnings.BATCH_MAX));
                        sent.add(threads.submit(() -> warnings.send(batch)));
                    }
                }
                for (var one : sent) one.get();
                return null;
            });
            var what = String.format(Locale.ROOT, "%,d of %,d hosts at once: ", amount.burst(), scene.hosts());
            return measured.rows(
                    what,
                    List.of(
                            Row.of(
                                    what + "message in SQS to first call, longest",
                                    Asked.atMost(ASKED_BURST_SECONDS),
                                    "s",
                                    measured.quantile(1),
                                    measured.spread()),
                            Row.of(
                                    what + "first calls that were a drain",
                                    Asked.nothing(),
                                    "of " + amount.burst(),
                                    measured.count(Call.DRAIN),
                                    String.format(Locale.ROOT, "all were sent within %.2f s", measured.sentWithin()))));
        }
    }

    private static Measured run(Stage stage, Warnings warnings, Collection<String> doomed, Callable<Void> sending)
            throws InterruptedException {
        var calls = new FirstCalls[1];
        var end = new long[] {Long.MAX_VALUE};
        calls[0] = stage.firstCalls(tick -> calls[0].know(doomed) || System.nanoTime() > end[0]);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sender = threads.submit(() -> {
                calls[0].awaitSettled();
                sending.call();
                end[0] = System.nanoTime() + PATIENCE.toNanos();
                return null;
            });
            stage.run(calls[0]);
            sender.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the notices could not be sent", failed.getCause());
        }
        return new Measured(warnings.sentAt(), calls[0].byInstance());
    }

    /** @param sentAt by instance, as every moment here of System.nanoTime */
    private record Measured(Map<String, Long> sentAt, Map<String, FirstCalls.First> calls) {
        Measured of(Collection<String> some) {
            var sent = new TreeMap<>(sentAt);
            sent.keySet().retainAll(some);
            return new Measured(sent, calls);
        }

        private List<Double> seconds() {
            var seconds = new ArrayList<Double>();
            sentAt.forEach((id, at) -> {
                if (calls.containsKey(id)) seconds.add((calls.get(id).at() - at) / 1e9);
            });
            seconds.sort(Double::compare);
            return seconds;
        }

        /** The smallest that so large a share is not above. */
        double quantile(double share) {
            var seconds = seconds();
            if (seconds.isEmpty()) return Double.POSITIVE_INFINITY;
            return seconds.get(Math.max(0, (int) Math.ceil(share * seconds.size()) - 1));
        }

        String spread() {
            return String.format(
                    Locale.ROOT,
                    "%d notices: median %.1f ms, p90 %.1f ms, longest %.1f ms",
                    seconds().size(),
                    quantile(0.5) * 1e3,
                    quantile(0.9) * 1e3,
                    quantile(1) * 1e3);
        }

        int count(Call call) {
            return (int) calls.values().stream()
                    .filter(first -> first.call() == call)
                    .count();
        }

        double sentWithin() {
            var all = sentAt.values().stream().mapToLong(Long::longValue).summaryStatistics();
            return (all.getMax() - all.getMin()) / 1e9;
        }

        List<Row> rows(String what, List<Row> numbers) {
            var rows = new ArrayList<>(numbers);
            rows.add(Row.of(
                    what + "notices without a call",
                    Asked.atMost(0),
                    UNANSWERED,
                    sentAt.keySet().stream()
                            .filter(id -> !calls.containsKey(id))
                            .count(),
                    "within " + PATIENCE.toSeconds() + " s of the last notice"));
            return rows;
        }
    }

    private static Map<String, String> circumstances(double loadBefore) {
        var facts = new LinkedHashMap<String, String>();
        facts.put(
                "processors", Runtime.getRuntime().availableProcessors() + ", shared by the local cloud and the loop");
        facts.put("load of the machine", String.format(Locale.ROOT, "%.1f before, %.1f after", loadBefore, load()));
        facts.put("java", System.getProperty("java.vm.version"));
        facts.put("throttles", "on: AWS's buckets, for every call of the loop");
        facts.put("clock", "starts before the message is sent to SQS, ends when the step is handed to the AWS client");
        return facts;
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
