package dev.ballast.bench.plan;

import dev.ballast.bench.Asked;
import dev.ballast.bench.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@link PlanMicro} by JMH: means and errors of what is warm. */
final class MicroRace {
    private final Path data;

    MicroRace(Path data) {
        this.data = data;
    }

    List<Row> rows(int tasks, int iterations) {
        var options = new OptionsBuilder()
                .include(PlanMicro.class.getName())
                .param("tasks", Integer.toString(tasks))
                .forks(1)
                .jvmArgsAppend("-XX:+UseParallelGC", "-D" + PlanMicro.DATA + "=" + data)
                .warmupIterations(iterations)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.seconds(2))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        var rows = new ArrayList<Row>();
        try {
            for (var result : new Runner(options).run()) {
                var measured = result.getPrimaryResult();
                rows.add(Row.of(
                        String.format(Locale.ROOT, "%,d tasks, warm: %s", tasks, measured.getLabel()),
                        Asked.nothing(),
                        measured.getScoreUnit(),
                        measured.getScore(),
                        String.format(
                                Locale.ROOT,
                                "JMH's mean of %d, give or take %.2f",
                                measured.getSampleCount(),
                                measured.getScoreError())));
            }
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }
}
