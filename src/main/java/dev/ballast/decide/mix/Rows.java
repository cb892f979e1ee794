package dev.ballast.decide.mix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What hosts must give in sum, whatever stands where. Tasks may be cut up but go only where they fit whole: that is asked of each resource first, then
 * in prices: where every kind of host has a price for each of its resources, a task is worth what it costs on the cheapest kind that holds it, and the
 * hosts together must be worth what the tasks are. The prices for which they are not are found by a programme of their own.
 */
final class Rows {
    /** More make the same bound dearer. */
    static final int MOST = 200;

    private static final double ENOUGH = 1e-5;
    private static final int MOST_ROUNDS = 200;

    private final Question question;
    private final List<Row> rows = new ArrayList<>();
    /** By kind: which tasks fit decides, so kinds that hold the same have the same prices. */
    private final int[] holding;

    private final List<int[]> holdings = new ArrayList<>();
    private final boolean[] isSmall;
    private final Knapsack knapsack;
    /** By kind: what was found to fit on one of its hosts. */
    private final List<List<int[]>> patterns = new ArrayList<>();

    /**
     * Hosts must give in sum what the tasks are.
     *
     * @param each what one task of each piece is
     * @param gives what a host of each kind gives
     * @param always what all tasks are that need a place whatever is lost
     * @param more by group: what its loss adds to that; less than nothing where it takes from it
     */
    record Row(double[] each, double[] gives, double always, double[] more) {
        /** @param lost a group, -1 where nothing is lost */
        double least(int lost) {
            return lost < 0 ? always : always + more[lost];
        }
    }

    private Row row(double[] each, double[] gives) {
        var always = worth(question.wanted(-1).count, each);
        var more = new double[question.groups];
        for (var lost = 0; lost < more.length; lost++)
            if (question.hurtsAnyway(lost)) more[lost] = worth(question.wanted(lost).count, each) - always;
        return new Row(each, gives, always, more);
    }

    Rows(Question question) {
        this.question = question;
        holding = new int[question.gives.size()];
        var numbers = new LinkedHashMap<List<Integer>, Integer>();
        for (var k = 0; k < holding.length; k++) {
            var held = new ArrayList<Integer>();
            for (var i = 0; i < question.count.length; i++) if (question.most.get(k)[i] > 0) held.add(i);
            holding[k] = numbers.computeIfAbsent(held, same -> {
                holdings.add(held.stream().mapToInt(Integer::intValue).toArray());
                return holdings.size() - 1;
            });
        }
        knapsack = new Knapsack(question);
        isSmall = new boolean[holding.length];
        for (var k = 0; k < holding.length; k++) {
            isSmall[k] = knapsack.isSmall(question.gives.get(k));
            patterns.add(new ArrayList<>());
        }
        addResources();
        addSingles();
    }

    List<Row> rows() {
        return rows;
    }

    private void addResources() {
        for (var r = 0; r < question.resources; r++) {
            var each = new double[question.count.length];
            for (var i = 0; i < each.length; i++) each[i] = question.needs[i][r] / question.demand[r];
            var gives = new double[holding.length];
            for (var k = 0; k < gives.length; k++)
                if (holdings.get(holding[k]).length > 0)
                    gives[k] = question.gives.get(k)[r] / question.demand[r];
            rows.add(row(each, gives));
        }
    }

    /** A piece of which a host holds one only needs as many hosts as tasks. */
    private void addSingles() {
        for (var i = 0; i < question.count.length; i++) {
            if (question.count[i] < 2 || !question.single[i]) continue;
            var each = new double[question.count.length];
            each[i] = 1.0 / question.count[i];
            var gives = new double[holding.length];
            for (var k = 0; k < gives.length; k++) if (question.most.get(k)[i] > 0) gives[k] = each[i];
            rows.add(row(each, gives));
        }
    }

    /**
     * Looks for prices at which these hosts are not worth the tasks, and adds what they ask for.
     *
     * @param lost what leaves these hosts, -1 for nothing
     * @param hosts of each kind, in fractions
     * @return false where the tasks fit, cut up, or no more rows are kept
     */
    boolean addViolated(int lost, double[] hosts) {
        var wanted = question.wanted(lost).count;
        if (rows.size() >= MOST || Stowing.isNothing(wanted)) return false;
        var prices = new Prices(wanted, hosts);
        if (!prices.find()) return false;
        rows.add(row(prices.each(), prices.gives()));
        return true;
    }

    /** Those at which some hosts are worth least against the tasks. */
    private final class Prices {
        private final int pieces = question.count.length;
        /** Kinds whose hosts are small, each with a price for the whole host. */
        private final int[] small;
        /** What the other kinds hold: a price for each resource. */
        private final int[] large;

