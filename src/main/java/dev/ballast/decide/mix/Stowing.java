package dev.ballast.decide.mix;

import dev.ballast.decide.mix.Question.Wanted;
import dev.ballast.decide.pack.Load;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether so many hosts of each kind hold everything, task by task. Host after host is filled so that what is left of the tasks suits what is left of
 * the hosts: in the proportion in which the resources are still wanted, taking of each shape about the share that is this host's; small and odd kinds
 * first, and those last that take whatever is left over. The last of a host is filled by a knapsack. Equal hosts are filled alike, as many as the
 * rest allows. What finds no place in the end goes where another task can make room.
 */
final class Stowing {
    /** Of what the rest of the load allows, this share is filled alike before a host is looked at anew. */
    private static final double ALIKE = 0.5;

    /** Of what fits of a kind so much is added at once: on a host for hundreds of tasks one more or less of a kind makes no odds. */
    private static final int AT_ONCE = 8;

    /** Which way is best depends on the load: few tasks are worth several tries. */
    private static final List<Way> WAYS = List.of(new Way(12, 0.15), new Way(3, 0.6), new Way(40, 0), new Way(12, 1.5));

    private static final int FEW = 2_000;

    /**
     * @param imbalance what an imbalance weighs against a task's size
     * @param abundance how much dearer to the knapsack a task is whose kind is left over
     */
    private record Way(double imbalance, double abundance) {}

    /** What its share of the rest of its kind weighs against a task's size. */
    private static final double SHARE = 0.15;

    private static final double MOST_ABUNDANT = 2;
    private static final int MOST_MOVES = 400;

    private final Question question;
    private final Wanted wanted;
    private final Knapsack knapsack;
    private final Way way;
    private final int resources;
    private final int[] left;
    private final double[] demand;
    private final double[] supply;
    private final List<Hosts> filled = new ArrayList<>();

    /** Hosts that hold the same. */
    private final class Hosts {
        private final int kind;
        private int count;
        private final int[] each;
        private final int[] free;

        Hosts(int kind) {
            this(kind, new int[left.length], question.gives.get(kind).clone());
        }

        private Hosts(int kind, int[] each, int[] free) {
            this.kind = kind;
            this.count = 1;
            this.each = each;
            this.free = free;
        }

        /** One of several becomes one of its own. */
        Hosts alone() {
            if (count == 1) return this;
            count--;
            var one = new Hosts(kind, each.clone(), free.clone());
            filled.add(one);
            return one;
        }

        boolean fits(int piece) {
            if (question.most.get(kind)[piece] == 0) return false;
            for (var r = 0; r < resources; r++) if (question.needs[piece][r] > free[r]) return false;
            if (!question.single[piece]) return true;
            if (each[piece] > 0) return false;
            for (var other : question.clashes[piece]) if (each[other] > 0) return false;
            return true;
        }

        void add(int piece, int tasks) {
            each[piece] += tasks;
            for (var r = 0; r < resources; r++) free[r] -= question.needs[piece][r] * tasks;
        }

        /** How many of the rest go beside what is on it. */
        int room(int piece) {
            if (left[piece] <= each[piece] || !fits(piece)) return 0;
            if (question.single[piece]) return 1;
            var room = left[piece] - each[piece];
            for (var r = 0; r < resources; r++)
                if (question.needs[piece][r] > 0) room = Math.min(room, free[r] / question.needs[piece][r]);
            return room;
        }
    }

    private Stowing(Question question, Wanted wanted, Knapsack knapsack, Way way) {
        this.way = way;
        this.question = question;
        this.wanted = wanted;
        this.knapsack = knapsack;
        resources = question.resources;
        left = wanted.count.clone();
        demand = wanted.demand.clone();
        supply = new double[resources];
    }

