package dev.ballast.decide.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * One simple rule for what to buy. Several are tried to the end and the cheapest result that is whole wins; the others are
 * the alternatives in the reason.
 *
 * @param width only so many of the cheapest pools are considered for tasks and spare
 */
record Strategy(Fill fill, int width) {
    /** How the target is filled up. */
    enum Fill {
        CHEAPEST("the cheapest instances"),
        /** The cheapest of those on which a fair share of the waiting tasks fits. */
        FAIR_SHARE("instances that hold a fair share of the tasks"),
        CHEAPEST_CAPACITY("the cheapest capacity");

        private final String words;

        Fill(String words) {
            this.words = words;
        }
    }

    private static final int[] WIDTHS = {Integer.MAX_VALUE, 12, 6};

    static List<Strategy> all() {
        var all = new ArrayList<Strategy>();
        for (var fill : Fill.values()) for (var width : WIDTHS) all.add(new Strategy(fill, width));
        return all;
    }

    @Override
    public String toString() {
        return fill.words + (width == Integer.MAX_VALUE ? " over all pools" : " over the " + width + " cheapest pools");
    }
}
