package dev.ballast.decide.mix;

import dev.ballast.decide.mix.Losses.TooMuch;
import dev.ballast.decide.pack.Load;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The cheapest hosts found that hold a load, and still hold it without any one group of those that are lost together. Whole hosts are chosen near
 * the relaxation and stowed after every loss; what does not fit tells the relaxation a row that it did not know, or, where no row says it, that real
 * packing needs more. In the end single hosts are left out or exchanged. All of it is bounded by tries, not by time: the same question has the same
 * answer.
 */
public final class CheapestMix {
    /** The rest is much too dear ever to be among them. */
    private static final int MOST_OFFERS = 400;

    private static final int MOST_TRIES = 30;
    private static final int MOST_IN_VAIN = 4;
    /** A share of the cost that is not worth another try. */
    private static final double CLOSE = 0.998;

    private static final int MOST_STOWED = 3;
    private static final int MOST_ADDED = 30;
    private static final double LEAST_RAISE = 0.0005;
    private static final double MOST_RAISE = 0.1;

    /** Of the largest loss that the relaxation chooses, which knows nothing of whole hosts; then of each resource's by itself. */
    private static final double[] FACTORS = {
        0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.35, 1.5, 1.7, 1.9, 2.1, 2.4, 2.7, 3, 3.4, 3.8, 4.3
    };

    private static final double[] STEPS = {0.5, 0.25, 0.1};

    private final Question question;
    private final Rows rows;
    private final Losses losses;
    /** Of each resource the largest loss of the best try so far; empty before the first. */
    private double[] loss = {};

    private Optional<int[]> best = Optional.empty();

    private CheapestMix(Question question) {
        this.question = question;
        rows = new Rows(question);
        losses = new Losses(question);
    }

    /**
     * @param hosts of each offer, in the order in which they were offered
     * @param micros of a dollar an hour, of all of them
     * @param leastMicros what no choice of the same offers can go below
     */
    public record Mix(List<Integer> hosts, long micros, double leastMicros) {}

    /** How long it may take. */
    public enum Effort {
        /** Enough for a beginning that is added to. */
        LITTLE,
        /** In the end single hosts are left out or exchanged as well, which takes as long again. */
        FULL
    }

    /** Empty where what is offered cannot hold the load, or cannot after a loss. */
    public static Optional<Mix> of(Load load, List<Offered> offers) {
        return of(Loads.of(load), offers, Effort.FULL);
    }

    /** The same where some hosts run already, so that it is not the same after each loss what needs a place. */
    public static Optional<Mix> of(Loads loads, List<Offered> offers, Effort effort) {
        var question = new Question(loads, offers);
        var relaxed = Relaxation.solve(question, new Rows(question), 1);
        if (relaxed.isEmpty()) return Optional.empty();
        var some = nearly(relaxed.get().tooDear());
        return new CheapestMix(question.only(some)).find(effort).map(found -> {
            var hosts = new int[offers.size()];
            for (var i = 0; i < found.length; i++) hosts[some.get(i)] = found[i];
            return new Mix(
                    IntStream.of(hosts).boxed().toList(),
                    question.micros(hosts),
                    relaxed.get().costs() * 1e6);
        });
    }

