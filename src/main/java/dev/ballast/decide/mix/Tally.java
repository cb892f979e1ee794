package dev.ballast.decide.mix;

import dev.ballast.decide.mix.Rows.Row;
import java.util.List;
import java.util.stream.DoubleStream;

/** Whole hosts, and what they give of every row, kept up as hosts come and go. */
final class Tally {
    private static final double ENOUGH = 1e-9;

    private final Question question;
    private final int[] hosts;
    private final double[] sum;
    /** What must remain whatever is lost. */
    private final double[] asked;
    /** What each group gives that may be lost, and what its loss asks for besides. */
    private final double[][] byGroup;
    /** By row, by kind: what a host gives. */
    private final double[][] gives;

    private long micros;

    /** @param asked of each row: 1 is what the tasks need cut up, as a share of that */
    Tally(Question question, List<Row> rows, double asked, int[] hosts) {
        this.question = question;
        this.hosts = hosts.clone();
        sum = new double[rows.size()];
        this.asked = rows.stream().mapToDouble(row -> asked * row.always()).toArray();
        byGroup = new double[rows.size()][];
        for (var row = 0; row < byGroup.length; row++)
            byGroup[row] = DoubleStream.of(rows.get(row).more())
                    .map(more -> asked * more)
                    .toArray();
        gives = rows.stream().map(Row::gives).toArray(double[][]::new);
        for (var i = 0; i < hosts.length; i++) if (hosts[i] > 0) count(i, hosts[i]);
    }

    private void count(int offer, int more) {
        micros += more * question.micros(offer);
        for (var row = 0; row < sum.length; row++) {
            var given = gives[row][question.kind[offer]] * more;
            sum[row] += given;
            if (question.group[offer] >= 0) byGroup[row][question.group[offer]] += given;
        }
    }

    void add(int offer, int more) {
        hosts[offer] += more;
        count(offer, more);
    }

    void become(int[] others) {
        for (var i = 0; i < hosts.length; i++) if (hosts[i] != others[i]) add(i, others[i] - hosts[i]);
    }

    int[] hosts() {
        return hosts;
    }

    long micros() {
        return micros;
    }

    /** Whether every row is met, also without what gives most of it. */
    boolean isEnough() {
        for (var row = 0; row < sum.length; row++) if (asked[row] - sum[row] + largest(row) > ENOUGH) return false;
        return true;
    }

    private double largest(int row) {
        var largest = 0.0;
        for (var one : byGroup[row]) if (one > largest) largest = one;
        return largest;
    }

    /** What takes most of what is missing for its price; -1 where nothing helps. */
    int best() {
        var gap = new double[sum.length];
        var largest = new double[sum.length];
        for (var row = 0; row < gap.length; row++) {
            largest[row] = largest(row);
            gap[row] = asked[row] - sum[row] + largest[row];
        }
        var best = -1;
        var most = 0.0;
        for (var i = 0; i < hosts.length; i++) {
            var helps = 0.0;
            for (var row = 0; row < gap.length; row++) {
                if (gap[row] <= 0) continue;
                var given = gives[row][question.kind[i]];
                if (question.group[i] >= 0)
                    given -= Math.max(0, byGroup[row][question.group[i]] + given - largest[row]);
                helps += Math.min(gap[row], given);
            }
            var value = helps / question.micros(i);
            if (helps > ENOUGH && value > most) {
                most = value;
                best = i;
            }
        }
        return best;
    }
}
