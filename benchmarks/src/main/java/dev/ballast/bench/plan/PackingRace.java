package dev.ballast.bench.plan;

import dev.ballast.bench.Asked;
import dev.ballast.bench.Row;
import dev.ballast.decide.pack.Filling;
import dev.ballast.decide.pack.Load;
import dev.ballast.decide.pack.Packing;
import dev.ballast.decide.pack.Room;
import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Resources;
import dev.ballast.model.TaskShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.LongStream;

/** Equal tasks onto equal hosts: Ballast, Fenzo, CP-SAT and first fit decreasing, in one process and one after the other. */
final class PackingRace {
    private static final CapacityPool POOL = new CapacityPool("host", "a", PurchaseOption.SPOT);
    private static final int WARM_UP = 200;
    private static final int RUNS = 21;
    private static final int RUNS_OF_FENZO = 3;

    private final String host;
    private final Resources each;
    private final int tasks;
    /** In its deterministic seconds. */
    private final double workOfCpSat;

    PackingRace(String host, int cpuUnits, int memoryMib, int tasks, double workOfCpSat) {
        this.host = host;
        this.each = new Resources(cpuUnits, memoryMib, 0, 0);
        this.tasks = tasks;
        this.workOfCpSat = workOfCpSat;
    }

    /** Hosts found, and how long it took: the median. */
    private record Packed(int hosts, double seconds) {}

    /**
     * @param mostOverBound as a share of the bound
     * @param leastFaster than Fenzo
     */
    List<Row> rows(List<Long> seeds, double mostOverBound, double leastFaster) {
        var overBound = new Figures();
        var faster = new Figures();
        var fenzoOver = new Figures();
        var cpSatOver = new Figures();
        var firstFitOver = new Figures();
        for (var seed : seeds) {
            var drawn = Shapes.drawn(seed, tasks);
            var load = Shapes.load(drawn);
            var patterns = Patterns.of(load, each, workOfCpSat);
            var bound = Math.max(Filling.atLeast(load, empty()), patterns.atLeast());
            check(load, Filling.of(load, empty()));
            var ours = measured(WARM_UP, RUNS, () -> Filling.count(Filling.of(load, empty())));
            if (ours.hosts < bound || patterns.hosts() < bound)
                throw new IllegalStateException("seed " + seed + ": fewer hosts than the bound of " + bound);
            var fenzo = fenzo(drawn, bound);
            var firstFit = firstFit(load, bound);
            overBound.add((double) ours.hosts / bound, ours.hosts + "/" + bound);
            faster.add(fenzo.seconds / ours.seconds, perSecond(ours) + "/" + perSecond(fenzo));
            cpSatOver.add((double) patterns.hosts() / bound, patterns.hosts() + "/" + bound);
            fenzoOver.add((double) fenzo.hosts / bound, fenzo.hosts + "/" + bound);
            firstFitOver.add((double) firstFit / bound, firstFit + "/" + bound);
        }
        var what = String.format("%,d tasks on hosts of %s: ", tasks, host);
        return List.of(
                Row.of(
                        what + "hosts, worst seed",
                        Asked.atMost(mostOverBound),
                        "x bound",
                        overBound.most(),
                        overBound.notes() + "; the bound is the volume or GLOP's over all patterns, the higher"),
                Row.of(
                        what + "tasks a second, worst seed",
                        Asked.atLeast(leastFaster),
                        "x Fenzo",
                        faster.least(),
                        faster.notes()),
                Row.of(
                        what + "CP-SAT's hosts, its best seed",
                        Asked.nothing(),
                        "x bound",
                        cpSatOver.least(),
                        cpSatOver.notes() + "; on the patterns that GLOP found"),
                Row.of(
                        what + "Fenzo's hosts, its best seed",
                        Asked.nothing(),
                        "x bound",
                        fenzoOver.least(),
                        fenzoOver.notes()),
                Row.of(
                        what + "first fit as the plan packs, its best seed",
                        Asked.nothing(),
                        "x bound",
                        firstFitOver.least(),
                        firstFitOver.notes()));
    }

    private Room empty() {
        return Room.of(new Room.Place("", POOL, Architecture.X86_64), each, Set.of(), Set.of());
    }

    /** Whether every task has a place, and no host holds more than it has. */
    private void check(Load load, List<Filling.Alike> hosts) {
        var placed = new Load();
        for (var alike : hosts) {
            var room = empty();
            alike.each().forEach((piece, count) -> {
                if (room.put(piece, count) < count) throw new IllegalStateException(piece + " has no place");
                placed.add(piece, count * alike.hosts());
            });
        }
        if (!placed.counts().equals(load.counts())) throw new IllegalStateException("not every task has a place");
    }

    /** As drawn, and the largest first: the better of the two counts for Fenzo, each in its own time. */
    private Packed fenzo(List<TaskShape> drawn, int bound) {
        var sorted = new ArrayList<>(drawn);
        sorted.sort(Comparator.comparingInt((TaskShape shape) -> Math.max(
                        shape.needs().cpuUnits() * each.memoryMib() / each.cpuUnits(),
                        shape.needs().memoryMib()))
                .reversed());
        var asDrawn = measured(0, RUNS_OF_FENZO, () -> Fenzo.hosts(drawn, each, offered(bound)));
        var largestFirst = measured(0, RUNS_OF_FENZO, () -> Fenzo.hosts(sorted, each, offered(bound)));
        return new Packed(Math.min(asDrawn.hosts, largestFirst.hosts), Math.min(asDrawn.seconds, largestFirst.seconds));
    }

    private static int offered(int bound) {
        return bound + bound / 5;
    }

    private int firstFit(Load load, int bound) {
        var rooms = new ArrayList<Room>();
        for (var i = 0; i < 2 * bound; i++) rooms.add(empty());
        if (!Packing.pack(load, rooms).isEmpty())
            throw new IllegalStateException("first fit needs more than twice the bound");
        return (int) rooms.stream().filter(room -> !room.free().equals(each)).count();
    }

    private static Packed measured(int warmUp, int runs, IntSupplier work) {
        for (var i = 0; i < warmUp; i++) work.getAsInt();
        var nanos = new long[runs];
        var hosts = 0;
        for (var i = 0; i < runs; i++) {
            var start = System.nanoTime();
            hosts = work.getAsInt();
            nanos[i] = System.nanoTime() - start;
        }
        var seconds = Row.median(LongStream.of(nanos)
                .mapToObj(one -> (double) one / TimeUnit.SECONDS.toNanos(1))
                .toList());
        return new Packed(hosts, seconds);
    }

    private String perSecond(Packed packed) {
        return String.format("%,.0f", tasks / packed.seconds);
    }
}
