package dev.ballast.decide.mix;

import dev.ballast.decide.pack.Load;
import dev.ballast.decide.pack.Piece;
import dev.ballast.decide.pack.Room;
import dev.ballast.model.Resources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What is to be held and what may be bought for it, as arrays: a search asks a million times. Nobody changes them. */
final class Question {
    /** By piece: the hardest first. */
    final List<Piece> pieces;

    /** After the loss that leaves most of it without a place. */
    final int[] count;

    final int tasks;
    /** How many resources any task needs; the others are nowhere. */
    final int resources;

    final int[][] needs;
    /** What all tasks need together, after the loss that leaves most. */
    final double[] demand;
    /** What all tasks' needs are multiples of: what is left of a host beyond one serves nobody. */
    final int[] grid;
    /** Of which a host holds one at most: because of a host port, or because a service keeps its tasks apart. */
    final boolean[] single;
    /** By piece: those that want one of its ports, or are the same service's and keep apart. */
    final int[][] clashes;

    final List<Offered> offers;
    /** By offer: what its host is like; offers of one type share it. */
    final int[] kind;
    /** By offer: what is lost together, counted from zero; -1 where nothing is. */
    final int[] group;

    final int groups;
    /** No two offers are lost together. */
    final boolean eachIsLostAlone;
    /** By kind: what one empty host gives of each resource, as far as whole tasks can use it. */
    final List<int[]> gives = new ArrayList<>();
    /** By kind: how many of a piece one empty host holds at most, of that piece alone. */
    final List<int[]> most = new ArrayList<>();

    private final int[] needed;
    private final Loads loads;
    private final Wanted always;
    /** By group: null where it leaves what is always wanted. */
    private final Wanted[] without;

    /** What needs a place after one loss. Nobody changes it. */
    static final class Wanted {
        final int[] count;
        final double[] demand;

        private Wanted(int[] count, double[] demand) {
            this.count = count;
            this.demand = demand;
        }
    }

    Question(Loads loads, List<Offered> offers) {
        this.loads = loads;
        this.offers = List.copyOf(offers);
        var most = loads.always().copy();
        for (var load : loads.without().values())
            load.forEach((piece, tasks) -> most.add(piece, Math.max(0, tasks - most.count(piece))));
        pieces = List.copyOf(most.counts().keySet());
        count = pieces.stream().mapToInt(most::count).toArray();
        tasks = most.size();
        needed = IntStream.range(0, amounts(Resources.NONE).length)
                .filter(r ->
                        pieces.stream().anyMatch(piece -> amounts(piece.shape().needs())[r] > 0))
                .toArray();
        resources = needed.length;
        needs = new int[count.length][];
        demand = new double[resources];
        grid = new int[resources];
        single = new boolean[count.length];
        clashes = new int[count.length][];
        for (var i = 0; i < count.length; i++) {
            var piece = pieces.get(i);
            needs[i] = needed(piece.shape().needs());
            for (var r = 0; r < resources; r++) grid[r] = commonDivisor(grid[r], needs[i][r]);
            single[i] = !piece.apart().isEmpty() || !piece.shape().hostPorts().isEmpty();
            clashes[i] = clashes(i);
        }
        kind = new int[offers.size()];
        group = new int[offers.size()];
        var groupNumbers = new LinkedHashMap<String, Integer>();
        var kinds = new LinkedHashMap<List<Integer>, Integer>();
        for (var i = 0; i < kind.length; i++) {
            var offer = offers.get(i);
            group[i] = offer.lostWith().isEmpty()
                    ? -1
                    : groupNumbers.computeIfAbsent(offer.lostWith(), name -> groupNumbers.size());
            kind[i] = kind(offer.empty(), kinds);
        }
        eachIsLostAlone = groupNumbers.size() == kind.length;
        for (var lost : loads.without().keySet()) groupNumbers.computeIfAbsent(lost, name -> groupNumbers.size());
        groups = groupNumbers.size();
        always = wanted(loads.always());
        without = new Wanted[groups];
        loads.without().forEach((lost, load) -> without[groupNumbers.get(lost)] = wanted(load));
        for (var r = 0; r < resources; r++) {
            demand[r] = always.demand[r];
            for (var one : without) if (one != null) demand[r] = Math.max(demand[r], one.demand[r]);
        }
    }

    private Wanted wanted(Load load) {
        var counts = pieces.stream().mapToInt(load::count).toArray();
        var sums = new double[resources];
        for (var i = 0; i < counts.length; i++)
            for (var r = 0; r < resources; r++) sums[r] += (double) counts[i] * needs[i][r];
        return new Wanted(counts, sums);
    }

    /** @param lost a group, -1 where nothing is lost */
    Wanted wanted(int lost) {
        return lost < 0 || without[lost] == null ? always : without[lost];
    }

    /** Whether its loss leaves something of its own without a place, though none of it is bought. */
    boolean hurtsAnyway(int lost) {
        return without[lost] != null;
    }

    private static int[] amounts(Resources resources) {
        return new int[] {resources.cpuUnits(), resources.memoryMib(), resources.enis(), resources.gpus()};
    }

    private int[] needed(Resources amounts) {
        var all = amounts(amounts);
        return IntStream.of(needed).map(r -> all[r]).toArray();
    }

    private static int commonDivisor(int one, int other) {
        return other == 0 ? one : commonDivisor(other, one % other);
    }

    private int[] clashes(int piece) {
        return IntStream.range(0, count.length)
                .filter(other -> other != piece && clash(pieces.get(piece), pieces.get(other)))
                .toArray();
    }

    private static boolean clash(Piece one, Piece other) {
        return !one.apart().isEmpty() && one.apart().equals(other.apart())
                || one.shape().hostPorts().stream().anyMatch(other.shape().hostPorts()::contains);
    }

    private int kind(Room empty, Map<List<Integer>, Integer> kinds) {
        var free = needed(empty.free());
        for (var r = 0; r < resources; r++) free[r] -= Math.floorMod(free[r], grid[r]);
        var mostHere = IntStream.range(0, count.length)
                .map(i -> empty.fits(pieces.get(i), count[i]))
                .toArray();
        var alike = IntStream.concat(IntStream.of(free), IntStream.of(mostHere))
                .boxed()
                .toList();
        return kinds.computeIfAbsent(alike, same -> {
            gives.add(free);
            most.add(mostHere);
            return gives.size() - 1;
        });
    }

    /** The same with some of the offers. */
    Question only(List<Integer> some) {
        return new Question(loads, some.stream().map(offers::get).toList());
    }

    long micros(int offer) {
        return offers.get(offer).micros();
    }

    long micros(int[] hosts) {
        var sum = 0L;
        for (var i = 0; i < hosts.length; i++) sum += hosts[i] * micros(i);
        return sum;
    }
}
