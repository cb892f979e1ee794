package dev.ballast.simulation;

import com.sun.management.OperatingSystemMXBean;
import dev.ballast.backtest.MarketCalibration;
import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.sim.world.market.Regime;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** What {@code ./bench simulator} asks for: one measurement a process, one line a number, its columns separated by tabs. */
enum Pace {
    /** A large cluster for a month. */
    MONTH {
        @Override
        void measure(long amount, PrintWriter out) {
            var scenario = month(Duration.ofDays(amount));
            var begin = System.nanoTime();
            var cpu = cpuNanos();
            var survived = new Simulation(scenario).run();
            var seconds = (System.nanoTime() - begin) / 1e9;
            row(out, "seconds", seconds, told(survived) + ", " + (cpuNanos() - cpu) / 1_000_000_000 + " s of CPU");
        }
    },
    /** Clusters of 20 in typical times, for as many seeds, in a JVM as warm as it is for nearly all of an hour. */
    YEARS {
        @Override
        void measure(long amount, PrintWriter out) {
            for (var seed = amount; seed < amount + amount / WARMING; seed++) new Simulation(typical(seed)).run();
            var begin = cpuNanos();
            var hours = 0.0;
            var faults = 0;
            for (var seed = 0L; seed < amount; seed++) {
                var survived = new Simulation(typical(seed)).run();
                hours += survived.hours();
                faults += sum(survived);
            }
            var coreHours = (cpuNanos() - begin) / 3.6e12;
            row(out, "years", hours / Hostile.HOURS_A_YEAR / coreHours, faults + " faults in " + amount + " seeds");
        }
    },
    /** Seeds as {@code ./verify} runs them. */
    SEEDS {
        @Override
        void measure(long amount, PrintWriter out) {
            var begin = System.nanoTime();
            var broken = LongStream.range(0, amount)
                    .parallel()
                    .filter(seed -> Hostile.attempt(Scenario.of(seed)) instanceof Hostile.Failure)
                    .boxed()
                    .toList();
            row(out, "seeds", amount * 1e9 / (System.nanoTime() - begin), amount + " seeds");
            row(out, "broken", broken.size(), broken.isEmpty() ? "" : "seeds " + broken);
        }
    },
    /** The market beside what is published. */
    MARKET {
        @Override
        void measure(long amount, PrintWriter out) {
            row(out, MarketCalibration.falls());
            row(out, MarketCalibration.losses());
            MarketCalibration.correlations().forEach(row -> row(out, row));
            row(out, MarketCalibration.joined());
        }
    };

    /** What changes the size that the measurement is about. */
    private static final Set<Adversity> OF_ANOTHER_SIZE =
            EnumSet.of(Adversity.SETTINGS_CHANGED, Adversity.SERVICES_EDITED);

    /** One seed in so many runs first and is not counted. */
    private static final int WARMING = 3;

    private static final int LARGE = 100;
    private static final int SMALL = 20;
    private static final int SERVICES = 10;

    /** @param amount of what is measured: days or seeds */
    abstract void measure(long amount, PrintWriter out);

    private static Scenario month(Duration length) {
        var calm = length.dividedBy(10);
        var services = LongStream.range(0, SERVICES)
                .mapToObj(i -> new Scenario.Workload("s" + i, 256, 512, 100, new HealthyPercent(50, 200), false))
                .toList();
        return Scenario.of(1)
                .with(EnumSet.complementOf(EnumSet.copyOf(OF_ANOTHER_SIZE)))
                .with(services)
                .at(Regime.TYPICAL)
                .sized(LARGE)
                .lasting(length.minus(calm), calm);
    }

    private static Scenario typical(long seed) {
        var scenario = Scenario.of(seed);
        var adversities = EnumSet.noneOf(Adversity.class);
        adversities.addAll(scenario.adversities());
        adversities.removeAll(OF_ANOTHER_SIZE);
        return scenario.with(adversities).at(Regime.TYPICAL).sized(SMALL);
    }

    private static String told(Simulation.Survived survived) {
        return String.format(
                Locale.ROOT,
                "%,d ticks, %,d faults, %,d interruptions, %,d restarts",
                survived.ticks(),
                sum(survived),
                survived.interruptions(),
                survived.restarts());
    }

    private static int sum(Simulation.Survived survived) {
        return survived.strikes().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Of the whole process, the compiler's and the collector's threads included. */
    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void row(PrintWriter out, MarketCalibration.Row row) {
        var all = row.measured().stream().mapToDouble(Double::doubleValue).summaryStatistics();
        var between = String.format(Locale.ROOT, "%.3g to %.3g", all.getMin(), all.getMax());
        row(
                out,
                List.of(
                        row.what(),
                        row.mean(),
                        between,
                        bound(row.asked().map(MarketCalibration.Range::least)),
                        bound(row.asked().map(MarketCalibration.Range::most))));
    }

    private static Object bound(Optional<Double> one) {
        return one.isPresent() ? one.get() : "";
    }

    private static void row(PrintWriter out, String what, double measured, String note) {
        row(out, List.of(what, measured, note));
    }

    private static void row(PrintWriter out, List<Object> columns) {
        out.println(String.join("\t", columns.stream().map(Object::toString).toList()));
        out.flush();
    }
}
