package dev.ballast.bench.plan;

import dev.ballast.bench.Asked;
import dev.ballast.bench.Row;
import dev.ballast.decide.mix.CheapestMix;
import dev.ballast.model.Settings.Survive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How far the rules of others are above the cheapest mix, each brought to the same survival. */
final class RivalRace {
    private static final double SAVED_AGAINST_THE_BEST = 1.05;

    private final Market market;
    private final long seed;

    RivalRace(Market market, long seed) {
        this.market = market;
        this.seed = seed;
    }

    List<Row> rows(int tasks, Survive survive) {
        var load = Shapes.load(Shapes.drawn(seed, tasks));
        var offers = market.offers(survive);
        var ours = CheapestMix.of(load, offers).orElseThrow().micros() / 1e6;
        var rows = new ArrayList<Row>();
        new Rivals(load, offers).dollars().forEach((rule, dollars) -> {
            var isBest = rule.startsWith(Rivals.BEST);
            rows.add(Row.of(
                    MixRace.what(tasks, survive) + rule,
                    Asked.atLeast(isBest && tasks == 10_000 ? SAVED_AGAINST_THE_BEST : 1),
                    "x Ballast",
                    dollars / ours,
                    dollars.isInfinite()
                            ? "never holds: its pools cannot replace one another"
                            : String.format(Locale.ROOT, "%.2f/%.2f dollars an hour", dollars, ours)));
        });
        return rows;
    }
}
