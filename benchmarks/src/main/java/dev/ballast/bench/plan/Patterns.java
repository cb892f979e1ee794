package dev.ballast.bench.plan;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import dev.ballast.decide.pack.Load;
import dev.ballast.decide.pack.Piece;
import dev.ballast.model.Resources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Equal hosts counted by patterns, as Gilmore and Gomory cut stock: a pattern says how many of each piece one host holds, and is used on so many hosts. GLOP
 * prices the pieces, the most valuable pattern at these prices is added, until none is worth more than a host. That is a bound that owes nothing to
 * our packing; CP-SAT then says on how many whole hosts each pattern is used.
 */
final class Patterns {
    private static final int CPU_GRID = 256;
    private static final int MEMORY_GRID = 512;
    private static final int MOST_PATTERNS = 2_000;
    private static final double EXACT = 1e-9;
    private static final double ROUNDING = 1e-6;
    /** One worker and the solver's own count of its work, not seconds: the same hosts on every machine. */
    private static final String REPEATABLE = "num_workers:1,random_seed:42,max_deterministic_time:";

    private final List<Piece> pieces;
    private final int[] tasks;
    private final int[] cpu;
    private final int[] memory;
    private final int hostCpu;
    private final int hostMemory;
    private final List<int[]> patterns = new ArrayList<>();

    private Patterns(Load load, Resources host) {
        Loader.loadNativeLibraries();
        pieces = List.copyOf(load.counts().keySet());
        tasks = pieces.stream().mapToInt(load::count).toArray();
        cpu = pieces.stream()
                .mapToInt(piece -> onGrid(piece.shape().needs().cpuUnits(), CPU_GRID))
                .toArray();
        memory = pieces.stream()
                .mapToInt(piece -> onGrid(piece.shape().needs().memoryMib(), MEMORY_GRID))
                .toArray();
        hostCpu = host.cpuUnits() / CPU_GRID;
        hostMemory = host.memoryMib() / MEMORY_GRID;
    }

    private static int onGrid(int need, int grid) {
        if (need % grid != 0) throw new IllegalArgumentException(need + " is not a multiple of " + grid);
        return need / grid;
    }

    /**
     * @param hosts that CP-SAT found
     * @param atLeast hosts that any packing needs
     */
    record Found(int hosts, int atLeast) {}

    /** @param work at most, in CP-SAT's deterministic seconds */
    static Found of(Load load, Resources host, double work) {
        var all = new Patterns(load, host);
        var atLeast = all.generate();
        return new Found(all.whole(atLeast, work), atLeast);
    }

    private int generate() {
        var solver = MPSolver.createSolver("GLOP");
        var rows = new ArrayList<MPConstraint>();
        for (var count : tasks) rows.add(solver.makeConstraint(count, MPSolver.infinity()));
        for (var p = 0; p < tasks.length; p++) {
            var alone = new int[tasks.length];
            alone[p] = Math.min(hostCpu / cpu[p], hostMemory / memory[p]);
            if (alone[p] == 0) throw new IllegalStateException(pieces.get(p) + " fits no host");
            use(alone, solver, rows);
        }
        solver.objective().setMinimization();
        Set<List<Integer>> known = new HashSet<>();
        while (true) {
            if (solver.solve() != MPSolver.ResultStatus.OPTIMAL)
                throw new IllegalStateException("GLOP found no optimum");
            var best = mostValuable(
                    rows.stream().mapToDouble(MPConstraint::dualValue).toArray());
            // prices scaled down until no pattern is worth more than a host are a bound, also before the last pattern
            // is found
            var bound = (int) Math.ceil(solver.objective().value() / Math.max(1, best.value()) - ROUNDING);
            var isNew = known.add(Arrays.stream(best.pattern()).boxed().toList());
            if (best.value() <= 1 + EXACT || !isNew || patterns.size() == MOST_PATTERNS) return bound;
            use(best.pattern(), solver, rows);
        }
    }

    private void use(int[] pattern, MPSolver solver, List<MPConstraint> rows) {
        patterns.add(pattern);
        cover(solver.makeNumVar(0, MPSolver.infinity(), ""), pattern, solver, rows);
    }

    private static void cover(MPVariable hosts, int[] pattern, MPSolver solver, List<MPConstraint> rows) {
        solver.objective().setCoefficient(hosts, 1);
        for (var p = 0; p < pattern.length; p++) if (pattern[p] > 0) rows.get(p).setCoefficient(hosts, pattern[p]);
    }

    private record Best(double value, int[] pattern) {}

    /** By dynamic programming over the grid, exactly. */
    private Best mostValuable(double[] prices) {
        var width = hostMemory + 1;
        var value = new double[(hostCpu + 1) * width];
        var last = new int[value.length];
        for (var c = 0; c <= hostCpu; c++)
            for (var m = 0; m <= hostMemory; m++) {
                var at = c * width + m;
                last[at] = -1;
                for (var p = 0; p < prices.length; p++) {
                    if (cpu[p] > c || memory[p] > m) continue;
                    var with = value[(c - cpu[p]) * width + m - memory[p]] + prices[p];
                    if (with > value[at]) {
                        value[at] = with;
                        last[at] = p;
                    }
                }
            }
        var pattern = new int[prices.length];
        var c = hostCpu;
        var m = hostMemory;
        for (var p = last[c * width + m]; p >= 0; p = last[c * width + m]) {
            pattern[p]++;
            c -= cpu[p];
            m -= memory[p];
        }
        return new Best(value[value.length - 1], pattern);
    }

    private int whole(int atLeast, double work) {
        var solver = MPSolver.createSolver("SAT");
        solver.setNumThreads(1);
        if (!solver.setSolverSpecificParametersAsString(REPEATABLE + work))
            throw new IllegalStateException("CP-SAT does not take " + REPEATABLE + work);
        var rows = new ArrayList<MPConstraint>();
        for (var count : tasks) rows.add(solver.makeConstraint(count, MPSolver.infinity()));
        // known already, so that it stops where it is reached
        var all = solver.makeConstraint(atLeast, MPSolver.infinity());
        for (var pattern : patterns) {
            var hosts = solver.makeIntVar(0, 2.0 * atLeast, "");
            cover(hosts, pattern, solver, rows);
            all.setCoefficient(hosts, 1);
        }
        solver.objective().setMinimization();
        var status = solver.solve();
        if (status != MPSolver.ResultStatus.OPTIMAL && status != MPSolver.ResultStatus.FEASIBLE)
            throw new IllegalStateException("CP-SAT found no packing: " + status);
        return (int) Math.round(solver.objective().value());
    }
}
