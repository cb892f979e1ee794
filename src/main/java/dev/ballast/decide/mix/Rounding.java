package dev.ballast.decide.mix;

import dev.ballast.decide.mix.Rows.Row;
import java.util.List;

/**
 * Whole hosts near a relaxation's fractions, at little more cost: first the whole part, then the best buys for what is missing; then, where asked, one
 * host out and something cheaper in.
 */
final class Rounding {
    private static final int MOST_ROUNDS = 10;

    private final Question question;
    private final Tally tally;

    private Rounding(Question question, Tally tally) {
        this.question = question;
        this.tally = tally;
    }

    static int[] round(Question question, List<Row> rows, double asked, double[] fractions) {
        var whole = new int[fractions.length];
        for (var i = 0; i < whole.length; i++) whole[i] = (int) Math.floor(fractions[i] + 1e-6);
        var rounding = new Rounding(question, new Tally(question, rows, asked, whole));
        rounding.buy();
        rounding.dropWhatIsRedundant();
        return rounding.tally.hosts();
    }

    /** Cheaper ones that give as much. */
    static int[] exchange(Question question, List<Row> rows, double asked, int[] hosts) {
        var rounding = new Rounding(question, new Tally(question, rows, asked, hosts));
        rounding.exchange();
        return rounding.tally.hosts();
    }

    /** @return false where nothing that is offered helps */
    private boolean buy() {
        while (!tally.isEnough()) {
            var best = tally.best();
            if (best < 0) return false;
            tally.add(best, 1);
        }
        return true;
    }

    private void dropWhatIsRedundant() {
        while (true) {
            var dearest = -1;
            for (var i = 0; i < tally.hosts().length; i++) {
                if (tally.hosts()[i] == 0 || dearest >= 0 && question.micros(i) <= question.micros(dearest)) continue;
                tally.add(i, -1);
                if (tally.isEnough()) dearest = i;
                tally.add(i, 1);
            }
            if (dearest < 0) return;
            tally.add(dearest, -1);
        }
    }

    private void exchange() {
        for (var round = 0; round < MOST_ROUNDS; round++) {
            var better = false;
            for (var i = 0; i < tally.hosts().length; i++) if (tally.hosts()[i] > 0) better |= without(i);
            if (!better) return;
        }
    }

    private boolean without(int offer) {
        var before = tally.hosts().clone();
        var cost = tally.micros();
        tally.add(offer, -1);
        if (buy()) {
            dropWhatIsRedundant();
            if (tally.micros() < cost) return true;
        }
        tally.become(before);
        return false;
    }
}
