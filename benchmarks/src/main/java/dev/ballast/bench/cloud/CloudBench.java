package dev.ballast.bench.cloud;

import dev.ballast.bench.Asked;
import dev.ballast.bench.Output;
import dev.ballast.bench.Report;
import dev.ballast.bench.Row;
import dev.ballast.bench.load.Load;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "cloud",
        mixinStandardHelpOptions = true,
        description = "The local cloud: its start, its rates beside moto_server's, its size.")
public final class CloudBench implements Callable<Integer> {
    private static final double ASKED_PER_SECOND = 5_000;
    private static final double ASKED_TIMES_THE_RIVAL = 100;
    private static final int CONNECTIONS = 8;
    private static final String ANSWERS = "answers";

    enum Part {
        READY,
        SPEED,
        RIVAL,
        SIZE
    }

    /** How much is measured. */
    private record Amount(int starts, int rounds, Load load, Load rival, Crowd.Size crowd) {
        static final Amount WHOLE = new Amount(
                7,
                3,
                new Load(CONNECTIONS, Duration.ofSeconds(4), Duration.ofSeconds(5), 100_000),
                new Load(CONNECTIONS, Duration.ofSeconds(1), Duration.ofSeconds(4), 2_000),
                Crowd.Size.ASKED);

        /** Enough to see that everything still runs. */
        static final Amount QUICK = new Amount(
                1,
                1,
                new Load(CONNECTIONS, Duration.ofMillis(300), Duration.ofMillis(300), 1_000),
                new Load(CONNECTIONS, Duration.ofMillis(300), Duration.ofMillis(300), 100),
                new Crowd.Size(50, 200, 1));
    }

    @Mixin
    private Output output;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of the local cloud (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--only",
            paramLabel = "PART",
            split = ",",
            description = "some of ready, speed, rival, size; rival needs speed")
    private Set<Part> only = EnumSet.allOf(Part.class);

    @Option(
            names = "--quick",
            description = "everything once and short: numbers are shown, not judged, but every answer must be right")
    private boolean quick;

    @Override
    public Integer call() throws IOException {
        var amount = quick ? Amount.QUICK : Amount.WHOLE;
        var home = Path.of(System.getProperty("ballast.home"));
        var before = load();
        var rows = new ArrayList<Row>();
        if (only.contains(Part.READY)) rows.addAll(Readiness.measure(home, seed, amount.starts()));
        if (only.contains(Part.SPEED) || only.contains(Part.RIVAL)) rows.addAll(speeds(home, amount));
        if (only.contains(Part.SIZE)) rows.addAll(Crowd.measure(home, seed, amount.crowd()));
        var report = new Report(output.command(), seed, circumstances(before), rows);
        output.print(report);
        var judged = quick ? rows.stream().filter(CloudBench::isAboutAnswers).toList() : rows;
        return judged.stream().anyMatch(Row::fallsShort) ? 1 : 0;
    }

    private List<Row> speeds(Path home, Amount amount) throws IOException {
        Speed ours;
        try (var cloud = Served.ballast(home, seed, "");
                var clients = Clients.of(cloud.endpoint())) {
            ours = Speed.measure(
                    cloud.endpoint(), Scene.make(clients, Scene.Boots.BY_THEMSELVES), amount.load(), amount.rounds());
        }
        var rows = new ArrayList<Row>();
        for (var replay : ours.replays())
            rows.add(new Row(
                    replay,
                    replay.equals(Speed.MIX) ? Asked.atLeast(ASKED_PER_SECOND) : Asked.nothing(),
                    "requests/s",
                    ours.perSecond(replay),
                    ours.latency(replay)));
        rows.add(refused("answers other than 200", Asked.atMost(0), ours));
        if (only.contains(Part.RIVAL)) rows.addAll(rival(ours, amount));
        return rows;
    }

    /** How fast it is depends on the machine and the moment; whether it answers does not. */
    private static boolean isAboutAnswers(Row row) {
        return row.unit().equals(ANSWERS);
    }

    private static Row refused(String what, Asked asked, Speed speed) {
        var all = speed.refused();
        var count = all.values().stream().mapToInt(Integer::intValue).sum();
        return Row.of(what, asked, ANSWERS, count, all.isEmpty() ? "" : "by status " + all);
    }

    private static List<Row> rival(Speed ours, Amount amount) throws IOException {
        var program = Served.motoProgram();
        if (program.isEmpty())
            return List.of(Row.notMeasured(
                    "times moto_server's rate, " + Speed.MIX,
                    Asked.atLeast(ASKED_TIMES_THE_RIVAL),
                    "times",
                    "moto_server is not installed"));
        Speed theirs;
        try (var moto = Served.moto(program.get());
                var clients = Clients.of(moto.endpoint())) {
            theirs = Speed.measure(
                    moto.endpoint(), Scene.make(clients, Scene.Boots.NEVER), amount.rival(), amount.rounds());
        }
        var rows = new ArrayList<Row>();
        for (var replay : theirs.replays())
            rows.add(new Row(
                    "moto_server, " + replay,
                    Asked.nothing(),
                    "requests/s",
                    theirs.perSecond(replay),
                    theirs.latency(replay)));
        rows.add(refused("moto_server, answers other than 200", Asked.nothing(), theirs));
        for (var replay : ours.replays())
            rows.add(Row.of(
                    "times moto_server's rate, " + replay,
                    replay.equals(Speed.MIX) ? Asked.atLeast(ASKED_TIMES_THE_RIVAL) : Asked.nothing(),
                    "times",
                    Row.median(ours.perSecond(replay)) / Row.median(theirs.perSecond(replay)),
                    "medians"));
        return rows;
    }

    private static Map<String, String> circumstances(double loadBefore) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("processors", Runtime.getRuntime().availableProcessors() + ", shared by server and generator");
        facts.put("load of the machine", String.format(Locale.ROOT, "%.1f before, %.1f after", loadBefore, load()));
        facts.put("java", System.getProperty("java.vm.version"));
        facts.put("throttles", "off: AWS's limits would be measured instead of the server");
        return facts;
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
