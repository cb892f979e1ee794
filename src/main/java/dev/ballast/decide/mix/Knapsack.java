package dev.ballast.decide.mix;

import java.util.Arrays;

/**
 * The dearest tasks that fit on what is left of one host, by dynamic programming over the first two resources. Of others it knows nothing: what it
 * finds is worth at least as much as what fits. Not thread-safe.
 */
final class Knapsack {
    /** On a larger host so many tasks have their place that what is left over hardly counts. */
    private static final int MOST_STATES = 8192;

    /** So many states are worth it to fill the last of a host, the fewer tasks the more. */
    private static final int LEAST_STATES = 1024;

    private static final int STATES_BY_TASKS = 2_000_000;

    private final Question question;
    private final int lastStates;
    private final double[] value = new double[MOST_STATES];
    private final int[] choice = new int[MOST_STATES];

    Knapsack(Question question) {
        this.question = question;
        lastStates = Math.clamp(STATES_BY_TASKS / Math.max(1, question.tasks), LEAST_STATES, MOST_STATES);
    }

    boolean isSmall(int[] free) {
        return (long) steps(free, 0) * steps(free, 1) <= MOST_STATES;
    }

    boolean isNearlyFull(int[] free) {
        return (long) steps(free, 0) * steps(free, 1) <= lastStates;
    }

    private int steps(int[] free, int resource) {
        return resource < question.resources ? Math.max(0, free[resource]) / question.grid[resource] + 1 : 1;
    }

    private int step(int piece, int resource) {
        return resource < question.resources ? question.needs[piece][resource] / question.grid[resource] : 0;
    }

    /**
     * @param most of each piece; more than none counts as many
     * @param worth of each piece
     * @return how many of each
     */
    int[] dearest(int[] free, int[] most, double[] worth) {
        var width = steps(free, 0);
        var height = steps(free, 1);
        Arrays.fill(value, 0, width * height, 0);
        Arrays.fill(choice, 0, width * height, -1);
        for (var i = 0; i < most.length; i++) if (most[i] > 0 && worth[i] > 0) allow(i, worth[i], width, height);
        var chosen = new int[most.length];
        for (var at = width * height - 1; choice[at] >= 0; ) {
            var piece = choice[at];
            chosen[piece]++;
            at -= step(piece, 0) * height + step(piece, 1);
        }
        return chosen;
    }

    private void allow(int piece, double worth, int width, int height) {
        var across = step(piece, 0);
        var down = step(piece, 1);
        var back = across * height + down;
        if (back == 0) return;
        for (var x = across; x < width; x++)
            for (var at = x * height + down; at < (x + 1) * height; at++) {
                var with = value[at - back] + worth;
                if (with > value[at] + 1e-12) {
                    value[at] = with;
                    choice[at] = piece;
                }
            }
    }
}