        private final Dictionary programme;

        Prices(int[] wanted, double[] hosts) {
            small = IntStream.range(0, hosts.length)
                    .filter(k -> hosts[k] > 0 && isSmall[k])
                    .toArray();
            large = IntStream.range(0, hosts.length)
                    .filter(k -> hosts[k] > 0 && !isSmall[k])
                    .map(k -> holding[k])
                    .distinct()
                    .sorted()
                    .toArray();
            var costs = new double[pieces + large.length * question.resources + small.length];
            for (var k = 0; k < hosts.length; k++) {
                if (hosts[k] <= 0 || isSmall[k]) continue;
                var c = Arrays.binarySearch(large, holding[k]);
                for (var r = 0; r < question.resources; r++) costs[ofResource(c, r)] += hosts[k] * given(k, r);
            }
            for (var c = 0; c < small.length; c++) costs[ofHost(c)] = hosts[small[c]];
            programme = new Dictionary(costs);
            for (var c = 0; c < large.length; c++)
                for (var i : holdings.get(large[c])) {
                    var factors = new double[costs.length];
                    factors[i] = -1;
                    for (var r = 0; r < question.resources; r++) factors[ofResource(c, r)] = share(i, r);
                    programme.atLeast(factors, 0);
                }
            for (var c = 0; c < small.length; c++) for (var pattern : patterns.get(small[c])) paysFor(c, pattern);
            var worth = new double[pieces];
            for (var i = 0; i < pieces; i++) worth[i] = wanted[i];
            programme.atLeast(worth, 1);
        }

        private int ofResource(int number, int resource) {
            return pieces + number * question.resources + resource;
        }

        private int ofHost(int number) {
            return pieces + large.length * question.resources + number;
        }

        private void paysFor(int number, int[] pattern) {
            var factors = new double[ofHost(small.length)];
            for (var i = 0; i < pieces; i++) factors[i] = -pattern[i];
            factors[ofHost(number)] = 1;
            programme.atLeast(factors, 0);
        }

        /** @return whether the hosts are worth less than the tasks */
        boolean find() {
            for (var round = 0; round < MOST_ROUNDS; round++) {
                if (!programme.solve() || programme.total() >= 1 - ENOUGH) return false;
                var each = each();
                var added = false;
                for (var c = 0; c < small.length; c++) {
                    var pattern = dearest(small[c], each);
                    if (worth(pattern, each) <= programme.value(ofHost(c)) * (1 + ENOUGH)) continue;
                    patterns.get(small[c]).add(pattern);
                    paysFor(c, pattern);
                    added = true;
                }
                if (!added) return true;
            }
            return false;
        }

        double[] each() {
            var each = new double[pieces];
            for (var i = 0; i < pieces; i++) each[i] = programme.value(i);
            return each;
        }

        double[] gives() {
            var each = each();
            var gives = new double[holding.length];
            for (var k = 0; k < gives.length; k++) {
                if (isSmall[k]) {
                    gives[k] = worth(dearest(k, each), each);
                    continue;
                }
                var c = Arrays.binarySearch(large, holding[k]);
                var paid = c < 0 ? leastPrices(k, each) : new double[question.resources];
                for (var r = 0; r < question.resources; r++)
                    gives[k] += (c < 0 ? paid[r] : programme.value(ofResource(c, r))) * given(k, r);
            }
            return gives;
        }
    }

    private int[] dearest(int kind, double[] each) {
        return knapsack.dearest(question.gives.get(kind), question.most.get(kind), each);
    }

    private static double worth(int[] pattern, double[] each) {
        var worth = 0.0;
        for (var i = 0; i < each.length; i++) worth += pattern[i] * each[i];
        return worth;
    }

    /** Of a kind that is not among the hosts: so that none of its tasks is worth more than it costs there, and a host as little as possible. */
    private double[] leastPrices(int kind, double[] each) {
        var costs = new double[question.resources];
        for (var r = 0; r < costs.length; r++) costs[r] = given(kind, r);
        var programme = new Dictionary(costs);
        for (var i : holdings.get(holding[kind])) {
            if (each[i] <= 0) continue;
            var factors = new double[costs.length];
            for (var r = 0; r < costs.length; r++) factors[r] = share(i, r) / each[i];
            programme.atLeast(factors, 1);
        }
        programme.solve();
        for (var r = 0; r < costs.length; r++) costs[r] = programme.value(r);
        return costs;
    }

    private double share(int piece, int resource) {
        return question.needs[piece][resource] / question.demand[resource];
    }

    private double given(int kind, int resource) {
        return question.gives.get(kind)[resource] / question.demand[resource];
    }
}
