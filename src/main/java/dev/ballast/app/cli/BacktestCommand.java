package dev.ballast.app.cli;

import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.PapersSettings;
import dev.ballast.app.view.BacktestCsv;
import dev.ballast.app.view.BacktestTable;
import dev.ballast.app.view.page.BacktestPage;
import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.replay.SetUp.OnDemand;
import dev.ballast.backtest.replay.SpotMarket;
import dev.ballast.backtest.report.Backtest;
import dev.ballast.backtest.report.Backtest.Drawing;
import dev.ballast.backtest.report.Figures;
import dev.ballast.backtest.report.Played;
import dev.ballast.backtest.report.Policy;
import dev.ballast.backtest.synthetic.SyntheticMarket;
import dev.ballast.config.BadInput;
import dev.ballast.config.Fault;
import dev.ballast.config.Recording;
import dev.ballast.config.TraceCapacity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "backtest",
        mixinStandardHelpOptions = true,
        description = {
            "Replays spot markets under Ballast and other people's policies, beside what nobody can beat.",
            "One instance is one replica; docs/backtest.md tells the figures and the policies."
        })
final class BacktestCommand implements Callable<Integer> {
    private static final int MOST_REPLICAS = 10_000;
    private static final int MOST_SEEDS = 100_000;

    enum Format {
        table,
        json,
        csv
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--market",
            paramLabel = "MARKET",
            arity = "1..*",
            required = true,
            description = {
                "recorded capacity, one market a file, and recorded prices of its pools;",
                "without prices every pool costs the same. Or synthetic:REGIME[,KEY=VALUE...], another market for each seed:",
                "calm, typical or stress; days, zones, types (with + between them), region, grid, loss-rates"
            })
    private List<String> markets;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            split = ",",
            description = {
                "which policies, with commas between them (default: one of each kind):",
                "${COMPLETION-CANDIDATES}"
            },
            completionCandidates = PolicyNames.class)
    private List<String> policies = Policy.usual();

    @Option(
            names = "--replicas",
            paramLabel = "N",
            split = ",",
            defaultValue = "3",
            description =
                    "how many should be ready at every moment (default: ${DEFAULT-VALUE}); several, with commas: each")
    private List<String> replicas;

    @Option(
            names = "--cold-start",
            paramLabel = "TIME",
            split = ",",
            defaultValue = "120s",
            description = "from launch to a ready replica (default: ${DEFAULT-VALUE}); several, with commas: each")
    private List<String> coldStarts;

    @Option(
            names = "--notice",
            paramLabel = "TIME",
            split = ",",
            defaultValue = "0s",
            description = {
                "how long an instance runs on once AWS wants it back (default: ${DEFAULT-VALUE}; AWS gives 120s);",
                "several, with commas: each"
            })
    private List<String> notices;

    @Option(
            names = "--notices-lost",
            paramLabel = "SHARE",
            defaultValue = "0",
            description =
                    "of losses that come without their notice, from 0 to 1, drawn for each fall of a pool (default: 0)")
    private String noticesLost;

    @Option(
            names = "--on-demand",
            paramLabel = "WHETHER",
            defaultValue = "available",
            description = "available, or denied: every launch on demand is refused (default: ${DEFAULT-VALUE})")
    private String onDemand;

    @Option(
            names = "--on-demand-ratio",
            paramLabel = "FACTOR",
            defaultValue = "3",
            description = "what on-demand costs beside spot's mean (default: ${DEFAULT-VALUE})")
    private String onDemandRatio;

    @Option(
            names = "--capacity",
            paramLabel = "HOW",
            defaultValue = "recorded",
            description = {
                "recorded, or unlimited: in a recording of nothing but 0 and 1, 1 is as many as asked",
                "(default: ${DEFAULT-VALUE})"
            })
    private String capacity;

    @Option(
            names = "--tick",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "the grid on which markets change and policies act (default: ${DEFAULT-VALUE})")
    private String tick;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of what policies draw, of lost notices and synthetic markets (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "how many, from --seed on; figures are over all of them (default: ${DEFAULT-VALUE})")
    private String seeds;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table for people, json or csv for programs (default: ${DEFAULT-VALUE})")
    private Format format;

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description = "write tables and plots as one HTML file, too; a file that is there is replaced")
    private Path page;

    /** For the help, which takes a % for the begin of a format. */
    static final class PolicyNames extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        PolicyNames() {
            super(Policy.usual().stream().map(word -> word.replace("%", "%%")).toList());
        }
    }

    private final List<Fault> faults = new ArrayList<>();

    @Override
    public Integer call() {
        var backtest = read();
        if (!faults.isEmpty()) throw BadInput.of(faults);
        if (page == null) {
            print(backtest.run());
            return ExitStatus.OK;
        }
        var played = backtest.runWithCourses();
        print(played.stream().map(Played::figures).toList());
        new WholeFile(page).write(BacktestPage.of(backtest, played, command()));
        return ExitStatus.OK;
    }

    private String command() {
        return "ballast "
                + spec.commandLine().getParent().getParseResult().originalArgs().stream()
                        .map(word -> word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
    }

    private void print(List<Figures> figures) {
        var out = spec.commandLine().getOut();
        switch (format) {
            case table -> out.print(BacktestTable.of(figures));
            case csv -> out.print(BacktestCsv.of(figures));
            case json ->
                Output.json(
                        out, figures.stream().map(BacktestCommand::withoutNulls).toList());
        }
        out.flush();
    }

    /** Everything, so that all that is wrong is told at once; of no use where there are faults. */
    private Backtest read() {
        var chosen = new ArrayList<Policy>();
        for (var word : policies) policy(word.strip()).ifPresent(chosen::add);
        var setUps = setUps();
        var grid = duration("--tick", tick, Duration.ofSeconds(1), Duration.ofDays(1));
        var ratio = number("--on-demand-ratio", onDemandRatio, 0.01, 1000);
        checkPage();
        var read = recordings();
        var replayed = new ArrayList<SpotMarket>();
        var drawn = drawings(grid, ratio);
        if (faults.isEmpty())
            for (var recording : read) market(recording, grid, ratio).ifPresent(replayed::add);
        return new Backtest(replayed, setUps, chosen, seed, whole("--seeds", seeds, MOST_SEEDS), drawn);
    }

    private List<Drawing> drawings(Duration grid, double ratio) {
        var drawings = new ArrayList<Drawing>();
        for (var word : markets)
            if (word.startsWith(SyntheticWords.PREFIX))
                SyntheticWords.read(word, faults).ifPresent(market -> drawings.add(drawing(market, grid, ratio)));
        return drawings;
    }

    private static Drawing drawing(SyntheticMarket market, Duration grid, double ratio) {
        return new Drawing() {
            @Override
            public String name() {
                return market.name();
            }

            @Override
            public SpotMarket of(long seed) {
                return SpotMarket.of(market.name(), market.drawn(seed), grid, ratio);
            }
        };
    }

    private void checkPage() {
        if (page == null) return;
        var flaw = new WholeFile(page).flaw();
        if (flaw.isPresent()) fault("--page", flaw.get());
        else if (files().stream().anyMatch(file -> isSame(file, page)))
            fault("--page", "'" + page + "' is the recording itself, and would be replaced; give another name");
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private Optional<Policy> policy(String word) {
        var found = Policy.find(word, PapersSettings.read());
        if (found.isEmpty())
            fault(
                    "--policy",
                    "'" + word + "' is no policy, expected of " + String.join(", ", Policy.usual())
                            + "; the numbers in them may be others");
        return found;
    }

    private List<Path> files() {
        return markets.stream()
                .filter(word -> !word.startsWith(SyntheticWords.PREFIX))
                .map(Path::of)
                .toList();
    }

    private List<Recording> recordings() {
        var how = oneOf("--capacity", capacity, TraceCapacity.values());
        var files = files();
        try {
            return files.isEmpty() ? List.of() : Recording.read(files, how);
        } catch (BadInput bad) {
            faults.addAll(bad.faults());
            return List.of();
        }
    }

    private Optional<SpotMarket> market(Recording recording, Duration grid, double ratio) {
        try {
            return Optional.of(SpotMarket.of(recording.name(), recording.trace(), grid, ratio));
        } catch (IllegalArgumentException unusable) {
            fault(recording.file().toString(), unusable.getMessage());
            return Optional.empty();
        }
    }

    private List<SetUp> setUps() {
        var lost = number("--notices-lost", noticesLost, 0, 1);
        var whether = oneOf("--on-demand", onDemand, OnDemand.values());
        var all = new ArrayList<SetUp>();
        for (var count : replicas)
            for (var coldStart : coldStarts)
                for (var notice : notices)
                    all.add(new SetUp(
                            whole("--replicas", count, MOST_REPLICAS),
                            duration("--cold-start", coldStart, Duration.ZERO, Duration.ofDays(1)),
                            duration("--notice", notice, Duration.ZERO, Duration.ofDays(1)),
                            lost,
                            whether));
        return all;
    }

    private void fault(String where, String message) {
        faults.add(new Fault(where, 0, 0, "", message));
    }

    /** What can be read, or what stands for it until the faults are told. */
    private <T> T read(String option, String text, String expected, T instead, Function<String, T> reading) {
        try {
            return reading.apply(text.strip());
        } catch (IllegalArgumentException unreadable) {
            fault(option, "'" + text + "' is out of range or cannot be read, expected " + expected);
            return instead;
        }
    }

    private int whole(String option, String text, int most) {
        return read(option, text, "a whole number from 1 to " + most, 1, word -> {
            var number = Integer.parseInt(word);
            if (number < 1 || number > most) throw new IllegalArgumentException();
            return number;
        });
    }

    private double number(String option, String text, double least, double most) {
        return read(option, text, "a number from " + least + " to " + most, most, word -> {
            var number = Double.parseDouble(word);
            if (!(number >= least && number <= most)) throw new IllegalArgumentException();
            return number;
        });
    }

    private Duration duration(String option, String text, Duration least, Duration most) {
        var expected = "a number with s, m, h or d, for example 120s, from " + least.toSeconds() + "s to "
                + most.toHours() + "h";
        return read(option, text, expected, most, word -> {
            var duration = Words.duration(option, word);
            if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) throw new IllegalArgumentException();
            return duration;
        });
    }

    private <E extends Enum<E>> E oneOf(String option, String text, E[] values) {
        var words = new LinkedHashMap<String, E>();
        for (var value : values) words.put(value.name().toLowerCase(Locale.ROOT), value);
        var found = words.get(text);
        if (found == null) fault(option, "'" + text + "' is none of " + String.join(", ", words.keySet()));
        return found == null ? values[0] : found;
    }

    private static LinkedHashMap<String, Object> withoutNulls(Figures figures) {
        var named = new LinkedHashMap<>(figures.named());
        named.values().removeIf(Objects::isNull);
        return named;
    }
}