    /**
     * The first of some ways that places everything, else the one that leaves least of the first piece that one of them leaves.
     *
     * @param lost the group after whose loss it is, -1 for nothing lost
     * @param hosts of each kind that are left
     */
    static Stowing stow(Question question, Knapsack knapsack, int lost, int[] hosts) {
        var wanted = question.wanted(lost);
        Stowing best = null;
        var ways = question.tasks > FEW ? 1 : WAYS.size();
        for (var way = 0; way < ways && (best == null || !isNothing(best.left)); way++) {
            var stowing = new Stowing(question, wanted, knapsack, WAYS.get(way));
            stowing.stow(hosts);
            if (best == null || Arrays.compare(stowing.left, best.left) < 0) best = stowing;
        }
        return best;
    }

    /** How many of each piece found no place. */
    int[] left() {
        return left;
    }

    /** What stands on each host, a list for every host of a kind. */
    SortedMap<Integer, List<Load>> placed() {
        var placed = new TreeMap<Integer, List<Load>>();
        for (var alike : filled)
            for (var host = 0; host < alike.count; host++) {
                var load = new Load();
                for (var i = 0; i < left.length; i++) load.add(question.pieces.get(i), alike.each[i]);
                placed.computeIfAbsent(alike.kind, kind -> new ArrayList<>()).add(load);
            }
        return placed;
    }

    static boolean isNothing(int[] left) {
        for (var one : left) if (one > 0) return false;
        return true;
    }

    private void stow(int[] hosts) {
        var kinds = new ArrayList<Integer>();
        var ease = new double[hosts.length];
        for (var k = 0; k < hosts.length; k++) {
            if (hosts[k] == 0) continue;
            kinds.add(k);
            ease[k] = ease(question.gives.get(k));
            for (var r = 0; r < resources; r++)
                supply[r] += (double) hosts[k] * question.gives.get(k)[r];
        }
        // by what they are, not by their numbers: the same hosts hold the same, whatever else was offered
        kinds.sort(Comparator.comparingDouble((Integer kind) -> ease[kind])
                .thenComparing(question.gives::get, Arrays::compare)
                .thenComparing(question.most::get, Arrays::compare));
        for (var k : kinds) fill(k, hosts[k]);
        if (!isNothing(left)) fillGaps();
    }

    /** How easily a host is filled with what others left: the larger the easier, the more like the whole the easier. */
    private double ease(int[] gives) {
        var least = Double.MAX_VALUE;
        var most = 0.0;
        for (var r = 0; r < resources; r++) {
            least = Math.min(least, gives[r] / Math.max(1, wanted.demand[r]));
            most = Math.max(most, gives[r] / Math.max(1, wanted.demand[r]));
        }
        return most == 0 ? 0 : least * least / most;
    }

    private void fill(int kind, int hosts) {
        var gives = question.gives.get(kind);
        for (var rest = hosts; rest > 0; ) {
            var alike = one(kind);
            var times = rest;
            for (var i = 0; i < left.length; i++)
                if (alike.each[i] > 0) times = Math.min(times, Math.max(1, (int) (left[i] / alike.each[i] * ALIKE)));
            alike.count = times;
            rest -= times;
            for (var i = 0; i < left.length; i++) {
                if (alike.each[i] == 0) continue;
                left[i] -= alike.each[i] * times;
                for (var r = 0; r < resources; r++) demand[r] -= (double) alike.each[i] * times * question.needs[i][r];
            }
            for (var r = 0; r < resources; r++) supply[r] -= (double) times * gives[r];
            filled.add(alike);
        }
    }

    private Hosts one(int kind) {
        var gives = question.gives.get(kind);
        var host = new Hosts(kind);
        var target = target(gives);
        var share = 0.0;
        for (var r = 0; r < resources; r++) share = Math.max(share, gives[r] / Math.max(supply[r], 1));
        for (var i = 0; i < left.length; i++) if (question.single[i] && host.room(i) > 0) host.add(i, 1);
        while (!knapsack.isNearlyFull(host.free)) {
            var best = -1;
            var least = Double.MAX_VALUE;
            for (var i = 0; i < left.length; i++) {
                if (left[i] <= host.each[i] || !host.fits(i)) continue;
                var score = score(host, i, target, gives, share);
                if (score < least) {
                    least = score;
                    best = i;
                }
            }
            if (best < 0) return host;
            host.add(best, Math.max(1, Math.min(host.room(best) / AT_ONCE, (int) (left[best] * share / 2))));
        }
        complete(host, target, gives);
        return host;
    }

