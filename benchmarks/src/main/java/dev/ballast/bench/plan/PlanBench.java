package dev.ballast.bench.plan;

import dev.ballast.bench.Output;
import dev.ballast.bench.Report;
import dev.ballast.bench.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Ten thousand tasks packed, against what the volume needs, Fenzo, and first fit decreasing.")
public final class PlanBench implements Callable<Integer> {
    private static final List<Long> SEEDS = List.of(42L, 1L, 2L, 3L, 4L, 5L);

    @Mixin
    private Output output;

    @Option(names = "--quick", description = "a tenth of the tasks and one seed: numbers are shown, not judged")
    private boolean quick;

    @Override
    public Integer call() {
        var seeds = quick ? SEEDS.subList(0, 1) : SEEDS;
        var tasks = quick ? 1_000 : 10_000;
        var rows = new ArrayList<Row>();
        rows.addAll(new PackingRace("16 vCPU, 64 GiB", 16_384, 65_536, tasks).rows(seeds, 1.005, 100));
        rows.addAll(new PackingRace("15.75 vCPU, 62 GiB", 16_128, 63_488, tasks).rows(seeds, 1.01, 50));
        var report = new Report(
                "./bench plan" + (quick ? " --quick" : ""), seeds.getFirst(), Map.of("seeds", seeds.toString()), rows);
        output.print(report);
        return !quick && report.fallsShort() ? 1 : 0;
    }
}
