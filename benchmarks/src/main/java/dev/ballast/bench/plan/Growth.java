package dev.ballast.bench.plan;

import dev.ballast.bench.Asked;
import dev.ballast.bench.Row;
import dev.ballast.decide.mix.CheapestMix;
import dev.ballast.model.Settings.Survive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** How the time of a plan grows with tasks and with pools, as bars on a scale of powers of ten. */
final class Growth {
    private static final List<Integer> TASKS = List.of(1_000, 10_000, 100_000);
    private static final List<Integer> POOLS = List.of(100, 1_000, 4_000);
    private static final int USUAL_TASKS = 10_000;
    private static final int USUAL_POOLS = 1_000;
    private static final int CELLS_BY_TEN = 12;
    /** The fastest counts: the first one of all also waits for the compiler. */
    private static final int RUNS = 3;

    private final Market market;
    private final long seed;

    Growth(Market market, long seed) {
        this.market = market;
        this.seed = seed;
    }

    List<Row> rows(List<Integer> tasks, List<Integer> pools) {
        var rows = new ArrayList<Row>();
        rows.addAll(rows("the cheapest mix", tasks, pools, this::mix));
        rows.addAll(rows("the whole decision", tasks, pools, this::whole));
        return rows;
    }

    static List<Integer> tasks() {
        return TASKS;
    }

    static List<Integer> pools() {
        return POOLS;
    }

    private record Size(int tasks, int pools) {}

    private static List<Row> rows(String what, List<Integer> tasks, List<Integer> pools, ToDoubleFunction<Size> timed) {
        var sizes = new ArrayList<Size>();
        for (var some : tasks) sizes.add(new Size(some, USUAL_POOLS));
        for (var some : pools) sizes.add(new Size(Math.min(USUAL_TASKS, tasks.getLast()), some));
        timed.applyAsDouble(sizes.getFirst());
        return sizes.stream()
                .map(size -> {
                    var millis = IntStream.range(0, RUNS)
                            .mapToDouble(_ -> timed.applyAsDouble(size))
                            .min()
                            .orElseThrow();
                    return Row.of(
                            String.format(
                                    Locale.ROOT, "growth, %s: %,d tasks, %,d pools", what, size.tasks(), size.pools()),
                            Asked.nothing(),
                            "ms",
                            millis,
                            "#".repeat((int) Math.round(CELLS_BY_TEN * Math.log10(Math.max(1, millis)))) + " "
                                    + CELLS_BY_TEN + " # more: ten times the time; fastest of " + RUNS);
                })
                .toList();
    }

    private double mix(Size size) {
        var load = Shapes.load(Shapes.drawn(seed, size.tasks()));
        var offers = market.of(size.pools()).offers(Survive.POOL);
        var begin = System.nanoTime();
        CheapestMix.of(load, offers).orElseThrow();
        return (System.nanoTime() - begin) / 1e6;
    }

    private double whole(Size size) {
        var cluster =
                new Cluster(market.of(size.pools()).offers(), Shapes.counts(seed, size.tasks()), Survive.POOL, seed);
        return cluster.timedStep() + cluster.timedStep();
    }
}
