package dev.ballast.bench.traffic;

import dev.ballast.app.gameday.Steady;
import dev.ballast.bench.Asked;
import dev.ballast.bench.Output;
import dev.ballast.bench.Report;
import dev.ballast.bench.Row;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "traffic",
        mixinStandardHelpOptions = true,
        description = "Real requests through the local load balancer while a whole pool is taken away: how many fail.")
public final class TrafficBench implements Callable<Integer> {
    private static final String UNIT = "requests";

    /**
     * @param beforeTheLoss how long requests flow before the notice
     * @param speedOfPrograms of the cloud while the service comes up
     */
    private record Amount(int perSecond, Duration length, Duration beforeTheLoss, int speedOfPrograms) {
        static final Amount WHOLE = new Amount(200, Duration.ofMinutes(3), Duration.ofSeconds(20), 1);

        /** Over before the end of the notice: whether programs, listeners and Ballast work together at all. */
        static final Amount QUICK = new Amount(50, Duration.ofSeconds(8), Duration.ofSeconds(2), 6);
    }

    @Mixin
    private Output output;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of the local cloud (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--only", paramLabel = "KEEPER", split = ",", description = "ballast, or agents for comparison")
    private Set<Stand.Keeper> only = EnumSet.allOf(Stand.Keeper.class);

    @Option(
            names = "--quick",
            description = "a few seconds, over before the instances go: whether everything runs, not what it measures")
    private boolean quick;

    private final Path home = Path.of(System.getProperty("ballast.home"));

    @Override
    public Integer call() throws IOException, InterruptedException {
        var before = load();
        var rows = new ArrayList<Row>();
        var keepers = quick ? EnumSet.of(Stand.Keeper.BALLAST) : only;
        for (var keeper : keepers) rows.addAll(measure(keeper, quick ? Amount.QUICK : Amount.WHOLE));
        var report = new Report(output.command(), seed, circumstances(before), rows);
        output.print(report);
        return rows.stream().anyMatch(Row::fallsShort) ? 1 : 0;
    }

    private List<Row> measure(Stand.Keeper keeper, Amount amount) throws IOException, InterruptedException {
        try (var stand = Stand.set(home, seed, keeper, amount.speedOfPrograms());
                var beside = Executors.newVirtualThreadPerTaskExecutor()) {
            stand.keep();
            var url = stand.url();
            var loss = beside.submit(() -> {
                Thread.sleep(amount.beforeTheLoss());
                return stand.lose();
            });
            var sent = Steady.send(url, amount.perSecond(), amount.length());
            return rows(keeper, amount, sent, loss.get());
        } catch (java.util.concurrent.ExecutionException failed) {
            throw new IOException("the pool could not be taken away", failed.getCause());
        }
    }

    private static List<Row> rows(Stand.Keeper keeper, Amount amount, Steady.Sent sent, Stand.Loss loss) {
        var who = keeper == Stand.Keeper.BALLAST ? "Ballast" : "agent draining only";
        return List.of(
                Row.of(
                        "failed of " + Asked.number(sent.requests()) + ", " + who,
                        keeper == Stand.Keeper.BALLAST ? Asked.atMost(0) : Asked.nothing(),
                        UNIT,
                        sent.failed(),
                        note(sent, loss)),
                Row.of("rate, " + who, Asked.atLeast(amount.perSecond() * 0.99), "requests/s", sent.perSecond(), ""));
    }

    private static String note(Steady.Sent sent, Stand.Loss loss) {
        var lost = loss.victims().size() + " of " + Stand.DESIRED + " hosts lost, pool " + loss.pool();
        return sent.failed() == 0 ? lost : lost + "; " + sent.failures() + "; by second " + sent.failedAt();
    }

    private static Map<String, String> circumstances(double loadBefore) {
        var facts = new LinkedHashMap<String, String>();
        facts.put(
                "processors",
                Runtime.getRuntime().availableProcessors() + ", shared by all programs and the generator");
        facts.put("load of the machine", String.format(Locale.ROOT, "%.1f before, %.1f after", loadBefore, load()));
        facts.put("java", System.getProperty("java.vm.version"));
        return facts;
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
