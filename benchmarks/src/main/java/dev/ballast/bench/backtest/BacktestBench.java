package dev.ballast.bench.backtest;

import static dev.ballast.bench.backtest.Contest.BALLAST;
import static dev.ballast.bench.backtest.Contest.GREEDY;
import static dev.ballast.bench.backtest.Contest.SPOTHEDGE;

import dev.ballast.app.session.PapersSettings;
import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.replay.SetUp.OnDemand;
import dev.ballast.backtest.replay.SpotMarket;
import dev.ballast.backtest.report.Backtest;
import dev.ballast.backtest.report.Backtest.Drawing;
import dev.ballast.backtest.report.Figures;
import dev.ballast.backtest.report.Policy;
import dev.ballast.backtest.rivals.Rivals;
import dev.ballast.backtest.synthetic.SyntheticMarket;
import dev.ballast.bench.Asked;
import dev.ballast.bench.Output;
import dev.ballast.bench.Report;
import dev.ballast.bench.Row;
import dev.ballast.config.AdvisorCsv;
import dev.ballast.config.Recording;
import dev.ballast.config.TraceCapacity;
import dev.ballast.model.AdvisorBands;
import dev.ballast.sim.world.market.Regime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "backtest",
        mixinStandardHelpOptions = true,
        description =
                "Ballast's decide on recorded and synthetic spot markets, against SpotHedge, greedy and every other rival.")
public final class BacktestBench implements Callable<Integer> {
    private static final Duration TICK = Duration.ofSeconds(30);
    private static final Duration NONE = Duration.ZERO;
    private static final Duration NOTICE = Duration.ofSeconds(120);
    private static final int SEEDS = 5;
    private static final List<String> TYPES = List.of(
            "m5.xlarge",
            "m5.2xlarge",
            "m6i.xlarge",
            "m6a.xlarge",
            "c5.xlarge",
            "c5.2xlarge",
            "c6i.xlarge",
            "r5.xlarge",
            "r6i.xlarge",
            "m5a.xlarge");

    enum Part {
        /** No notice: how long fewer than wanted are ready, and what it costs. */
        SILENT,
        NOTICED,
        TWELVE,
        TYPICAL,
        SWEEP,
        SPEED
    }

    @Mixin
    private Output output;

