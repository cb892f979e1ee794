package dev.ballast.decide.pack;

import dev.ballast.decide.pack.Spread.Batch;
import dev.ballast.model.Resources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * The rooms of one question about placing. Of a large cluster most are full: those that have room for any of the tasks are its sites, and what is free on
 * them lies in arrays, because every {@link Trial} begins with a copy and a decision makes some thousand.
 */
final class Ground {
    /**
     * Tasks that are alike to a host.
     *
     * @param least free on a host that has room for one; what a task needs nothing of may be overcommitted
     * @param sites that have room for one before anything is placed: later there are fewer, never more
     * @param rivals by their number: one of those on a host leaves none of these a place there
     */
    record Kind(int number, Piece piece, Needs needs, Needs least, int[] sites, int[] rivals) {}

    /** What a task needs, as plain numbers. */
    record Needs(int cpuUnits, int memoryMib, int enis, int gpus) {
        private static Needs of(Piece piece) {
            var needs = piece.shape().needs();
            return new Needs(needs.cpuUnits(), needs.memoryMib(), needs.enis(), needs.gpus());
        }

        private Needs least() {
            return new Needs(least(cpuUnits), least(memoryMib), least(enis), least(gpus));
        }

        private static int least(int need) {
            return need > 0 ? need : Integer.MIN_VALUE;
        }
    }

    private final List<Batch> batches;
    private final List<Room> rooms;
    private final List<Kind> kinds;
    private final int[] kindOfBatch;
    private final int[] serviceOfBatch;
    private final int[] services;
    private final int[] zoneOfRoom;
    private final int zones;
    /** The room of each site. */
    private final int[] places;
    /** By service, then by zone: tasks before anything is placed. Null until it is first asked. */
    private int[][] tasksByZone;
    /** By service, then by site; each null until it is first asked. */
    private final int[][] standing;

    final int[] cpuUnits;
    final int[] memoryMib;
    final int[] enis;
    final int[] gpus;

    Ground(List<Batch> batches, List<Room> rooms) {
        this.batches = batches;
        this.rooms = rooms;
        var pieces = new TreeMap<Piece, Integer>();
        for (var batch : batches) pieces.putIfAbsent(batch.piece(), pieces.size());
        kindOfBatch =
                batches.stream().mapToInt(batch -> pieces.get(batch.piece())).toArray();
        services = batches.stream().mapToInt(Batch::service).distinct().toArray();
        serviceOfBatch = batches.stream().mapToInt(this::service).toArray();
        standing = new int[services.length][];

        var inOrder = new Piece[pieces.size()];
        pieces.forEach((piece, number) -> inOrder[number] = piece);
        var sitesOf = new int[inOrder.length][rooms.size()];
        var counts = new int[inOrder.length];
        var open = new int[rooms.size()];
        var leastCpuUnits = least(inOrder, Resources::cpuUnits);
        var leastMemoryMib = least(inOrder, Resources::memoryMib);
        var sites = 0;
        Map<String, Integer> names = new LinkedHashMap<>();
        zoneOfRoom = new int[rooms.size()];
        for (var place = 0; place < zoneOfRoom.length; place++) {
            var room = rooms.get(place);
            zoneOfRoom[place] = names.computeIfAbsent(room.pool().zone(), name -> names.size());
            if (room.hasLessThan(leastCpuUnits, leastMemoryMib)) continue;
            var isOpen = false;
            for (var kind = 0; kind < inOrder.length; kind++)
                if (room.fits(inOrder[kind], 1) > 0) {
                    sitesOf[kind][counts[kind]++] = sites;
                    isOpen = true;
                }
            if (isOpen) open[sites++] = place;
        }
        zones = names.size();
        places = Arrays.copyOf(open, sites);
        kinds = kinds(inOrder, sitesOf, counts);
        cpuUnits = new int[sites];
        memoryMib = new int[sites];
        enis = new int[sites];
        gpus = new int[sites];
        for (var site = 0; site < sites; site++) {
            var free = rooms.get(places[site]).free();
            cpuUnits[site] = free.cpuUnits();
            memoryMib[site] = free.memoryMib();
            enis[site] = free.enis();
            gpus[site] = free.gpus();
        }
    }

    private static int least(Piece[] pieces, ToIntFunction<Resources> resource) {
        var least = Integer.MAX_VALUE;
        for (var piece : pieces)
            least = Math.min(least, resource.applyAsInt(piece.shape().needs()));
        return least;
    }

    private static List<Kind> kinds(Piece[] pieces, int[][] sites, int[] counts) {
        var kinds = new ArrayList<Kind>();
        for (var number = 0; number < pieces.length; number++) {
            var needs = Needs.of(pieces[number]);
            kinds.add(new Kind(
                    number,
                    pieces[number],
                    needs,
                    needs.least(),
                    Arrays.copyOf(sites[number], counts[number]),
                    rivals(pieces, number)));
        }
        return kinds;
    }

    private static int[] rivals(Piece[] pieces, int number) {
        var rivals = new int[pieces.length];
        var count = 0;
        for (var other = 0; other < pieces.length; other++)
            if (pieces[number].isRivalOf(pieces[other])) rivals[count++] = other;
        return Arrays.copyOf(rivals, count);
    }

    private int service(Batch batch) {
        for (var i = 0; i < services.length; i++) if (services[i] == batch.service()) return i;
        throw new IllegalStateException("a service of no batch");
    }

    List<Batch> batches() {
        return batches;
    }

    Kind kind(int batch) {
        return kinds.get(kindOfBatch[batch]);
    }

    int kinds() {
        return kinds.size();
    }

    /** The number of a batch's service among those that are placed. */
    int service(int batch) {
        return serviceOfBatch[batch];
    }

    int services() {
        return services.length;
    }

    int rooms() {
        return zoneOfRoom.length;
    }

    /** Those with room for any of the tasks. */
    int sites() {
        return places.length;
    }

    Room room(int site) {
        return rooms.get(places[site]);
    }

    /** The place of a site's room among all rooms. */
    int place(int site) {
        return places[site];
    }

    int zones() {
        return zones;
    }

    int zone(int site) {
        return zoneOfRoom[places[site]];
    }

    /** Tasks of a service on each site before anything is placed; not to be written to. */
    int[] standing(int service) {
        if (standing[service] == null) {
            var counts = new int[places.length];
            for (var site = 0; site < counts.length; site++)
                counts[site] = room(site).standing(services[service]);
            standing[service] = counts;
        }
        return standing[service];
    }

    /** Tasks of a service in each zone before anything is placed, those on hosts without room too; not to be written to. */
    int[] tasksByZone(int service) {
        if (tasksByZone == null) tasksByZone = countByZone();
        return tasksByZone[service];
    }

    /** Room by room, as they lie in memory. */
    private int[][] countByZone() {
        var counts = new int[services.length][zones];
        for (var place = 0; place < zoneOfRoom.length; place++)
            for (var service = 0; service < services.length; service++)
                counts[service][zoneOfRoom[place]] += rooms.get(place).standing(services[service]);
        return counts;
    }
}