    /** The offers that are among the cheapest or would be at a lower price. */
    private static List<Integer> nearly(double[] tooDear) {
        return IntStream.range(0, tooDear.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> tooDear[i]))
                .limit(MOST_OFFERS)
                .sorted()
                .toList();
    }

    /** Whether all of the load has a place on these hosts, also without any one group. */
    public static boolean holds(Load load, List<Offered> offers, List<Integer> hosts) {
        return holds(Loads.of(load), offers, hosts);
    }

    public static boolean holds(Loads loads, List<Offered> offers, List<Integer> hosts) {
        var counts = hosts.stream().mapToInt(Integer::intValue).toArray();
        return new Losses(new Question(loads, offers)).tooMuch(counts).isEmpty();
    }

    private Optional<int[]> find(Effort effort) {
        var asked = 1.0;
        var inVain = 0;
        for (var tries = 0; tries < MOST_TRIES && inVain < MOST_IN_VAIN; tries++) {
            var relaxed = Relaxation.solve(question, rows, asked);
            if (relaxed.isEmpty() || !isBelowBest(relaxed.get().costs() * 1e6 / CLOSE)) break;
            var before = best;
            var failed = tryAll(candidates(relaxed.get(), asked));
            if (failed.isEmpty()) break;
            inVain = best.isPresent() && best.equals(before) ? inVain + 1 : 0;
            if (!learn(failed)) asked += raise(failed);
        }
        return effort == Effort.LITTLE ? best : best.map(hosts -> Polish.of(question, rows, losses, hosts));
    }

    private boolean isBelowBest(double micros) {
        return best.isEmpty() || micros < question.micros(best.get());
    }

    /**
     * Stows each, and keeps the best, with more hosts where it does not hold.
     *
     * @return what was too much for them; nothing where one of them held, or none could be better
     */
    private List<TooMuch> tryAll(List<int[]> candidates) {
        var failed = new ArrayList<TooMuch>();
        for (var hosts : candidates) {
            if (!isBelowBest(question.micros(hosts))) continue;
            var tooMuch = losses.tooMuch(hosts);
            var whole = tooMuch.isEmpty() ? Optional.of(hosts) : repaired(hosts, tooMuch.get());
            if (whole.isPresent() && isBelowBest(question.micros(whole.get()))) best = whole;
            if (tooMuch.isEmpty()) return List.of();
            failed.add(tooMuch.get());
        }
        return failed;
    }

    private boolean learn(List<TooMuch> failed) {
        var learned = false;
        for (var one : failed)
            learned |= rows.addViolated(
                    one.group(), IntStream.of(one.kinds()).asDoubleStream().toArray());
        return learned;
    }

    private double raise(List<TooMuch> failed) {
        var least = MOST_RAISE;
        for (var one : failed) least = Math.min(least, share(one.left()));
        return Math.max(LEAST_RAISE, least / 2);
    }

    /** Of the row that misses most, what share has no place. */
    private double share(int[] left) {
        var most = 0.0;
        for (var row : rows.rows()) {
            var missing = 0.0;
            for (var i = 0; i < left.length; i++) missing += left[i] * row.each()[i];
            most = Math.max(most, missing);
        }
        return most;
    }

    /** Whole hosts near the relaxation, the cheapest first. */
    private List<int[]> candidates(Relaxation.Solved relaxed, double asked) {
        var candidates = new ArrayList<int[]>();
        candidates.add(Rounding.round(question, rows.rows(), asked, relaxed.hosts()));
        // in a group of several offers any mixture of them may be lost, which a cap on each says nothing of
        if (question.eachIsLostAlone) tryOtherLosses(relaxed, asked, candidates);
        return cheapest(candidates).stream()
                .map(hosts -> Rounding.exchange(question, rows.rows(), asked, hosts))
                .sorted(Comparator.comparingLong(question::micros))
                .toList();
    }

    /** Of those that cost the same, one. */
    private List<int[]> cheapest(List<int[]> candidates) {
        candidates.sort(Comparator.comparingLong(question::micros));
        var some = new ArrayList<int[]>();
        for (var hosts : candidates) {
            if (some.size() == MOST_STOWED) break;
            if (some.isEmpty() || question.micros(hosts) != question.micros(some.getLast())) some.add(hosts);
        }
        return some;
    }

    /**
     * How much of each resource may be lost at most decides how many hosts each pool may have; then few are in fractions, and what is cheapest is
     * searched over the losses.
     */
    private void tryOtherLosses(Relaxation.Solved relaxed, double asked, List<int[]> candidates) {
        if (loss.length == 0) {
            var first = largestLoss(relaxed.hosts());
            var least = Long.MAX_VALUE;
            for (var factor : FACTORS) {
                var scaled = DoubleStream.of(first).map(one -> one * factor).toArray();
                var cost = tryLoss(scaled, asked, candidates);
                if (cost >= least) continue;
                least = cost;
                loss = scaled;
            }
        }
        if (loss.length == 0) return;
        var least = tryLoss(loss, asked, candidates);
        for (var step : STEPS)
            for (var r = 0; r < loss.length; r++)
                for (var factor : new double[] {1 + step, 1 / (1 + step)}) {
                    var other = loss.clone();
                    other[r] *= factor;
                    var cost = tryLoss(other, asked, candidates);
                    if (cost >= least) continue;
                    least = cost;
                    loss = other;
                }
    }

    private long tryLoss(double[] most, double asked, List<int[]> candidates) {
        var capped = Relaxation.capped(question, rows, asked, within(most));
        if (capped.isEmpty()) return Long.MAX_VALUE;
        var hosts = Rounding.round(question, rows.rows(), asked, capped.get().hosts());
        candidates.add(hosts);
        return question.micros(hosts);
    }

    private double[] largestLoss(double[] hosts) {
        var largest = new double[question.resources];
        for (var r = 0; r < largest.length; r++) {
            for (var group = 0; group < question.groups; group++) largest[r] = Math.max(largest[r], more(group, r));
            for (var i = 0; i < question.kind.length; i++)
                largest[r] = Math.max(
                        largest[r], hosts[i] * question.gives.get(question.kind[i])[r] + more(question.group[i], r));
        }
        return largest;
    }

    /** What a loss asks for besides what it takes of the hosts that are bought. */
    private double more(int group, int resource) {
        return question.wanted(group).demand[resource] - question.wanted(-1).demand[resource];
    }

    /** Of each offer, how many hosts are no larger a loss than this, what their group loses anyway included. */
    private int[] within(double[] most) {
        return IntStream.range(0, question.kind.length)
                .map(i -> {
                    var gives = question.gives.get(question.kind[i]);
                    var hosts = Integer.MAX_VALUE;
                    for (var r = 0; r < most.length; r++) {
                        if (gives[r] == 0) continue;
                        var rest = Math.max(0, most[r] - more(question.group[i], r));
                        hosts = Math.min(hosts, (int) (rest / gives[r] + 1e-6));
                    }
                    return hosts;
                })
                .toArray();
    }

    /** Adds hosts for what found no place, the cheapest for the most of it, until everything has one. */
    private Optional<int[]> repaired(int[] hosts, TooMuch first) {
        var more = hosts.clone();
        var tooMuch = Optional.of(first);
        for (var added = 0; added < MOST_ADDED && tooMuch.isPresent(); added++) {
            var offer = cheapestFor(tooMuch.get());
            if (offer < 0) return Optional.empty();
            more[offer]++;
            if (!isBelowBest(question.micros(more))) return Optional.empty();
            tooMuch = losses.tooMuch(more);
        }
        return tooMuch.isEmpty() ? Optional.of(more) : Optional.empty();
    }

    private int cheapestFor(TooMuch tooMuch) {
        var left = tooMuch.left();
        var needed = new double[question.resources];
        var hardest = -1;
        for (var i = 0; i < left.length; i++) {
            if (left[i] > 0 && hardest < 0) hardest = i;
            for (var r = 0; r < needed.length; r++) needed[r] += (double) left[i] * question.needs[i][r];
        }
        var found = -1;
        var least = Double.MAX_VALUE;
        for (var i = 0; i < question.kind.length; i++) {
            var isLost = tooMuch.group() >= 0 && question.group[i] == tooMuch.group();
            if (isLost || question.most.get(question.kind[i])[hardest] == 0) continue;
            var share = 1.0;
            for (var r = 0; r < needed.length; r++)
                if (needed[r] > 0) share = Math.min(share, question.gives.get(question.kind[i])[r] / needed[r]);
            var price = question.micros(i) / share;
            if (price >= least) continue;
            least = price;
            found = i;
        }
        return found;
    }
}
