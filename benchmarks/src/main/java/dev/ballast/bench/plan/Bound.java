package dev.ballast.bench.plan;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import dev.ballast.decide.mix.Offered;
import dev.ballast.decide.pack.Load;
import dev.ballast.decide.pack.Piece;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What no choice of hosts can cost less than, reckoned by OR-Tools on a model of its own, so that neither our simplex nor our rows are their own judge. Tasks
 * may be cut up, but go only where they fit whole, and a host gives what is left of it down to the grid of the tasks. Of what may be lost, a zone
 * leaves the tasks to be placed anew on the other zones' hosts; of a pool, which are thousands, it is asked only that the others give enough of each
 * resource, which asks for less and so is a bound too.
 */
final class Bound {
    private static final double CPU_GRID = 256;
    private static final double MEMORY_GRID = 512;
    /** As far as two solvers' tolerances lie apart. */
    private static final double AGREE = 1e-5;

    private final List<Piece> pieces;
    private final Load load;
    private final List<Offered> offers;
    private final MPSolver solver;
    private final List<MPVariable> hosts = new ArrayList<>();
    private final List<double[]> gives = new ArrayList<>();
    /** Of hosts that hold the same, one for each resource. */
    private final List<MPConstraint> rooms = new ArrayList<>();
    /** By the pieces that fit: the offers whose hosts hold the same. */
    private final Map<List<Integer>, List<Integer>> alike = new LinkedHashMap<>();

    private Bound(Load load, List<Offered> offers, String with, boolean whole) {
        this.load = load;
        this.offers = offers;
        pieces = List.copyOf(load.counts().keySet());
        Loader.loadNativeLibraries();
        solver = MPSolver.createSolver(with);
        for (var i = 0; i < offers.size(); i++) {
            hosts.add(solver.makeVar(0, MPSolver.infinity(), whole, "hosts-" + i));
            solver.objective().setCoefficient(hosts.get(i), offers.get(i).micros() / 1e6);
            var free = offers.get(i).empty().free();
            gives.add(
                    new double[] {Math.floor(free.cpuUnits() / CPU_GRID), Math.floor(free.memoryMib() / MEMORY_GRID)});
            var held = new ArrayList<Integer>();
            for (var p = 0; p < pieces.size(); p++) if (offers.get(i).empty().fits(pieces.get(p), 1) > 0) held.add(p);
            alike.computeIfAbsent(held, same -> new ArrayList<>()).add(i);
        }
        solver.objective().setMinimization();
    }

    /** In dollars an hour, hosts in fractions. */
    static double relaxed(Load load, List<Offered> offers) {
        var bound = new Bound(load, offers, "GLOP", false);
        bound.ask();
        if (bound.solver.solve() != MPSolver.ResultStatus.OPTIMAL)
            throw new IllegalStateException("GLOP found no optimum");
        return bound.solver.objective().value();
    }

    /**
     * In dollars an hour, whole hosts.
     *
     * @param by the solver that proved it, and whether it is the optimum or what its search had proven when time was over
     */
    record Proven(double dollars, String by) {}

    /** The best of two solvers, each given so many seconds. */
    static Proven whole(Load load, List<Offered> offers, int seconds) {
        var scip = byScip(load, offers, seconds);
        var highs = byHighs(load, offers, seconds);
        if (highs.isEmpty()) return scip;
        if (scip.dollars() > highs.get().dollars() * (1 + AGREE))
            throw new IllegalStateException("SCIP proves more than HiGHS' optimum: " + scip + ", " + highs.get());
        return highs.get();
    }

    private static Proven byScip(Load load, List<Offered> offers, int seconds) {
        var bound = new Bound(load, offers, "SCIP", true);
        bound.ask();
        bound.solver.setTimeLimit(seconds * 1000L);
        var status = bound.solver.solve();
        return new Proven(
                bound.solver.objective().bestBound(),
                status == MPSolver.ResultStatus.OPTIMAL ? "SCIP" : "SCIP, after " + seconds + " s");
    }

    /** Empty where it did not end: OR-Tools then calls the best that HiGHS found its bound, which it is not. */
    private static Optional<Proven> byHighs(Load load, List<Offered> offers, int seconds) {
        var bound = new Bound(load, offers, "HIGHS_MIXED_INTEGER_PROGRAMMING", true);
        bound.ask();
        bound.solver.setTimeLimit(seconds * 1000L);
        // taken although the answer says that it is not; without it HiGHS greets on standard output, where the report
        // goes
        bound.solver.setSolverSpecificParametersAsString("output_flag=false,mip_rel_gap=0");
        return isSolved(bound.solver)
                ? Optional.of(new Proven(bound.solver.objective().value(), "HiGHS"))
                : Optional.empty();
    }

    private static boolean isSolved(MPSolver solver) {
        try {
            return solver.solve() == MPSolver.ResultStatus.OPTIMAL;
        } catch (IllegalArgumentException _) {
            // a search that ends without any set has a status (99, unknown) that OR-Tools' own Java does not know
            return false;
        }
    }

    private void ask() {
        var groups = new TreeMap<String, List<Integer>>();
        for (var i = 0; i < offers.size(); i++)
            if (!offers.get(i).lostWith().isEmpty())
                groups.computeIfAbsent(offers.get(i).lostWith(), name -> new ArrayList<>())
                        .add(i);
        if (!groups.isEmpty() && groups.size() < offers.size()) for (var lost : groups.keySet()) place(lost);
        else place("");
        if (!groups.isEmpty()) for (var r = 0; r < 2; r++) outlast(r, groups);
    }

    /** Every task somewhere, without what is lost. */
    private void place(String lost) {
        var byPiece = new ArrayList<MPConstraint>();
        for (var piece : pieces) byPiece.add(solver.makeConstraint(load.count(piece), MPSolver.infinity()));
        alike.forEach((held, some) -> {
            for (var r = 0; r < 2; r++) {
                var room = solver.makeConstraint(0, MPSolver.infinity());
                for (var i : some)
                    if (lost.isEmpty() || !offers.get(i).lostWith().equals(lost))
                        room.setCoefficient(hosts.get(i), gives.get(i)[r]);
                rooms.add(room);
            }
            for (var p : held) {
                var tasks = solver.makeNumVar(0, MPSolver.infinity(), "");
                byPiece.get(p).setCoefficient(tasks, 1);
                for (var r = 0; r < 2; r++) rooms.get(rooms.size() - 2 + r).setCoefficient(tasks, -need(p, r));
            }
        });
    }

    private double need(int piece, int resource) {
        var needs = pieces.get(piece).shape().needs();
        return resource == 0 ? needs.cpuUnits() / CPU_GRID : needs.memoryMib() / MEMORY_GRID;
    }

    private void outlast(int resource, Map<String, List<Integer>> groups) {
        var all = 0.0;
        for (var p = 0; p < pieces.size(); p++) all += load.count(pieces.get(p)) * need(p, resource);
        var loss = solver.makeNumVar(0, MPSolver.infinity(), "loss-" + resource);
        var rest = solver.makeConstraint(all, MPSolver.infinity());
        rest.setCoefficient(loss, -1);
        for (var i = 0; i < hosts.size(); i++) rest.setCoefficient(hosts.get(i), gives.get(i)[resource]);
        for (var group : groups.values()) {
            var covered = solver.makeConstraint(0, MPSolver.infinity());
            covered.setCoefficient(loss, 1);
            for (var i : group) covered.setCoefficient(hosts.get(i), -gives.get(i)[resource]);
        }
    }
}