    /** What of each resource this host should give up, so that the rest of the hosts can hold the rest of the tasks. */
    private double[] target(int[] gives) {
        var target = new double[resources];
        var tightest = 0.0;
        for (var r = 0; r < resources; r++) if (supply[r] > 0) tightest = Math.max(tightest, demand[r] / supply[r]);
        for (var r = 0; r < resources; r++)
            if (supply[r] > 0 && tightest > 0) target[r] = gives[r] * (demand[r] / supply[r]) / tightest;
        return target;
    }

    private double score(Hosts host, int piece, double[] target, int[] gives, double share) {
        var least = Double.MAX_VALUE;
        var most = 0.0;
        var size = 0.0;
        for (var r = 0; r < resources; r++) {
            if (target[r] <= 0) continue;
            var used = (gives[r] - host.free[r] + question.needs[piece][r]) / target[r];
            least = Math.min(least, used);
            most = Math.max(most, used);
            size = Math.max(size, question.needs[piece][r] / target[r]);
        }
        var taken = (host.each[piece] + 1) / Math.max(1, left[piece] * share);
        return way.imbalance() * (most - least) + SHARE * taken - size;
    }

    private void complete(Hosts host, double[] target, int[] gives) {
        var worth = worth(target, gives);
        var most = new int[left.length];
        for (var again = true; again; ) {
            var fits = false;
            for (var i = 0; i < most.length; i++) {
                most[i] = question.single[i] ? 0 : host.room(i);
                fits |= most[i] > 0;
            }
            if (!fits) return;
            var chosen = knapsack.dearest(host.free, most, worth);
            again = false;
            for (var i = 0; i < chosen.length; i++) {
                var tasks = chosen[i] == 0 ? 0 : Math.min(chosen[i], host.room(i));
                if (tasks == 0) continue;
                host.add(i, tasks);
                again = true;
            }
        }
    }

    private double[] worth(double[] target, int[] gives) {
        var rest = 0.0;
        for (var r = 0; r < resources; r++) rest += demand[r] / Math.max(1, wanted.demand[r]) / resources;
        var worth = new double[left.length];
        for (var i = 0; i < worth.length; i++) {
            if (left[i] == 0) continue;
            for (var r = 0; r < resources; r++) {
                if (target[r] <= 0) continue;
                var tight = target[r] / gives[r];
                worth[i] += tight * tight * question.needs[i][r] / gives[r];
            }
            var abundance = Math.min(MOST_ABUNDANT, left[i] / (wanted.count[i] * Math.max(rest, 1e-9)));
            worth[i] *= 1 + way.abundance() * (abundance - 1);
        }
        return worth;
    }

    /** What found no place goes where there is still room for it, or where another task makes room by moving to such a place. */
    private void fillGaps() {
        var moves = 0;
        for (var i = 0; i < left.length; i++)
            while (left[i] > 0) {
                var host = with(i);
                if (host == null && (moves++ > MOST_MOVES || !makeRoom(i))) break;
                if (host != null) host.alone().add(i, 1);
                left[i]--;
            }
    }

    private Hosts with(int piece) {
        for (var host : filled) if (host.fits(piece)) return host;
        return null;
    }

    private boolean makeRoom(int piece) {
        for (var host : List.copyOf(filled))
            for (var i = 0; i < left.length; i++) {
                if (host.each[i] == 0 || i == piece || question.single[i]) continue;
                host.add(i, -1);
                var fits = host.fits(piece);
                host.add(i, 1);
                if (!fits) continue;
                var other = with(i);
                if (other == null || other == host && host.count == 1) continue;
                // the other is looked for first: it may be one of the equal hosts
                var one = host.alone();
                one.add(i, -1);
                one.add(piece, 1);
                other.alone().add(i, 1);
                return true;
            }
        return false;
    }
}
