package dev.ballast.decide.pack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where ECS puts the tasks of a service that names no placement strategy: into the zone with the fewest of its tasks, there onto the host
 * with the fewest of them ("spread" over attribute:ecs.availability-zone, then over hosts). It does not pack, so what packs is not yet
 * placed: small tasks may stand where the last large one would have to. ECS looks at services in no order that is known, and breaks ties
 * by chance; what must come out well is tried in several orders.
 */
public final class Spread {
    /** Looks at a room for a task, in all orders together: some milliseconds. A notice waits no longer for certainty. */
    private static final long MOST_LOOKS = 500_000;

    private static final int FEWEST_ORDERS = 2;

    private Spread() {}

    /**
     * Tasks of one service to be placed.
     *
     * @param service its place among the services, as rooms count their tasks
     */
    public record Batch(int service, Piece piece, int count) {
        private Batch of(int other) {
            return new Batch(service, piece, other);
        }
    }

    /**
     * In which order services are looked at, and which of equal hosts is taken: ECS tells neither. What comes last finds least.
     *
     * @param last the place of the batch that is looked at last
     * @param first the place of the host in the list that wins a tie
     * @param full whether tasks on hosts that have no room count for their zone
     */
    private record Order(int last, int first, boolean full) {
        /** Every service is the last once, and the ties fall differently each time; fewer where there is much to place. */
        static List<Order> several(List<Batch> batches, List<Room> rooms) {
            var tasks = 0L;
            for (var batch : batches) tasks += batch.count();
            var size = batches.size();
            var most = Math.max(FEWEST_ORDERS, MOST_LOOKS / Math.max(1, tasks * rooms.size()));
            var orders = new ArrayList<Order>();
            for (var last = 0; last < size && orders.size() < most; last++) {
                orders.add(new Order(last, last * rooms.size() / size, true));
                orders.add(new Order(last, rooms.size() - 1 - last * rooms.size() / size, false));
            }
            return orders;
        }
    }

    /**
     * Places what finds room; the rooms change.
     *
     * @return what found none
     */
    public static List<Batch> place(List<Batch> batches, List<Room> rooms) {
        return place(batches, rooms, new Order(batches.size() - 1, 0, false), new ArrayList<>());
    }

    /**
     * And one more of the hardest. Where counts are equal ECS places by chance, so what was tried in several orders may still come out
     * otherwise; with this much to spare it hardly does.
     */
    public static List<Batch> andOneMore(List<Batch> batches) {
        var more = new ArrayList<>(batches);
        batches.stream().min(Comparator.comparing(Batch::piece)).ifPresent(hardest -> more.add(hardest.of(1)));
        return more;
    }

    /** Places everything, or leaves the rooms as they were and returns false: everything finds room in whatever order it is tried. */
    public static boolean placeAll(List<Batch> batches, List<Room> rooms) {
        if (!left(batches, rooms).isEmpty()) return false;
        place(batches, rooms);
        return true;
    }

    /** What would find no room, in the order that leaves most; the rooms stay as they are. */
    public static Load left(List<Batch> batches, List<Room> rooms) {
        var most = new Load();
        if (isAmple(batches, rooms)) return most;
        for (var order : Order.several(batches, rooms)) {
            var left = new Load();
            for (var batch : tried(batches, rooms, order)) left.add(batch.piece(), batch.count());
            if (left.size() > most.size()) most = left;
        }
        return most;
    }

    /** How many of each batch would find no room, each in the order that is worst for it; the rooms stay as they are. */
    public static List<Integer> leftOfEach(List<Batch> batches, List<Room> rooms) {
        var most = new ArrayList<>(Collections.nCopies(batches.size(), 0));
        if (isAmple(batches, rooms)) return most;
        for (var order : Order.several(batches, rooms))
            for (var left : tried(batches, rooms, order))
                for (var i = 0; i < batches.size(); i++)
                    if (batches.get(i).service() == left.service()) most.set(i, Math.max(most.get(i), left.count()));
        return most;
    }

    /** What finds no room in this order; the rooms stay as they are. */
    private static List<Batch> tried(List<Batch> batches, List<Room> rooms, Order order) {
        var seats = new ArrayList<Seat>();
        var left = place(batches, rooms, order, seats);
        giveBack(seats);
        return left;
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

    private record Seat(Room room, Batch batch) {}

    private static void giveBack(List<Seat> seats) {
        for (var seat : seats.reversed())
            seat.room().leave(seat.batch().service(), seat.batch().piece());
    }

    private static List<Batch> place(List<Batch> batches, List<Room> rooms, Order order, List<Seat> seats) {
        var sorted = new ArrayList<>(batches);
        if (!sorted.isEmpty()) sorted.add(sorted.remove(order.last()));
        var left = new ArrayList<Batch>();
        for (var batch : sorted) {
            var placed = place(batch, rooms, order, seats);
            if (placed < batch.count()) left.add(batch.of(batch.count() - placed));
        }
        return left;
    }

    private static int place(Batch batch, List<Room> rooms, Order order, List<Seat> seats) {
        var perZone = new LinkedHashMap<String, Integer>();
        for (var room : rooms)
            if (order.full() || room.fits(batch.piece(), 1) > 0)
                perZone.merge(room.pool().zone(), room.standing(batch.service()), Integer::sum);
        var full = new TreeSet<String>();
        var able = able(batch, rooms, order);
        for (var placed = 0; placed < batch.count(); placed++) {
            var room = next(batch, able, perZone, full);
            if (room == null) return placed;
            room.seat(batch.service(), batch.piece());
            seats.add(new Seat(room, batch.of(1)));
            perZone.merge(room.pool().zone(), 1, Integer::sum);
        }
        return batch.count();
    }

    /** Those with room, from the one that wins a tie. Among a thousand full hosts they are few. */
    private static List<Room> able(Batch batch, List<Room> rooms, Order order) {
        var able = new ArrayList<Room>();
        for (var i = 0; i < rooms.size(); i++) {
            var room = rooms.get((i + order.first()) % rooms.size());
            if (room.fits(batch.piece(), 1) > 0) able.add(room);
        }
        return able;
    }

    /** Null where no zone has room. */
    private static Room next(Batch batch, List<Room> able, Map<String, Integer> perZone, Set<String> full) {
        while (full.size() < perZone.size()) {
            var zone = least(perZone, full);
            var room = least(batch, able, zone);
            if (room != null) return room;
            full.add(zone);
        }
        return null;
    }

    private static String least(Map<String, Integer> perZone, Set<String> full) {
        String least = null;
        for (var zone : perZone.keySet())
            if (!full.contains(zone) && (least == null || perZone.get(zone) < perZone.get(least))) least = zone;
        return least;
    }

    private static Room least(Batch batch, List<Room> able, String zone) {
        Room least = null;
        for (var room : able)
            if (room.pool().zone().equals(zone)
                    && (least == null || room.standing(batch.service()) < least.standing(batch.service()))
                    && room.fits(batch.piece(), 1) > 0) least = room;
        return least;
    }
}
