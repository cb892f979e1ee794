package dev.ballast.decide.mix;

import dev.ballast.decide.mix.Rows.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the load costs at least where hosts may be bought in fractions: every row is met, also without what any one group gives. The groups
 * are as many as the pools, and few of them are ever the largest: a group's row is added where it is violated.
 */
final class Relaxation {
    private static final double ENOUGH = 1e-7;
    private static final int MOST_ROUNDS = 400;

    private final Question question;
    private final Rows more;
    private final List<Row> rows;
    private final double asked;
    private final Dictionary dictionary;
    private final boolean survives;
    private Integer lastTooMuch = -1;

    private Relaxation(Question question, Rows rows, double asked) {
        this.question = question;
        this.more = rows;
        this.rows = rows.rows();
        this.asked = asked;
        survives = question.groups > 0;
        var offers = question.offers.size();
        var costs = new double[offers + (survives ? Rows.MOST : 0)];
        for (var i = 0; i < offers; i++) costs[i] = question.micros(i) / 1e6;
        dictionary = new Dictionary(costs);
    }

    /**
     * @param costs in dollars an hour; what no packing can go below
     * @param hosts of each offer, in fractions
     * @param tooDear by what share of its price each offer is, to be among them
     */
    record Solved(double costs, double[] hosts, double[] tooDear) {}

    /**
     * @param asked what is asked for over what is needed
     * @return empty where no amount of hosts would do
     */
    static Optional<Solved> solve(Question question, Rows rows, double asked) {
        return new Relaxation(question, rows, asked).solve();
    }

    /**
     * The same where of each offer no more may be bought than leave every loss below a bound, in whole hosts: so most of them come out whole.
     *
     * @param most of each offer
     */
    static Optional<Solved> capped(Question question, Rows rows, double asked, int[] most) {
        var relaxation = new Relaxation(question, rows, asked);
        for (var i = 0; i < most.length; i++) if (most[i] == 0) relaxation.dictionary.forbid(i);
        return relaxation.solveCapped(most);
    }

    private Optional<Solved> solveCapped(int[] most) {
        for (var row = 0; row < question.resources; row++) {
            var factors = new double[most.length];
            var largest = 0.0;
            for (var i = 0; i < most.length; i++) {
                factors[i] = share(row, i);
                largest = Math.max(largest, most[i] * factors[i] + more(row, question.group[i]));
            }
            for (var group = 0; group < question.groups; group++) largest = Math.max(largest, more(row, group));
            dictionary.atLeast(factors, asked * rows.get(row).always() + largest);
        }
        var capped = new boolean[most.length];
        for (var round = 0; round < MOST_ROUNDS; round++) {
            var violated = false;
            for (var i = 0; i < most.length; i++) {
                if (capped[i] || dictionary.value(i) <= most[i] + ENOUGH) continue;
                capped[i] = true;
                violated = true;
                var factors = new double[i + 1];
                factors[i] = -1;
                dictionary.atLeast(factors, -most[i]);
            }
            for (var row = 0; row < rows.size(); row++) violated |= askWithoutLargest(row);
            if (!violated) return solved();
            if (!dictionary.solve()) return Optional.empty();
        }
        return Optional.empty();
    }

    private boolean askWithoutLargest(int row) {
        if (isMet(row)) return false;
        var loss = largest(byGroup(row));
        var factors = new double[question.kind.length];
        for (var i = 0; i < factors.length; i++) if (question.group[i] != loss) factors[i] = share(row, i);
        dictionary.atLeast(factors, asked * rows.get(row).least(loss));
        return true;
    }

    private static int largest(double[] byGroup) {
        var largest = 0;
        for (var group = 1; group < byGroup.length; group++) if (byGroup[group] > byGroup[largest]) largest = group;
        return largest;
    }

