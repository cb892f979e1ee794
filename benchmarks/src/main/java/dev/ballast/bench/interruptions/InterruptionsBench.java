package dev.ballast.bench.interruptions;

import dev.ballast.backtest.loss.ColdStart;
import dev.ballast.backtest.loss.Keeper;
import dev.ballast.backtest.loss.Loss;
import dev.ballast.backtest.loss.Twin;
import dev.ballast.bench.Asked;
import dev.ballast.bench.Output;
import dev.ballast.bench.Report;
import dev.ballast.bench.Row;
import dev.ballast.model.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "interruptions",
        mixinStandardHelpOptions = true,
        description =
                "A whole pool taken from a typical cluster, a thousand times: tasks lost, services below their minimum.")
public final class InterruptionsBench implements Callable<Integer> {
    private static final ColdStart USUAL = ColdStart.seconds(60, 100);
    private static final Duration LONG = Duration.ofSeconds(180);
    private static final long QUICK = 6;

    @Mixin
    private Output output;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "the first (default: ${DEFAULT-VALUE})")
    private long first;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1000",
            description = "how many (default: ${DEFAULT-VALUE})")
    private long seeds;

    @Option(
            names = "--quick",
            description = "a few seeds: numbers are shown, not judged, but everything must become whole")
    private boolean quick;

    /** A seed's cluster and what became of it. */
    private record Run(long seed, Loss loss) {}

    @Override
    public Integer call() {
        var rows = new ArrayList<Row>();
        var usual = runs("none", USUAL, Keeper.BALLAST);
        rows.addAll(safe("cold start 60-100 s, no spare", usual, Asked.atMost(0)));
        var longer = new ColdStart(LONG, LONG);
        rows.add(law(runs("none", longer, Keeper.BALLAST)));
        rows.addAll(safe("cold start 180 s, survive: pool", runs("pool", longer, Keeper.BALLAST), Asked.atMost(0)));
        rows.addAll(safe("cold start 60-100 s, survive: pool", runs("pool", USUAL, Keeper.BALLAST), Asked.nothing()));
        var agent = runs("none", USUAL, Keeper.AGENT);
        rows.addAll(safe("agent draining only, cold start 60-100 s", agent, Asked.nothing()));
        var report = new Report(command(), first, circumstances(), rows);
        output.print(report);
        if (quick) return usual.stream().allMatch(run -> run.loss().whole().isPresent()) ? 0 : 1;
        return report.fallsShort() ? 1 : 0;
    }

    private List<Run> runs(String survive, ColdStart coldStart, Keeper keeper) {
        return LongStream.range(first, first + (quick ? QUICK : seeds))
                .parallel()
                .mapToObj(seed -> new Run(seed, run(seed, survive, coldStart, keeper)))
                .toList();
    }

    private static Loss run(long seed, String survive, ColdStart coldStart, Keeper keeper) {
        var cluster = TypicalCluster.of(seed, survive, keeper);
        var twin = new Twin(seed, cluster.settings(), cluster.services(), coldStart);
        twin.build();
        var largest = twin.pools().values().stream()
                .max(Comparator.<List<String>>comparingInt(List::size).thenComparingLong(twin::tasksOn))
                .orElseThrow(() -> new IllegalStateException("seed " + seed + " has no spot instance"));
        return twin.take(largest, keeper);
    }

    private static List<Row> safe(String what, List<Run> runs, Asked asked) {
        return List.of(
                Row.of(what + ": tasks lost without a healthy replacement", asked, "tasks", lost(runs), note(runs)),
                Row.of(
                        what + ": services below their minimum",
                        asked,
                        "services",
                        runs.stream()
                                .mapToLong(run -> run.loss().belowMinimum())
                                .sum(),
                        seedsOf(runs, run -> run.loss().belowMinimum() > 0)));
    }

    private static double lost(List<Run> runs) {
        return runs.stream().mapToInt(run -> run.loss().lost()).sum();
    }

    /** What is displaced is missing for as long as its replacement takes beyond the notice. */
    private static Row law(List<Run> runs) {
        var beyond = LONG.minus(Signal.NOTICE).toSeconds();
        var law = runs.stream().mapToLong(run -> run.loss().tasks() * beyond).sum();
        var missing =
                runs.stream().mapToLong(run -> run.loss().missing().toSeconds()).sum();
        return Row.of(
                "cold start 180 s, no spare: task-seconds missing, as a share of loss x (cold start - notice)",
                Asked.atMost(1),
                "x",
                (double) missing / law,
                missing + " of " + law + "; " + note(runs));
    }

    private static String note(List<Run> runs) {
        var tasks = runs.stream().mapToInt(run -> run.loss().tasks()).sum();
        var instances = runs.stream().mapToInt(run -> run.loss().instances()).sum();
        return "of " + tasks + " on " + instances + " instances in " + runs.size() + " losses"
                + seedsOf(runs, run -> run.loss().lost() > 0).transform(some -> some.isEmpty() ? "" : "; " + some);
    }

    private static String seedsOf(List<Run> runs, Predicate<Run> which) {
        var some = runs.stream().filter(which).map(Run::seed).toList();
        if (some.isEmpty()) return "";
        return some.size() + " losses, seeds "
                + some.stream().limit(5).map(String::valueOf).toList() + (some.size() > 5 ? " and others" : "");
    }

    private String command() {
        return "./bench interruptions" + (quick ? " --quick" : " --seed " + first + " --seeds " + seeds);
    }

    private static Map<String, String> circumstances() {
        var circumstances = new LinkedHashMap<String, String>();
        circumstances.put(
                "world",
                "AWS's back-off of the service scheduler as users report it: 3 attempts in 50 s, then 5 to 15 minutes");
        return circumstances;
    }
}