    @Option(names = "--quick", description = "short markets and one seed: numbers are shown, not judged")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "PART",
            split = ",",
            description = "some of silent, noticed, twelve, typical, sweep, speed")
    private Set<Part> only = EnumSet.allOf(Part.class);

    private final Path data =
            Path.of(System.getProperty("ballast.home")).resolveSibling("shared").resolve("data");

    @Override
    public Integer call() {
        var rows = new ArrayList<Row>();
        if (Files.exists(data) && !quick) recorded(rows);
        else System.err.println("bench: recordings are not played" + (quick ? "" : ": " + data + " is not there"));
        if (only.contains(Part.SPEED)) rows.addAll(speed());
        var report = new Report(output.command(), 1, circumstances(), rows);
        output.print(report);
        return !quick && report.fallsShort() ? 1 : 0;
    }

    private void recorded(List<Row> rows) {
        var all = markets(3, "aws1-4node", "gcp1", "r5-use1", "p-usw2-2022");
        if (only.contains(Part.SILENT))
            for (var seconds : List.of(120, 60, 180)) rows.addAll(silent(all, Duration.ofSeconds(seconds)));
        if (only.contains(Part.NOTICED)) rows.addAll(noticed(all));
        if (only.contains(Part.TWELVE)) rows.addAll(twelve());
        if (only.contains(Part.TYPICAL)) rows.addAll(typical());
        if (only.contains(Part.SWEEP)) rows.addAll(sweep(all));
    }

    private static Map<String, String> circumstances() {
        var all = new LinkedHashMap<String, String>();
        all.put("processors", "" + Runtime.getRuntime().availableProcessors());
        all.put("recordings", "0 and 1 as many as asked; rivals over seeds 1 to " + SEEDS);
        return all;
    }

    private List<SpotMarket> markets(double onDemandRatio, String... names) {
        var files = Arrays.stream(names)
                .map(name -> data.resolve("availability-" + name + ".csv"))
                .toList();
        return Recording.read(files, TraceCapacity.UNLIMITED).stream()
                .map(one -> SpotMarket.of(one.name(), one.trace(), TICK, onDemandRatio))
                .toList();
    }

    private static List<Row> silent(List<SpotMarket> markets, Duration coldStart) {
        var played = new Contest(markets, SetUp.of(3, coldStart, NONE), SEEDS, BALLAST, SPOTHEDGE, GREEDY);
        var own = played.of(BALLAST);
        var hedge = played.of(SPOTHEDGE);
        var greedy = played.of(GREEDY);
        var slack = coldStart.toSeconds() == 120 ? 0 : 0.02;
        var what = "N 3, cold start " + coldStart.toSeconds() + " s, no notice: ";
        var rows = new ArrayList<Row>();
        rows.add(Row.of(
                what + "time short of a replica, pooled",
                Asked.atMost(0.85),
                "x SpotHedge +1's",
                own.unavailability() / hedge.unavailability(),
                percent(own.unavailability()) + " against " + percent(hedge.unavailability()) + "; greedy "
                        + percent(greedy.unavailability())));
        rows.add(Row.of(
                what + "cost, pooled",
                Asked.atMost(1.10 + slack),
                "x LB1",
                own.cost(),
                String.format(Locale.ROOT, "SpotHedge +1 %.3f, greedy %.3f", hedge.cost(), greedy.cost())));
        for (var market = 0; market < markets.size(); market++) {
            var one = own.markets().get(market);
            rows.add(Row.of(
                    what + "cost on " + one.market(),
                    Asked.atMost(1.12 + slack),
                    "x LB1",
                    one.costOverLowerBound(),
                    percent(1 - one.availability()) + " short of a replica, SpotHedge +1 "
                            + percent(1 - hedge.markets().get(market).availability())));
        }
        rows.add(Row.of(
                what + "recordings on which it is significantly worse",
                Asked.atMost(0),
                "recordings",
                worse(own.markets(), hedge.markets()),
                "95 of 100 draws of days lie apart"));
        rows.add(Row.of(
                what + "missing replica time, pooled",
                Asked.atMost(1),
                "x greedy's",
                own.deficit() / greedy.deficit(),
                percent(own.deficit()) + " against " + percent(greedy.deficit())));
        rows.add(Row.of(
                what + "time with every replica gone, pooled",
                Asked.atMost(1),
                "x greedy's",
                own.allLost() / greedy.allLost(),
                percent(own.allLost()) + " against " + percent(greedy.allLost()) + "; SpotHedge +1 "
                        + percent(hedge.allLost())));
        return rows;
    }

    private static long worse(List<Figures> own, List<Figures> rival) {
        var worse = 0;
        for (var market = 0; market < own.size(); market++) {
            var ours = own.get(market).intervals().availability();
            var theirs = rival.get(market).intervals().availability();
            if (ours.isPresent()
                    && theirs.isPresent()
                    && ours.get().to() < theirs.get().from()) worse++;
        }
        return worse;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.3f %%", 100 * share);
    }

    private static List<Row> noticed(List<SpotMarket> markets) {
        var rows = new ArrayList<Row>();
        for (var seconds : List.of(60, 120)) {
            var coldStart = Duration.ofSeconds(seconds);
            var played = new Contest(markets, SetUp.of(3, coldStart, NOTICE), SEEDS, BALLAST, GREEDY);
            var own = played.of(BALLAST);
            var what = "N 3, cold start " + seconds + " s, notice 120 s: ";
            rows.add(Row.of(
                    what + "time short of a replica, pooled", Asked.atMost(0), "of 1", own.unavailability(), ""));
            rows.add(Row.of(
                    what + "cost, pooled",
                    Asked.atMost(1.05),
                    "x LB1",
                    own.cost(),
                    String.format(
                            Locale.ROOT,
                            "at most %.3f; greedy %.3f",
                            own.markets().stream()
                                    .mapToDouble(Figures::costOverLowerBound)
                                    .max()
                                    .orElseThrow(),
                            played.of(GREEDY).cost())));
        }
        var without = new Contest(markets, SetUp.of(3, NOTICE, NONE), 1, BALLAST).of(BALLAST);
        var tenth = new SetUp(3, NOTICE, NOTICE, 0.1, OnDemand.AVAILABLE);
        var own = new Contest(markets, tenth, SEEDS, BALLAST).of(BALLAST);
        var what = "N 3, cold start 120 s, one notice in ten lost: ";
        rows.add(Row.of(
                what + "missing replica time, pooled",
                Asked.atMost(0.1),
                "x without notices",
                own.deficit() / without.deficit(),
                percent(own.deficit()) + " against " + percent(without.deficit())));
        rows.add(Row.of(what + "cost, pooled", Asked.atMost(1.10), "x LB1", own.cost(), ""));
        return rows;
    }

    private List<Row> twelve() {
        var markets = markets(2.22, "r5-use1");
        var played = new Contest(markets, SetUp.of(12, NOTICE, NONE), SEEDS, BALLAST, SPOTHEDGE, GREEDY, "static+20%");
        var own = played.of(BALLAST);
        var hedge = played.of(SPOTHEDGE);
        var still = played.of("static+20%");
        return List.of(
                Row.of(
                        "r5, N 12, on-demand 2.22 x spot: time short of a replica",
                        Asked.atMost(1),
                        "x SpotHedge +1's",
                        own.unavailability() / hedge.unavailability(),
                        percent(own.unavailability()) + " against " + percent(hedge.unavailability())
                                + "; static +20 % " + percent(still.unavailability())),
                Row.of(
                        "r5, N 12, on-demand 2.22 x spot: cost",
                        Asked.atMost(1.10),
                        "x LB1",
                        own.cost(),
                        String.format(
                                Locale.ROOT, "SpotHedge +1 %.3f, static +20 %% %.3f", hedge.cost(), still.cost())));
    }

    private List<Row> typical() {
        var bands = AdvisorCsv.read(data.resolve("spot-advisor.csv"), "us-east-1", TYPES);
        var market = new SyntheticMarket(
                "typical", Regime.TYPICAL, Duration.ofDays(30), "us-east-1", 3, TYPES, Optional.empty(), bands);
        var setUp = SetUp.of(100, NOTICE, NOTICE);
        var words = new ArrayList<String>(List.of(BALLAST));
        words.addAll(Rivals.USUAL);
        var figures = drawn(market, setUp, 1, words);
        var own = figures.getFirst();
        var cheapest = figures.stream()
                .skip(1)
                .filter(one -> one.availability() < 1)
                .mapToDouble(Figures::costOverLowerBound)
                .min();
        return List.of(
                Row.of(
                        "typical, 30 pools, N 100, 30 days, notice 120 s: time at full strength",
                        Asked.atLeast(0.9999),
                        "of 1",
                        own.availability(),
                        "seed 1"),
                cheapest.isPresent()
                        ? Row.of(
                                "typical, 30 pools, N 100, 30 days, notice 120 s: cost",
                                Asked.atMost(1.03),
                                "x cheapest rival that loses",
                                own.costOverLowerBound() / cheapest.getAsDouble(),
                                String.format(Locale.ROOT, "%.3f x LB1", own.costOverLowerBound()))
                        : Row.notMeasured(
                                "typical, 30 pools, N 100, 30 days, notice 120 s: cost",
                                Asked.atMost(1.03),
                                "x cheapest rival that loses",
                                "no rival loses anything"));
    }

    private static List<Figures> drawn(SyntheticMarket market, SetUp setUp, int seeds, List<String> words) {
        var settings = PapersSettings.read();
        var policies = words.stream()
                .map(word -> Policy.find(word, settings).orElseThrow())
                .toList();
        var drawing = new Drawing() {
            @Override
            public String name() {
                return market.name();
            }

            @Override
            public SpotMarket of(long seed) {
                return SpotMarket.of(market.name(), market.drawn(seed), TICK, 3);
            }
        };
        return new Backtest(List.of(), List.of(setUp), policies, 1, seeds, List.of(drawing)).run();
    }

    /** No rival that is at once cheaper and more available, pooled over the recordings. */
    private static List<Row> sweep(List<SpotMarket> markets) {
        var rows = new ArrayList<Row>();
        var words = new ArrayList<String>(List.of(BALLAST));
        words.addAll(Rivals.USUAL);
        for (var replicas : List.of(3, 12, 100))
            for (var notice : List.of(NONE, NOTICE)) {
                var better = new ArrayList<String>();
                for (var seconds : List.of(30, 60, 120, 180, 300)) {
                    var setUp = SetUp.of(replicas, Duration.ofSeconds(seconds), notice);
                    var played = new Contest(markets, setUp, 1, words.toArray(String[]::new));
                    var own = played.of(BALLAST);
                    for (var rival : Rivals.USUAL) {
                        var other = played.of(rival);
                        if (other.cost() < own.cost() && other.unavailability() < own.unavailability())
                            better.add(rival + " at " + seconds + " s");
                    }
                }
                rows.add(Row.of(
                        "N " + replicas + ", notice " + notice.toSeconds()
                                + " s, cold starts 30 to 300 s: rivals both cheaper and more available",
                        Asked.atMost(0),
                        "rivals",
                        better.size(),
                        String.join(", ", better)));
            }
        return rows;
    }

    private List<Row> speed() {
        var rows = new ArrayList<Row>();
        var long45 = new SyntheticMarket(
                "45 days",
                Regime.STRESS,
                Duration.ofDays(quick ? 2 : 45),
                "us-east-1",
                9,
                List.of("m5.large"),
                Optional.of(Duration.ofMinutes(5)),
                AdvisorBands.NONE);
        var begun = System.nanoTime();
        var figures = drawn(long45, SetUp.of(quick ? 10 : 100, NOTICE, NOTICE), 1, List.of(BALLAST))
                .getFirst();
        rows.add(Row.of(
                "45 days of 9 zones on a grid of 5 minutes, stress, N 100",
                Asked.atMost(10),
                "s",
                (System.nanoTime() - begun) / 1e9,
                String.format(
                        Locale.ROOT,
                        "%.0f launches, %.0f interruptions",
                        figures.launches().orElse(0.0),
                        figures.interruptions())));
        var month = new SyntheticMarket(
                "30 days",
                Regime.STRESS,
                Duration.ofDays(quick ? 2 : 30),
                "us-east-1",
                3,
                List.of("m5.large"),
                Optional.empty(),
                AdvisorBands.NONE);
        begun = System.nanoTime();
        drawn(month, SetUp.of(12, NOTICE, NOTICE), quick ? 2 : 1000, List.of(BALLAST));
        rows.add(Row.of(
                "1,000 seeds of 30 days, 3 zones, stress, N 12",
                Asked.atMost(300),
                "s",
                (System.nanoTime() - begun) / 1e9,
                "all processors"));
        return rows;
    }
}
