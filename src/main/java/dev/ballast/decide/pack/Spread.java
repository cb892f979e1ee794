package dev.ballast.decide.pack;

import dev.ballast.decide.pack.Trial.Order;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Where ECS puts the tasks of a service, by its placement strategies ({@link Seating}). Where it names none: into the zone with the fewest
 * of its tasks, there onto the host with the fewest of them. It does not pack, so what packs is not yet placed: small tasks may stand where the last large one would have to. ECS looks at services in no order that is known, and breaks ties
 * by chance; what must come out well is tried in several orders.
 */
public final class Spread {
    /** Looks at a room for a task, in all orders together: some milliseconds. A notice waits no longer for certainty. */
    private static final long MOST_LOOKS = 25_000;

    private static final int FEWEST_ORDERS = 2;

    private Spread() {}

    /**
     * Tasks of one service to be placed.
     *
     * @param service its place among the services, as rooms count their tasks
     */
    public record Batch(int service, Piece piece, int count, Seating seating) {
        /** Placed by ECS's default. */
        public Batch(int service, Piece piece, int count) {
            this(service, piece, count, Seating.DEFAULT);
        }

        /** The same with so many tasks. */
        public Batch of(int other) {
            return new Batch(service, piece, other, seating);
        }
    }

    /** Every service is the last once, and the ties fall differently each time; fewer where there is much to place. */
    private static List<Order> orders(Ground ground) {
        var size = ground.batches().size();
        var looks = (long) size * ground.sites();
        for (var batch : ground.batches()) looks += batch.count();
        var most = Math.max(FEWEST_ORDERS, MOST_LOOKS / Math.max(1, looks));
        var orders = new ArrayList<Order>();
        for (var last = 0; last < size && orders.size() < most; last++) {
            orders.add(new Order(last, last * ground.rooms() / size, true));
            orders.add(new Order(last, ground.rooms() - 1 - last * ground.rooms() / size, false));
        }
        return orders;
    }

    /**
     * Places what finds room; the rooms change.
     *
     * @return what found none
     */
    public static List<Batch> place(List<Batch> batches, List<Room> rooms) {
        var trial = new Trial(new Ground(batches, rooms), new Order(batches.size() - 1, 0, false));
        var left = trial.left();
        trial.seat();
        return left;
    }

    /** Alike tasks of one service in one batch, in the order in which they first come: they are placed as one, wherever they came from. */
    public static List<Batch> together(List<Batch> batches) {
        record Alike(int service, Piece piece) {
            /** A service has one piece or two, and a piece's own code is long to reckon. */
            @Override
            public int hashCode() {
                return service;
            }
        }
        var merged = new LinkedHashMap<Alike, Batch>();
        for (var batch : batches)
            merged.merge(
                    new Alike(batch.service(), batch.piece()),
                    batch,
                    (one, other) -> one.of(one.count() + other.count()));
        return List.copyOf(merged.values());
    }

    /**
     * And one more of the hardest. Where counts are equal ECS places by chance, so what was tried in several orders may still come out
     * otherwise; with this much to spare it hardly does.
     */
    public static List<Batch> andOneMore(List<Batch> batches) {
        var more = new ArrayList<>(batches);
        for (var i = 0; i < more.size(); i++)
            if (isHardest(more.get(i), batches)) {
                more.set(i, more.get(i).of(more.get(i).count() + 1));
                return more;
            }
        return more;
    }

    private static boolean isHardest(Batch one, List<Batch> batches) {
        for (var other : batches) if (other.piece().compareTo(one.piece()) < 0) return false;
        return true;
    }

    /** Places everything, or leaves the rooms as they were and returns false: everything finds room in whatever order it is tried. */
    public static boolean placeAll(List<Batch> batches, List<Room> rooms) {
        if (!fits(batches, rooms)) return false;
        place(batches, rooms);
        return true;
    }

    /** Whether everything finds room in whatever order it is tried: sooner answered than what would be left. */
    public static boolean fits(List<Batch> batches, List<Room> rooms) {
        if (isAmple(batches, rooms)) return true;
        var ground = new Ground(batches, rooms);
        for (var order : orders(ground)) if (!new Trial(ground, order).placesAll()) return false;
        return true;
    }

    /** What would find no room, in the order that leaves most; the rooms stay as they are. */
    public static Load left(List<Batch> batches, List<Room> rooms) {
        var most = new Load();
        if (isAmple(batches, rooms)) return most;
        var ground = new Ground(batches, rooms);
        for (var order : orders(ground)) {
            var left = new Load();
            for (var batch : new Trial(ground, order).left()) left.add(batch.piece(), batch.count());
            if (left.size() > most.size()) most = left;
        }
        return most;
    }

    /** How many of each batch would find no room, each in the order that is worst for it; the rooms stay as they are. */
    public static List<Integer> leftOfEach(List<Batch> batches, List<Room> rooms) {
        var most = new ArrayList<>(Collections.nCopies(batches.size(), 0));
        if (isAmple(batches, rooms)) return most;
        var ground = new Ground(batches, rooms);
        for (var order : orders(ground))
            for (var left : new Trial(ground, order).left())
                for (var i = 0; i < batches.size(); i++)
                    if (batches.get(i).service() == left.service()) most.set(i, Math.max(most.get(i), left.count()));
        return most;
    }

    /** Where there would be room for as many tasks of the largest needs among them, no order can go wrong: each takes one such place at most. */
    private static boolean isAmple(List<Batch> batches, List<Room> rooms) {
        if (batches.isEmpty()) return true;
        var count = 0;
        for (var batch : batches) {
            if (!batch.piece().isPlain(batches.getFirst().piece())) return false;
            count += batch.count();
        }
        var largest = batches.getFirst().piece();
        for (var batch : batches) largest = largest.andAsLargeAs(batch.piece());
        for (var room : rooms) {
            count -= room.fits(largest, count);
            if (count == 0) return true;
        }
        return false;
    }
}
