package dev.ballast.decide.pack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

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

    /**
     * In which order services are looked at, and which of equal hosts is taken: ECS tells neither. What comes last finds least.
     *
     * @param last the place of the batch that is looked at last
     * @param first the place of the host in the list that wins a tie
     * @param full whether tasks on hosts that have no room count for their zone
     */
    private record Order(int last, int first, boolean full) {
        /** Every service is the last once, and the ties fall differently each time; fewer where there is much to place. */
        static List<Order> several(List<Batch> batches, Ground ground) {
            var size = batches.size();
            var looks = (long) size * ground.open;
            for (var batch : batches) looks += batch.count();
            var most = Math.max(FEWEST_ORDERS, MOST_LOOKS / Math.max(1, looks));
            var orders = new ArrayList<Order>();
            for (var last = 0; last < size && orders.size() < most; last++) {
                orders.add(new Order(last, last * ground.size() / size, true));
                orders.add(new Order(last, ground.size() - 1 - last * ground.size() / size, false));
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
        return place(batches, new Ground(batches, rooms), new Order(batches.size() - 1, 0, false), new ArrayList<>());
    }

    /** Alike tasks of one service in one batch, in the order in which they first come: they are placed as one, wherever they came from. */
    public static List<Batch> together(List<Batch> batches) {
        record Alike(int service, Piece piece) {}
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
        if (!left(batches, rooms).isEmpty()) return false;
        place(batches, rooms);
        return true;
    }

    /** What would find no room, in the order that leaves most; the rooms stay as they are. */
    public static Load left(List<Batch> batches, List<Room> rooms) {
        var most = new Load();
        if (isAmple(batches, rooms)) return most;
        var ground = new Ground(batches, rooms);
        for (var order : Order.several(batches, ground)) {
            var left = new Load();
            for (var batch : tried(batches, ground, order)) left.add(batch.piece(), batch.count());
            if (left.size() > most.size()) most = left;
        }
        return most;
    }

    /** How many of each batch would find no room, each in the order that is worst for it; the rooms stay as they are. */
    public static List<Integer> leftOfEach(List<Batch> batches, List<Room> rooms) {
        var most = new ArrayList<>(Collections.nCopies(batches.size(), 0));
        if (isAmple(batches, rooms)) return most;
        var ground = new Ground(batches, rooms);
        for (var order : Order.several(batches, ground))
            for (var left : tried(batches, ground, order))
                for (var i = 0; i < batches.size(); i++)
                    if (batches.get(i).service() == left.service()) most.set(i, Math.max(most.get(i), left.count()));
        return most;
    }

    /** What finds no room in this order; the rooms stay as they are. */
    private static List<Batch> tried(List<Batch> batches, Ground ground, Order order) {
        var seats = new ArrayList<Seat>();
        var left = place(batches, ground, order, seats);
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

    private static List<Batch> place(List<Batch> batches, Ground ground, Order order, List<Seat> seats) {
        var sorted = new ArrayList<>(batches);
        if (!sorted.isEmpty()) sorted.add(sorted.remove(order.last()));
        var left = new ArrayList<Batch>();
        for (var batch : sorted) {
            var placed = place(batch, ground, order, seats);
            if (placed < batch.count()) left.add(batch.of(batch.count() - placed));
        }
        return left;
    }

    private static int place(Batch batch, Ground ground, Order order, List<Seat> seats) {
        var zones = ground.zones(batch, order);
        for (var placed = 0; placed < batch.count(); placed++) {
            var room = next(zones);
            if (room == null) return placed;
            room.seat(batch.service(), batch.piece());
            seats.add(new Seat(room, batch.of(1)));
        }
        return batch.count();
    }

    /** Null where no zone has room. */
    private static Room next(List<Zone> zones) {
        while (true) {
            Zone least = null;
            for (var zone : zones) if (!zone.isFull && (least == null || zone.tasks < least.tasks)) least = zone;
            if (least == null) return null;
            var room = least.next();
            if (room != null) return room;
        }
    }

    /** A zone as one batch finds it. */
    private static final class Zone {
        private final Batch batch;
        /** From the one that wins a tie. */
        private final List<Room> able = new ArrayList<>();

        private int tasks;
        private int firstPlace;
        private int fewest;
        private int next;
        private boolean isFull;
        private boolean isSorted;

        /** @param firstPlace of its rooms: of zones with equally few tasks the one that comes first is chosen */
        Zone(Batch batch, int tasks, int firstPlace) {
            this.batch = batch;
            this.tasks = tasks;
            this.firstPlace = firstPlace;
        }

        void add(Room room) {
            able.add(room);
        }

        /** What stands there is not known to be in the zone yet. */
        void count(Ground.Site site) {
            tasks += site.room().standing(batch.service());
            firstPlace = Math.min(firstPlace, site.place());
            able.add(site.room());
        }

        /** Null where none is left. */
        Room next() {
            return batch.seating().fill() == Seating.Fill.FEWEST ? nextFewest() : nextFullest();
        }

        /** Sorted once: the host that takes the task is still the one with the least left. */
        private Room nextFullest() {
            if (!isSorted) able.sort(Comparator.comparingInt(batch.seating()::left));
            isSorted = true;
            for (; next < able.size(); next++) {
                if (able.get(next).fits(batch.piece(), 1) == 0) continue;
                tasks++;
                return able.get(next);
            }
            isFull = true;
            return null;
        }

        /** The first of those with the fewest tasks; its own count rises by one, so all of one count are passed before the next. Null where none is left. */
        private Room nextFewest() {
            while (!isFull) {
                for (; next < able.size(); next++) {
                    var room = able.get(next);
                    if (room.standing(batch.service()) == fewest && room.fits(batch.piece(), 1) > 0) {
                        next++;
                        tasks++;
                        return room;
                    }
                }
                nextCount();
            }
            return null;
        }

        private void nextCount() {
            var more = Integer.MAX_VALUE;
            for (var room : able) {
                var standing = room.standing(batch.service());
                if (standing > fewest && standing < more && room.fits(batch.piece(), 1) > 0) more = standing;
            }
            isFull = more == Integer.MAX_VALUE;
            fewest = more;
            next = 0;
        }
    }

    /**
     * The rooms of one question, and of each piece those that have room for it before anything is placed: later there are fewer, never more, and of a
     * large cluster's rooms most are full.
     */
    private static final class Ground {
        private record Site(Room room, int place, int zone) {}

        private final List<Room> rooms;
        private final int[] zoneOf;
        private final Map<String, Integer> zones = new LinkedHashMap<>();
        private final SortedMap<Piece, List<Site>> able = new TreeMap<>();
        /** Sites that have room for any of the pieces. */
        private int open;
        /** Services of which more than one batch is placed: what stands on a room changes under the second. */
        private final Set<Integer> several = new LinkedHashSet<>();
        /** By service, then by zone: tasks before anything is placed. Null until it is first asked. */
        private int[][] standing;

        Ground(List<Batch> batches, List<Room> rooms) {
            this.rooms = rooms;
            var services = new LinkedHashSet<Integer>();
            for (var batch : batches) {
                able.putIfAbsent(batch.piece(), new ArrayList<>());
                if (!services.add(batch.service())) several.add(batch.service());
            }
            zoneOf = new int[rooms.size()];
            for (var place = 0; place < zoneOf.length; place++) {
                var room = rooms.get(place);
                zoneOf[place] = zones.computeIfAbsent(room.pool().zone(), name -> zones.size());
                var site = new Site(room, place, zoneOf[place]);
                var isOpen = false;
                for (var entry : able.entrySet())
                    if (room.fits(entry.getKey(), 1) > 0) {
                        entry.getValue().add(site);
                        isOpen = true;
                    }
                if (isOpen) open++;
            }
        }

        int size() {
            return zoneOf.length;
        }

        List<Zone> zones(Batch batch, Order order) {
            var zones = new Zone[this.zones.size()];
            if (order.full()) {
                var counts = standing(batch.service());
                // zones are numbered as they first appear, so no place of a zone is before its number
                for (var zone = 0; zone < zones.length; zone++) zones[zone] = new Zone(batch, counts[zone], zone);
            }
            var sites = able.get(batch.piece());
            var begin = 0;
            while (begin < sites.size() && sites.get(begin).place() < order.first()) begin++;
            for (var i = 0; i < sites.size(); i++) {
                var site = sites.get((begin + i) % sites.size());
                if (site.room().fits(batch.piece(), 1) == 0) continue;
                // to a service that does not spread over zones all of them are one
                var zone = batch.seating().byZone() ? site.zone() : 0;
                if (zones[zone] == null) zones[zone] = new Zone(batch, 0, site.place());
                if (order.full()) zones[zone].add(site.room());
                else zones[zone].count(site);
            }
            var inOrder = new ArrayList<Zone>(zones.length);
            for (var zone : zones) if (zone != null) inOrder.add(zone);
            inOrder.sort(Comparator.comparingInt(zone -> zone.firstPlace));
            return inOrder;
        }

        private int[] standing(int service) {
            if (several.contains(service)) return countStanding(service);
            if (standing == null) standing = countStanding();
            return service < standing.length ? standing[service] : new int[zones.size()];
        }

        private int[] countStanding(int service) {
            var counts = new int[zones.size()];
            for (var place = 0; place < zoneOf.length; place++)
                counts[zoneOf[place]] += rooms.get(place).standing(service);
            return counts;
        }

        /** Room by room, as they lie in memory. */
        private int[][] countStanding() {
            var services = 0;
            for (var room : rooms) services = Math.max(services, room.services());
            var counts = new int[services][zones.size()];
            for (var place = 0; place < zoneOf.length; place++) rooms.get(place).countStanding(counts, zoneOf[place]);
            return counts;
        }
    }
}
