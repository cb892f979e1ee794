package dev.ballast.bench.plan;

import dev.ballast.bench.Asked;
import dev.ballast.bench.Row;
import dev.ballast.decide.mix.CheapestMix;
import dev.ballast.model.Settings.Survive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What the whole decision buys where ECS places the tasks and nothing is moved afterwards, against the cheapest hosts on which every task may be moved;
 * and how long it takes, at first and then for every change.
 */
final class WholePlanRace {
    private static final double MOST_OVER_REPACKING = 1.05;
    private static final double MOST_MILLIS_FIRST = 500;
    private static final double MOST_MILLIS_BEST = 1_000;
    private static final double MEAN_MILLIS = 20;
    private static final double WORST_MILLIS = 100;
    private static final int CHANGES = 100;
    private static final int WARM_UP = 100;
    private static final String COLD = "nothing is warmed up before the first row";

    private final Market market;
    private final List<Long> seeds;

    WholePlanRace(Market market, List<Long> seeds) {
        this.market = market;
        this.seeds = seeds;
    }

    private Cluster cluster(long seed, int tasks, Survive survive) {
        return new Cluster(market.offers(), Shapes.counts(seed, tasks), survive, seed);
    }

    /** To be asked before anything else, for the first seed to be of a cold process. */
    List<Row> placed(int tasks, Survive survive) {
        var ratios = new Figures();
        var overOwnMix = new Figures();
        var first = new Figures();
        var best = new Figures();
        for (var seed : seeds) {
            var cluster = cluster(seed, tasks, survive);
            // a launch template is asked for first, and a plan made that would do
            first.add(cluster.timedStep(), "seed " + seed);
            best.add(cluster.timedStep(), "seed " + seed);
            var looks = 1 + cluster.settle();
            if (cluster.waiting() > 0) throw new IllegalStateException("seed " + seed + ": tasks wait for ever");
            var load = Shapes.load(Shapes.drawn(seed, tasks));
            var repacked = CheapestMix.of(load, market.offers(survive)).orElseThrow();
            var bound = repacked.micros() / 1e6;
            var ownMix = OwnMix.dollars(load, market.offers(survive));
            overOwnMix.add(
                    cluster.dollars() / ownMix,
                    String.format(Locale.ROOT, "those are %.3f x full repacking", ownMix / bound));
            ratios.add(
                    cluster.dollars() / bound,
                    String.format(
                            Locale.ROOT,
                            "%.2f/%.2f on %d hosts, bought in %d looks",
                            cluster.dollars(),
                            bound,
                            cluster.hosts(),
                            looks));
        }
        var what = MixRace.what(tasks, survive) + "as ECS places, ";
        return List.of(
                Row.of(
                        what + "cost, worst seed",
                        Asked.atMost(MOST_OVER_REPACKING),
                        "x full repacking",
                        ratios.most(),
                        ratios.notes()),
                Row.of(
                        what + "the same, worst seed",
                        Asked.nothing(),
                        "x hosts that hold the tasks' own mix",
                        overOwnMix.most(),
                        overOwnMix.notes()),
                Row.of(what + "first safe plan, slowest", Asked.atMost(MOST_MILLIS_FIRST), "ms", first.most(), COLD),
                Row.of(what + "best plan, slowest", Asked.atMost(MOST_MILLIS_BEST), "ms", best.most(), COLD));
    }

    /** Of a warm process, as a daemon is. */
    List<Row> changes(int tasks, Survive survive) {
        var millis = new ArrayList<Double>();
        for (var seed : seeds) {
            var cluster = cluster(seed, tasks, survive);
            cluster.settle();
            for (var i = 0; i < WARM_UP + CHANGES; i++) {
                cluster.change();
                var took = cluster.timedStep();
                if (i >= WARM_UP) millis.add(took);
            }
        }
        var what = MixRace.what(tasks, survive) + "one task or pool more or less, ";
        var note = String.format(Locale.ROOT, "whole decisions; median %.0f of %d", Row.median(millis), millis.size());
        return List.of(
                Row.of(what + "mean", Asked.atMost(MEAN_MILLIS), "ms", mean(millis), note),
                Row.of(what + "worst", Asked.atMost(WORST_MILLIS), "ms", Collections.max(millis), note));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
