package dev.ballast.decide.pack;

import dev.ballast.model.Resources;
import java.util.ArrayList;
import java.util.List;

/**
 * How few equal hosts hold a load, each packed full: one host is filled so that every resource runs out at the same time, the largest
 * tasks first; as many hosts as the rest of the load allows get the same, and the next one is filled anew. So the cost is that of some
 * two hundred hosts, however many there are.
 *
 * <p>Largest first alone (first fit decreasing) leaves, late, many tasks that want the same resource, and hosts that are full of it and
 * empty of the other: 4 % more hosts where this one needs no more than the volume does (`./bench plan`).
 */
public final class Filling {
    /** Of what the rest of the load allows, this share is filled alike before a host is looked at anew. */
    private static final double ALIKE = 0.6;

    /** Of what fits of a kind so much is added at once: on a host for hundreds of tasks one more or less of a kind makes no odds. */
    private static final int AT_ONCE = 8;

    /** What an imbalance weighs against a task's size. Which is best depends on the load; the first that meets the volume is taken. */
    private static final double[] WEIGHTS = {0.3, 0.5, 1};

    private static final int RESOURCES = 4;

    private final Room empty;
    private final double[] capacity;
    private final double weight;
    private final List<Piece> pieces;
    /** Of each piece. */
    private final double[][] needs;

    private final int[] left;
    /** Of each resource, what the rest of the load needs. */
    private final double[] demand = new double[RESOURCES];

    private final List<Alike> hosts = new ArrayList<>();

    /** So many hosts, and what each of them gets. */
    public record Alike(int hosts, Load each) {}

    private Filling(Load load, Room empty, double weight) {
        this.empty = empty;
        this.weight = weight;
        capacity = amounts(empty.free());
        pieces = load.counts().keySet().stream()
                .filter(piece -> empty.fits(piece, 1) > 0)
                .toList();
        needs = new double[pieces.size()][];
        left = new int[pieces.size()];
        for (var i = 0; i < left.length; i++) {
            needs[i] = amounts(pieces.get(i).shape().needs());
            left[i] = load.count(pieces.get(i));
            want(i, left[i]);
        }
    }

    /**
     * @param empty a host with nothing but its daemons on it
     * @return the fewest hosts that were found; what fits on no such host is on none of them
     */
    public static List<Alike> of(Load load, Room empty) {
        List<Alike> best = List.of();
        var least = Integer.MAX_VALUE;
        var bound = atLeast(load, empty);
        for (var weight : WEIGHTS) {
            var filling = new Filling(load, empty, weight);
            filling.fill();
            var hosts = count(filling.hosts);
            if (hosts < least) {
                least = hosts;
                best = filling.hosts;
            }
            if (least <= bound) break;
        }
        return best;
    }

    public static int count(List<Alike> hosts) {
        var count = 0;
        for (var alike : hosts) count += alike.hosts();
        return count;
    }

    /** What the volume of each resource needs; no packing does with less. */
    public static int atLeast(Load load, Room empty) {
        return new Filling(load, empty, 0).bound();
    }

    private int bound() {
        var hosts = 0;
        for (var r = 0; r < RESOURCES; r++)
            if (demand[r] > 0) hosts = Math.max(hosts, (int) Math.ceil(demand[r] / capacity[r]));
        return hosts;
    }

    private static double[] amounts(Resources resources) {
        return new double[] {resources.cpuUnits(), resources.memoryMib(), resources.enis(), resources.gpus()};
    }

    private void want(int piece, int count) {
        for (var r = 0; r < RESOURCES; r++) demand[r] += needs[piece][r] * count;
    }

    private void fill() {
        while (true) {
            var each = one();
            var times = Integer.MAX_VALUE;
            for (var i = 0; i < each.length; i++) if (each[i] > 0) times = Math.min(times, left[i] / each[i]);
            if (times == Integer.MAX_VALUE) return;
            times = Math.max(1, (int) (times * ALIKE));
            var load = new Load();
            for (var i = 0; i < each.length; i++) {
                load.add(pieces.get(i), each[i]);
                left[i] -= each[i] * times;
                want(i, -each[i] * times);
            }
            hosts.add(new Alike(times, load));
        }
    }

    /** What one host gets of each piece; nothing where nothing of the rest fits. */
    private int[] one() {
        var each = new int[left.length];
        var room = empty.copy();
        var wanted = wanted();
        var used = new double[RESOURCES];
        while (true) {
            var best = -1;
            var fits = 0;
            var least = Double.MAX_VALUE;
            for (var i = 0; i < each.length; i++) {
                if (left[i] == each[i]) continue;
                var count = room.fits(pieces.get(i), left[i] - each[i]);
                if (count == 0) continue;
                var score = score(used, needs[i], wanted);
                if (score < least) {
                    least = score;
                    best = i;
                    fits = count;
                }
            }
            if (best < 0) return each;
            var added = room.put(pieces.get(best), Math.max(1, fits / AT_ONCE));
            each[best] += added;
            for (var r = 0; r < RESOURCES; r++) used[r] += needs[best][r] * added;
        }
    }

    /** Of each resource what a host should give so that it gives as much of everything as the load asks for; the scarcest is given whole. */
    private double[] wanted() {
        var scarcest = 0.0;
        for (var r = 0; r < RESOURCES; r++) if (capacity[r] > 0) scarcest = Math.max(scarcest, demand[r] / capacity[r]);
        var wanted = new double[RESOURCES];
        for (var r = 0; r < RESOURCES; r++) if (capacity[r] > 0 && scarcest > 0) wanted[r] = demand[r] / scarcest;
        return wanted;
    }

    /** The less the better: how unequally the resources would be used, against the task's size. */
    private double score(double[] used, double[] needs, double[] wanted) {
        var least = Double.MAX_VALUE;
        var most = 0.0;
        var size = 0.0;
        var weights = 0.0;
        for (var r = 0; r < RESOURCES; r++) {
            if (wanted[r] <= 0) continue;
            var share = (used[r] + needs[r]) / wanted[r];
            least = Math.min(least, share);
            most = Math.max(most, share);
            var scarcity = wanted[r] / capacity[r];
            size += scarcity * scarcity * needs[r] / capacity[r];
            weights += scarcity * scarcity;
        }
        return weights == 0 ? 0 : weight * (most - least) - size / weights;
    }
}
