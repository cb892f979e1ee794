package dev.ballast.bench.plan;

import dev.ballast.bench.Asked;
import dev.ballast.bench.Row;
import dev.ballast.decide.mix.CheapestMix;
import dev.ballast.decide.mix.Offered;
import dev.ballast.model.Settings.Survive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The cheapest set of hosts that stands after a loss, against what no set can cost less than. */
final class MixRace {
    private static final int SECONDS_FOR_THE_INTEGER_OPTIMUM = 60;

    /** What no set of hosts can cost less than. */
    enum Against {
        /** Hosts in fractions, tasks cut up, where they fit whole. */
        RELAXED("x shape LP"),
        /** Whole hosts: the integer optimum, as far as it is proven. */
        WHOLE("x integer optimum");

        private final String words;

        Against(String words) {
            this.words = words;
        }
    }

    /**
     * @param mostOverBound as a share of the bound
     * @param mostMillis 0 where nobody asked
     */
    record Size(int tasks, Survive survive, double mostOverBound, Against bound, double mostMillis) {}

    private final Market market;
    private final List<Long> seeds;

    MixRace(Market market, List<Long> seeds) {
        this.market = market;
        this.seeds = seeds;
    }

    List<Row> rows(Size size) {
        var offers = market.offers(size.survive());
        var ratios = new Figures();
        var millis = new Figures();
        for (var seed : seeds) one(size, offers, seed, ratios, millis);
        var what = what(size.tasks(), size.survive());
        var rows = new ArrayList<Row>();
        rows.add(Row.of(
                what + "cost, worst seed",
                Asked.atMost(size.mostOverBound()),
                size.bound().words,
                ratios.most(),
                ratios.notes()));
        rows.add(Row.of(
                what + "time, slowest seed",
                size.mostMillis() > 0 ? Asked.atMost(size.mostMillis()) : Asked.nothing(),
                "ms",
                millis.most(),
                millis.notes() + "; nothing is warmed up before the first row"));
        return rows;
    }

    static String what(int tasks, Survive survive) {
        return String.format(
                Locale.ROOT, "%,d tasks, survive %s: ", tasks, survive.name().toLowerCase(Locale.ROOT));
    }

    private void one(Size size, List<Offered> offers, long seed, Figures ratios, Figures millis) {
        var load = Shapes.load(Shapes.drawn(seed, size.tasks()));
        var begin = System.nanoTime();
        var mix = CheapestMix.of(load, offers)
                .orElseThrow(() -> new IllegalStateException("seed " + seed + ": nothing was found"));
        var took = (System.nanoTime() - begin) / 1e6;
        if (!CheapestMix.holds(load, offers, mix.hosts()))
            throw new IllegalStateException("seed " + seed + ": the set does not hold the load");
        var bound = switch (size.bound()) {
            case WHOLE -> Bound.whole(load, offers, SECONDS_FOR_THE_INTEGER_OPTIMUM);
            case RELAXED -> new Bound.Proven(Bound.relaxed(load, offers), "GLOP");
        };
        var dollars = mix.micros() / 1e6;
        ratios.add(
                dollars / bound.dollars(),
                String.format(Locale.ROOT, "%.2f/%.2f (%s)", dollars, bound.dollars(), bound.by()));
        millis.add(took, String.format(Locale.ROOT, "%.0f", took));
    }
}