    private Optional<Solved> solve() {
        var isAsked = new boolean[Rows.MOST];
        for (var round = 0; round < MOST_ROUNDS; round++) {
            var violated = false;
            for (var i = 0; i < rows.size(); i++) {
                if (isAsked[i] || isMet(i)) continue;
                isAsked[i] = true;
                violated = true;
                ask(i);
            }
            if (survives) for (var i = 0; i < rows.size(); i++) if (isAsked[i]) violated |= askOfGroups(i);
            if (!violated) violated = addRow();
            if (!violated) break;
            if (!dictionary.solve()) return Optional.empty();
        }
        return solved();
    }

    private Optional<Solved> solved() {
        var hosts = new double[question.offers.size()];
        var tooDear = new double[hosts.length];
        for (var i = 0; i < hosts.length; i++) {
            hosts[i] = Math.max(0, dictionary.value(i));
            tooDear[i] = dictionary.reducedCost(i) * 1e6 / question.micros(i);
        }
        return Optional.of(new Solved(dictionary.total(), hosts, tooDear));
    }

    /** What the hosts that a loss leaves cannot hold though every row is met. */
    private boolean addRow() {
        var losses = new ArrayList<Integer>();
        if (survives) {
            var groups = new TreeSet<Integer>();
            for (var i = 0; i < question.group.length; i++)
                if (dictionary.value(i) > ENOUGH) groups.add(question.group[i]);
            for (var group = 0; group < question.groups; group++) if (question.hurtsAnyway(group)) groups.add(group);
            losses.addAll(groups);
            // what was too much to lose before will be again
            if (losses.remove(lastTooMuch)) losses.addFirst(lastTooMuch);
        } else losses.add(-1);
        for (var loss : losses) {
            var kinds = new double[question.gives.size()];
            for (var i = 0; i < question.kind.length; i++)
                if (question.group[i] < 0 || question.group[i] != loss)
                    kinds[question.kind[i]] += Math.max(0, dictionary.value(i)) / asked;
            if (!more.addViolated(loss, kinds)) continue;
            lastTooMuch = loss;
            return true;
        }
        return false;
    }

    private double share(int row, int offer) {
        return rows.get(row).gives()[question.kind[offer]];
    }

    private boolean isMet(int row) {
        return given(row) >= asked * rows.get(row).always() - ENOUGH;
    }

    /** What its loss adds to what a row asks for. */
    private double more(int row, int group) {
        return group < 0 ? 0 : asked * rows.get(row).more()[group];
    }

    /** What remains of a row after its largest loss, and after what that asks for besides. */
    private double given(int row) {
        var sum = 0.0;
        for (var i = 0; i < question.kind.length; i++) sum += share(row, i) * dictionary.value(i);
        if (!survives) return sum;
        var byGroup = byGroup(row);
        return sum - byGroup[largest(byGroup)];
    }

    private double[] byGroup(int row) {
        var byGroup = new double[question.groups];
        for (var group = 0; group < byGroup.length; group++) byGroup[group] = more(row, group);
        for (var i = 0; i < question.kind.length; i++)
            if (question.group[i] >= 0) byGroup[question.group[i]] += share(row, i) * dictionary.value(i);
        return byGroup;
    }

    private void ask(int row) {
        var offers = question.offers.size();
        var factors = new double[offers + (survives ? row + 1 : 0)];
        for (var i = 0; i < offers; i++) factors[i] = share(row, i);
        if (survives) factors[offers + row] = -1;
        dictionary.atLeast(factors, asked * rows.get(row).always());
    }

    private boolean askOfGroups(int row) {
        var offers = question.offers.size();
        var loss = dictionary.value(offers + row);
        var byGroup = byGroup(row);
        var any = false;
        for (var group = 0; group < byGroup.length; group++) {
            if (byGroup[group] <= loss + ENOUGH) continue;
            any = true;
            var factors = new double[offers + row + 1];
            for (var i = 0; i < offers; i++) if (question.group[i] == group) factors[i] = -share(row, i);
            factors[offers + row] = 1;
            dictionary.atLeast(factors, more(row, group));
        }
        return any;
    }
}
