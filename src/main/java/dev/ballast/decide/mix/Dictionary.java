package dev.ballast.decide.mix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A linear programme with costs that are nowhere negative, solved by the dual simplex method in dictionary form: it begins with nothing bought,
 * which costs least and violates what is asked, and restores one violated row after the other. Rows may be added to what is solved; the solution
 * goes on from where it stood. Dense, because there are few rows.
 */
final class Dictionary {
    private static final double TINY = 1e-9;
    private static final int MOST_PIVOTS = 20_000;

    private final int columns;
    /** Which variable each column stands for, and what it adds to the cost: variables are numbered from zero, then the rows' slacks follow. */
    private final int[] nonbasic;

    private final double[] cost;
    private double total;
    /** Each row: the value of its basic variable where every nonbasic one is zero, then what each of those adds to it. */
    private final List<double[]> rows = new ArrayList<>();

    private final List<Integer> basic = new ArrayList<>();
    /** Where each variable is: its column, or its row as -1 - row. */
    private int[] place;

    private final boolean[] forbidden;
    private int slacks;

    /** @param costs of each variable, none negative */
    Dictionary(double[] costs) {
        columns = costs.length;
        cost = costs.clone();
        forbidden = new boolean[columns];
        nonbasic = new int[columns];
        place = new int[columns];
        for (var j = 0; j < columns; j++) {
            nonbasic[j] = j;
            place[j] = j;
        }
    }

    /** Keeps a variable at zero; before anything is solved. */
    void forbid(int variable) {
        forbidden[variable] = true;
    }

    /** Asks for a sum of variables to be at least so much. */
    void atLeast(double[] factors, double least) {
        var row = new double[columns + 1];
        row[columns] = -least;
        for (var variable = 0; variable < factors.length; variable++) {
            var factor = factors[variable];
            if (factor == 0) continue;
            if (place[variable] >= 0) row[place[variable]] += factor;
            else addTo(row, factor, rows.get(-1 - place[variable]));
        }
        rows.add(row);
        basic.add(columns + slacks);
        slacks++;
        place = Arrays.copyOf(place, columns + slacks);
        place[columns + slacks - 1] = -rows.size();
    }

    private static void addTo(double[] row, double factor, double[] other) {
        for (var j = 0; j < row.length; j++) row[j] += factor * other[j];
    }

    /** @return false where nothing satisfies the rows */
    boolean solve() {
        for (var pivots = 0; pivots < MOST_PIVOTS; pivots++) {
            var leaves = mostViolated();
            if (leaves < 0) return true;
            var enters = cheapest(rows.get(leaves));
            if (enters < 0) return false;
            pivot(leaves, enters);
        }
        throw new IllegalStateException("no solution after " + MOST_PIVOTS + " pivots");
    }

    private int mostViolated() {
        var found = -1;
        var least = -TINY;
        for (var i = 0; i < rows.size(); i++)
            if (rows.get(i)[columns] < least) {
                least = rows.get(i)[columns];
                found = i;
            }
        return found;
    }

    /** The column that restores the row at least cost a unit; of equal ones that with the largest effect, then the first. */
    private int cheapest(double[] row) {
        var found = -1;
        var least = Double.MAX_VALUE;
        for (var j = 0; j < columns; j++) {
            if (row[j] <= TINY || nonbasic[j] < columns && forbidden[nonbasic[j]]) continue;
            var ratio = cost[j] / row[j];
            if (ratio < least - TINY || ratio < least + TINY && row[j] > row[found]) {
                least = Math.min(least, ratio);
                found = j;
            }
        }
        return found;
    }

    private void pivot(int leaves, int enters) {
        var row = rows.get(leaves);
        var factor = 1 / row[enters];
        // entering = (leaving - rest) / factor
        for (var j = 0; j <= columns; j++) row[j] = -row[j] * factor;
        row[enters] = factor;
        for (var i = 0; i < rows.size(); i++) if (i != leaves) substitute(rows.get(i), enters, row);
        var price = cost[enters];
        cost[enters] = 0;
        for (var j = 0; j < columns; j++) cost[j] = Math.max(0, cost[j] + price * row[j]);
        total += price * row[columns];
        var variable = nonbasic[enters];
        nonbasic[enters] = basic.get(leaves);
        basic.set(leaves, variable);
        place[variable] = -1 - leaves;
        place[nonbasic[enters]] = enters;
    }

    private static void substitute(double[] row, int column, double[] by) {
        var factor = row[column];
        if (factor == 0) return;
        row[column] = 0;
        addTo(row, factor, by);
        for (var j = 0; j < row.length; j++) if (Math.abs(row[j]) < 1e-13) row[j] = 0;
    }

    double value(int variable) {
        return place[variable] >= 0 ? 0 : rows.get(-1 - place[variable])[columns];
    }

    /** What one of it more adds to the total. */
    double reducedCost(int variable) {
        return place[variable] >= 0 ? cost[place[variable]] : 0;
    }

    double total() {
        return total;
    }
}
