package dev.ballast.decide.mix;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Leaves out hosts that are not needed, and exchanges the dearest for cheaper ones, as long as everything still has its place after every loss. */
final class Polish {
    /** Tasks stowed in all tries together. */
    private static final int MOST_STOWED = 500_000;

    private static final int MOST_REPLACEMENTS = 12;

    private final Question question;
    private final Losses losses;
    private final Tally tally;
    private final List<Integer> cheapestFirst;
    private long stowsLeft;

    private Polish(Question question, Rows rows, Losses losses, int[] hosts) {
        this.question = question;
        this.losses = losses;
        tally = new Tally(question, rows.rows(), 1, hosts);
        cheapestFirst = IntStream.range(0, hosts.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> question.micros(i))
                        .thenComparing(i -> i))
                .toList();
        stowsLeft = MOST_STOWED / Math.max(1, question.tasks);
    }

    static int[] of(Question question, Rows rows, Losses losses, int[] hosts) {
        var polish = new Polish(question, rows, losses, hosts);
        while (polish.oneForOne() || polish.oneForTwo()) {}
        return polish.tally.hosts();
    }

    private boolean oneForOne() {
        var better = false;
        for (var i : cheapestFirst.reversed())
            while (stowsLeft > 0 && tally.hosts()[i] > 0 && isReplaced(i)) better = true;
        return better && stowsLeft > 0;
    }

    /** @return false where this host is needed, and nothing cheaper does instead */
    private boolean isReplaced(int offer) {
        tally.add(offer, -1);
        if (holds() || isFilled(question.micros(offer))) return true;
        tally.add(offer, 1);
        return false;
    }

    private boolean oneForTwo() {
        for (var i : cheapestFirst.reversed())
            for (var j : cheapestFirst.reversed()) {
                if (stowsLeft <= 0) return false;
                if (tally.hosts()[j] == 0) continue;
                if (tally.hosts()[i] < (i.equals(j) ? 2 : 1)) break;
                tally.add(i, -1);
                tally.add(j, -1);
                if (isFilled(question.micros(i) + question.micros(j))) return true;
                tally.add(i, 1);
                tally.add(j, 1);
            }
        return false;
    }

    /** One host more that costs less than this and with which everything has its place. */
    private boolean isFilled(long micros) {
        var tried = 0;
        for (var other : cheapestFirst) {
            if (stowsLeft <= 0 || question.micros(other) >= micros || tried == MOST_REPLACEMENTS) return false;
            tally.add(other, 1);
            if (tally.isEnough()) tried++;
            if (holds()) return true;
            tally.add(other, -1);
        }
        return false;
    }

    private boolean holds() {
        if (!tally.isEnough() || stowsLeft <= 0) return false;
        stowsLeft--;
        return losses.tooMuch(tally.hosts()).isEmpty();
    }
}
