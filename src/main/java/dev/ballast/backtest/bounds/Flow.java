package dev.ballast.backtest.bounds;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * A flow of least cost, by successive shortest paths with potentials (Edmonds and Karp 1972): exact. A cost is an amount of money first,
 * and among equal amounts a number of launches.
 */
final class Flow {
    private static final long FAR = Long.MAX_VALUE / 4;

    private final int[] firstOf;
    private final int[] nextOf;
    private final int[] to;
    private final int[] room;
    private final long[] money;
    private final int[] launches;
    private int arcs;

    private final long[] moneyPotential;
    private final long[] launchPotential;
    private final long[] moneyTo;
    private final long[] launchesTo;
    private final int[] by;
    private final boolean[] done;

    Flow(int nodes, int arcs) {
        firstOf = new int[nodes];
        Arrays.fill(firstOf, -1);
        nextOf = new int[arcs * 2];
        to = new int[arcs * 2];
        room = new int[arcs * 2];
        money = new long[arcs * 2];
        launches = new int[arcs * 2];
        moneyPotential = new long[nodes];
        launchPotential = new long[nodes];
        moneyTo = new long[nodes];
        launchesTo = new long[nodes];
        by = new int[nodes];
        done = new boolean[nodes];
    }

    /** Neither cost may be negative. */
    int arc(int from, int toNode, int most, long costs, int launched) {
        var made = arcs;
        half(from, toNode, most, costs, launched);
        half(toNode, from, 0, -costs, -launched);
        return made;
    }

    private void half(int from, int toNode, int most, long costs, int launched) {
        to[arcs] = toNode;
        room[arcs] = most;
        money[arcs] = costs;
        launches[arcs] = launched;
        nextOf[arcs] = firstOf[from];
        firstOf[from] = arcs;
        arcs++;
    }

    /** @throws IllegalStateException where so many do not fit through */
    void send(int source, int sink, int amount) {
        for (var left = amount; left > 0; ) {
            if (!findsPath(source, sink)) throw new IllegalStateException(left + " of " + amount + " find no way");
            var most = left;
            for (var node = sink; node != source; node = to[by[node] ^ 1]) most = Math.min(most, room[by[node]]);
            for (var node = sink; node != source; node = to[by[node] ^ 1]) {
                room[by[node]] -= most;
                room[by[node] ^ 1] += most;
            }
            left -= most;
        }
    }

    /** How much flows on an arc. */
    int on(int arc) {
        return room[arc ^ 1];
    }

    private record Reached(long money, long launches, int node) implements Comparable<Reached> {
        @Override
        public int compareTo(Reached other) {
            var byMoney = Long.compare(money, other.money);
            if (byMoney != 0) return byMoney;
            var byLaunches = Long.compare(launches, other.launches);
            return byLaunches != 0 ? byLaunches : Integer.compare(node, other.node);
        }
    }

    private boolean findsPath(int source, int sink) {
        Arrays.fill(moneyTo, FAR);
        Arrays.fill(launchesTo, FAR);
        Arrays.fill(done, false);
        moneyTo[source] = 0;
        launchesTo[source] = 0;
        var open = new PriorityQueue<Reached>();
        open.add(new Reached(0, 0, source));
        while (!open.isEmpty()) {
            var node = open.poll().node();
            if (done[node]) continue;
            done[node] = true;
            for (var arc = firstOf[node]; arc >= 0; arc = nextOf[arc]) {
                if (room[arc] == 0 || done[to[arc]]) continue;
                var next = to[arc];
                var costs = moneyTo[node] + money[arc] + moneyPotential[node] - moneyPotential[next];
                var launched = launchesTo[node] + launches[arc] + launchPotential[node] - launchPotential[next];
                if (costs > moneyTo[next] || costs == moneyTo[next] && launched >= launchesTo[next]) continue;
                moneyTo[next] = costs;
                launchesTo[next] = launched;
                by[next] = arc;
                open.add(new Reached(costs, launched, next));
            }
        }
        if (moneyTo[sink] == FAR) return false;
        for (var node = 0; node < done.length; node++)
            if (done[node]) {
                moneyPotential[node] += moneyTo[node];
                launchPotential[node] += launchesTo[node];
            }
        return true;
    }
}
