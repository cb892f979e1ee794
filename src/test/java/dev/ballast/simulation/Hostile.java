package dev.ballast.simulation;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "hostile",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Attacks the whole of Ballast in simulated worlds: each seed is 36 hours of one cluster, half of them with everything going"
                    + " wrong that the seed draws.",
            "Exit status 0 when no promise was broken, 1 otherwise, with the command that replays each failure."
        })
final class Hostile implements Callable<Integer> {
    static final double HOURS_A_YEAR = 8_760;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "200",
            description = "how many, from --from on (default: ${DEFAULT-VALUE})")
    private int seeds;

    @Option(
            names = "--from",
            paramLabel = "SEED",
            defaultValue = "0",
            description = "the first seed (default: ${DEFAULT-VALUE})")
    private long from;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "60",
            description = "begin no further seed after so many minutes (default: ${DEFAULT-VALUE})")
    private int minutes;

    @Option(names = "--seed", paramLabel = "SEED", description = "replays this one, and says what happened in it")
    private Long seed;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "ADVERSITY",
            converter = AdversityWord.class,
            description = "with --seed: of its adversities only these, as a shrunk failure names them")
    private Set<Adversity> only;

    @Option(
            names = "--storm",
            paramLabel = "DURATION",
            description = "with --seed: how long the storm lasts, such as PT2H30M, as a shrunk failure names it")
    private Duration stormy;

    @Option(names = "--pace", hidden = true, description = "for ./bench simulator: measures this")
    private Pace pace;

    @Option(names = "--amount", hidden = true, description = "with --pace: of days or seeds")
    private long amount;

    static final class AdversityWord implements CommandLine.ITypeConverter<Adversity> {
        @Override
        public Adversity convert(String word) {
            return Adversity.of(word);
        }
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Hostile()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        if (pace != null) {
            pace.measure(amount, out);
            return 0;
        }
        if (seed != null) return replay(out);
        var tally = new Tally();
        var failures = new ArrayList<Failure>();
        var end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
        try (var pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (var done : begun(pool, end)) {
                switch (done.get()) {
                    case Simulation.Survived survived -> tally.add(survived);
                    case Failure failure -> {
                        failures.add(failure);
                        out.println(failure);
                        out.flush();
                    }
                    default -> tally.skipped++;
                }
            }
        }
        tally.print(out, failures.size());
        for (var failure : failures)
            out.println("replay: " + Shrinking.of(failure).command());
        out.flush();
        return failures.isEmpty() ? 0 : 1;
    }

    private List<Future<Object>> begun(ExecutorService pool, long end) {
        var begun = new ArrayList<Future<Object>>();
        for (var next = from; next < from + seeds; next++) {
            var scenario = Scenario.of(next);
            begun.add(pool.submit(() -> System.nanoTime() > end ? "no time was left" : attempt(scenario)));
        }
        return begun;
    }

    /** @param promise the broken one's word, or the class of whatever was thrown */
    record Failure(Scenario scenario, String promise, String message) {
        private static final int SHOWN = 1_500;

        @Override
        public String toString() {
            return "seed " + scenario.seed() + ": " + message;
        }

        static Failure of(Scenario scenario, Throwable thrown) {
            var text = thrown.toString();
            var promise = thrown instanceof Violation violation
                    ? violation.promise()
                    : thrown.getClass().getSimpleName();
            var at = thrown instanceof Violation || thrown.getStackTrace().length == 0
                    ? ""
                    : " at " + thrown.getStackTrace()[0];
            return new Failure(scenario, promise, text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text + at);
        }
    }

    /** Either {@link Simulation.Survived} or {@link Failure}. */
    static Object attempt(Scenario scenario) {
        try {
            return new Simulation(scenario).run();
        } catch (RuntimeException | AssertionError | StackOverflowError thrown) {
            return Failure.of(scenario, thrown);
        }
    }

    private int replay(PrintWriter out) {
        var scenario = Scenario.of(seed);
        if (only != null) {
            var kept = EnumSet.noneOf(Adversity.class);
            kept.addAll(only);
            kept.retainAll(scenario.adversities());
            scenario = scenario.with(kept);
        }
        if (stormy != null) scenario = scenario.withStorm(stormy);
        out.println("seed " + seed + ", storm of " + scenario.stormy() + " with " + words(scenario.adversities()) + ", "
                + scenario.force().name().toLowerCase(Locale.ROOT) + ", market "
                + scenario.regime().name().toLowerCase(Locale.ROOT));
        out.println(scenario.yaml());
        scenario.services().forEach(out::println);
        var simulation = new Simulation(scenario);
        try {
            var survived = simulation.run();
            out.println(survived);
            out.println("no promise was broken");
            return 0;
        } catch (RuntimeException | AssertionError broken) {
            simulation.lastDecisions().forEach(out::println);
            broken.printStackTrace(out);
            return 1;
        } finally {
            out.flush();
        }
    }

    static String words(Set<Adversity> some) {
        return String.join(",", some.stream().map(Adversity::word).toList());
    }

    /** Sums over the seeds that were survived. */
    private static final class Tally {
        private final Instant begin = Instant.now();
        private final Map<Adversity, Integer> strikes = new EnumMap<>(Adversity.class);
        private final List<Duration> whole = new ArrayList<>();
        private int skipped;
        private int seeds;
        private int restarts;
        private int interruptions;
        private long ticks;
        private double hours;

        private void add(Simulation.Survived survived) {
            seeds++;
            hours += survived.hours();
            restarts += survived.restarts();
            interruptions += survived.interruptions();
            ticks += survived.ticks();
            survived.strikes().forEach((adversity, count) -> strikes.merge(adversity, count, Integer::sum));
            survived.whole().ifPresent(whole::add);
        }

        private void print(PrintWriter out, int failed) {
            var took = Duration.between(begin, Instant.now());
            var faults = strikes.values().stream().mapToInt(Integer::intValue).sum();
            out.printf(
                    "%d seeds survived, %d failed%s: %.1f cluster-years, %,d faults, %,d interruptions, %,d restarts survived, %,d ticks, in %d s%n",
                    seeds,
                    failed,
                    skipped == 0 ? "" : ", " + skipped + " not begun in time",
                    hours / HOURS_A_YEAR,
                    faults,
                    interruptions,
                    restarts,
                    ticks,
                    took.toSeconds());
            strikes.forEach((adversity, count) -> out.printf("  %-22s %,9d%n", adversity.word(), count));
            if (whole.isEmpty()) return;
            whole.sort(null);
            out.printf(
                    "whole after the storm: median %s, 9 in 10 within %s, the slowest after %s%n",
                    minutes(whole.get(whole.size() / 2)),
                    minutes(whole.get(whole.size() * 9 / 10)),
                    minutes(whole.getLast()));
        }

        private static String minutes(Duration duration) {
            return String.format("%d m %02d s", duration.toMinutes(), duration.toSecondsPart());
        }
    }
}
