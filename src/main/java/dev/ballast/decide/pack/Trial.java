package dev.ballast.decide.pack;

import dev.ballast.decide.pack.Ground.Kind;
import dev.ballast.decide.pack.Spread.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Places the tasks of one question in one order, on copies: the rooms stay as they are until it is {@link #seat seated}. */
final class Trial {
    /**
     * In which order services are looked at, and which of equal hosts is taken: ECS tells neither. What comes last finds least.
     *
     * @param last the place of the batch that is looked at last
     * @param first the place of the host in the list that wins a tie
     * @param full whether tasks on hosts that have no room count for their zone
     */
    record Order(int last, int first, boolean full) {}

    private final Ground ground;
    private final Order order;
    private final int[] cpuUnits;
    private final int[] memoryMib;
    private final int[] enis;
    private final int[] gpus;
    /** By service, then by site; null until a task of it is placed. */
    private final int[][] standing;
    /** By kind, then by site: it may not be where a rival is. Null while no rival of it is placed. */
    private final boolean[][] isBarred;

    private int[] seatedOf = new int[64];
    private int[] seatedAt = new int[64];
    private int seated;

    Trial(Ground ground, Order order) {
        this.ground = ground;
        this.order = order;
        cpuUnits = ground.cpuUnits.clone();
        memoryMib = ground.memoryMib.clone();
        enis = ground.enis.clone();
        gpus = ground.gpus.clone();
        standing = new int[ground.services()][];
        isBarred = new boolean[ground.kinds()][];
    }

    /** What finds no room. */
    List<Batch> left() {
        var left = new ArrayList<Batch>();
        for (var i = 0; i < ground.batches().size(); i++) {
            var rest = unplaced(batch(i));
            if (rest > 0) left.add(ground.batches().get(batch(i)).of(rest));
        }
        return left;
    }

    /** Whether everything finds room; no more is tried once something has not. */
    boolean placesAll() {
        for (var i = 0; i < ground.batches().size(); i++) if (unplaced(batch(i)) > 0) return false;
        return true;
    }

    /** Makes it so. */
    void seat() {
        for (var i = 0; i < seated; i++) {
            var batch = ground.batches().get(seatedOf[i]);
            ground.room(seatedAt[i]).seat(batch.service(), batch.piece());
        }
    }

    /** Which batch is looked at so late. */
    private int batch(int turn) {
        if (turn == ground.batches().size() - 1) return order.last();
        return turn < order.last() ? turn : turn + 1;
    }

    private int unplaced(int batch) {
        var count = ground.batches().get(batch).count();
        var zones = zones(batch);
        for (var placed = 0; placed < count; placed++) {
            var site = next(zones);
            if (site < 0) return count - placed;
            take(batch, site);
        }
        return 0;
    }

    private void take(int batch, int site) {
        var kind = ground.kind(batch);
        cpuUnits[site] -= kind.needs().cpuUnits();
        memoryMib[site] -= kind.needs().memoryMib();
        enis[site] -= kind.needs().enis();
        gpus[site] -= kind.needs().gpus();
        for (var rival : kind.rivals()) {
            if (isBarred[rival] == null) isBarred[rival] = new boolean[cpuUnits.length];
            isBarred[rival][site] = true;
        }
        standing(ground.service(batch))[site]++;
        if (seated == seatedOf.length) {
            seatedOf = Arrays.copyOf(seatedOf, 2 * seated);
            seatedAt = Arrays.copyOf(seatedAt, 2 * seated);
        }
        seatedOf[seated] = batch;
        seatedAt[seated++] = site;
    }

    private boolean fits(Kind kind, int site) {
        var least = kind.least();
        return cpuUnits[site] >= least.cpuUnits()
                && memoryMib[site] >= least.memoryMib()
                && enis[site] >= least.enis()
                && gpus[site] >= least.gpus()
                && (isBarred[kind.number()] == null || !isBarred[kind.number()][site]);
    }

    private int[] standing(int service) {
        if (standing[service] == null)
            standing[service] = ground.standing(service).clone();
        return standing[service];
    }

    /** Less than nothing where no zone has room. */
    private static int next(List<Zone> zones) {
        while (true) {
            Zone least = null;
            for (var zone : zones) if (!zone.isFull && (least == null || zone.tasks < least.tasks)) least = zone;
            if (least == null) return -1;
            var site = least.next();
            if (site >= 0) return site;
        }
    }

    private List<Zone> zones(int batch) {
        var kind = ground.kind(batch);
        var isByZone = ground.batches().get(batch).seating().byZone();
        var sites = kind.sites();
        var zones = new Zone[ground.zones()];
        if (order.full()) {
            var counts = tasksByZone(ground.service(batch));
            // zones are numbered as they first appear, so no place of a zone is before its number
            for (var zone = 0; zone < zones.length; zone++) zones[zone] = new Zone(batch, counts[zone], zone);
        }
        var begin = 0;
        while (begin < sites.length && ground.place(sites[begin]) < order.first()) begin++;
        for (var i = 0; i < sites.length; i++) {
            var site = sites[begin + i < sites.length ? begin + i : begin + i - sites.length];
            if (!fits(kind, site)) continue;
            // to a service that does not spread over zones all of them are one
            var number = isByZone ? ground.zone(site) : 0;
            if (zones[number] == null) zones[number] = new Zone(batch, 0, ground.place(site));
            if (order.full()) zones[number].add(site);
            else zones[number].count(site);
        }
        var inOrder = new ArrayList<Zone>(zones.length);
        for (var zone : zones) if (zone != null) inOrder.add(zone);
        inOrder.sort((one, other) -> Integer.compare(one.firstPlace, other.firstPlace));
        return inOrder;
    }

    private int[] tasksByZone(int service) {
        var before = ground.tasksByZone(service);
        if (standing[service] == null) return before;
        var counts = before.clone();
        var then = ground.standing(service);
        for (var site = 0; site < then.length; site++)
            counts[ground.zone(site)] += standing[service][site] - then[site];
        return counts;
    }

    /** A zone as one batch finds it. */
    private final class Zone {
        private final Kind kind;
        private final Seating seating;
        private final int[] standing;
        /** Sites, from the one that wins a tie. */
        private final int[] able;

        private int ables;
        private int tasks;
        private int firstPlace;
        private int fewest;
        private int next;
        private boolean isFull;
        private boolean isSorted;

        /** @param firstPlace of its rooms: of zones with equally few tasks the one that comes first is chosen */
        Zone(int batch, int tasks, int firstPlace) {
            kind = ground.kind(batch);
            seating = ground.batches().get(batch).seating();
            standing = standing(ground.service(batch));
            able = new int[kind.sites().length];
            this.tasks = tasks;
            this.firstPlace = firstPlace;
        }

        void add(int site) {
            able[ables++] = site;
        }

        /** What stands there is not known to be in the zone yet. */
        void count(int site) {
            tasks += standing[site];
            firstPlace = Math.min(firstPlace, ground.place(site));
            add(site);
        }

        /** Less than nothing where none is left. */
        int next() {
            return seating.fill() == Seating.Fill.FEWEST ? nextFewest() : nextFullest();
        }

        /** Sorted once: the host that takes the task is still the one with the least left. */
        private int nextFullest() {
            if (!isSorted) sort();
            for (; next < ables; next++) {
                if (!fits(kind, able[next])) continue;
                tasks++;
                return able[next];
            }
            isFull = true;
            return -1;
        }

        private void sort() {
            var free = seating.fill() == Seating.Fill.LEAST_CPU ? cpuUnits : memoryMib;
            var keys = new long[ables];
            // of equals the one that comes first stays so
            for (var i = 0; i < ables; i++) keys[i] = ((long) free[able[i]] << Integer.SIZE) | i;
            Arrays.sort(keys);
            var unsorted = able.clone();
            for (var i = 0; i < ables; i++) able[i] = unsorted[(int) keys[i]];
            isSorted = true;
        }

        /** The first of those with the fewest tasks; its own count rises by one, so all of one count are passed before the next. */
        private int nextFewest() {
            while (!isFull) {
                for (; next < ables; next++) {
                    var site = able[next];
                    if (standing[site] == fewest && fits(kind, site)) {
                        next++;
                        tasks++;
                        return site;
                    }
                }
                nextCount();
            }
            return -1;
        }

        private void nextCount() {
            var more = Integer.MAX_VALUE;
            for (var i = 0; i < ables; i++) {
                var count = standing[able[i]];
                if (count > fewest && count < more && fits(kind, able[i])) more = count;
            }
            isFull = more == Integer.MAX_VALUE;
            fewest = more;
            next = 0;
        }
    }
}
