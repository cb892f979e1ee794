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
import java.util.stream.IntStream;

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
    record Kind(int number, Piece piece, Resources needs, Resources least, int[] sites, int[] rivals) {}

    private static final int[] NONE = {};

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
        var numbers = new LinkedHashMap<Integer, Integer>();
        for (var batch : batches) numbers.putIfAbsent(batch.service(), numbers.size());
        services = numbers.keySet().stream().mapToInt(Integer::intValue).toArray();
        serviceOfBatch =
                batches.stream().mapToInt(batch -> numbers.get(batch.service())).toArray();
        standing = new int[services.length][];

        var inOrder = new Piece[pieces.size()];
        pieces.forEach((piece, number) -> inOrder[number] = piece);
        Map<String, Integer> names = new LinkedHashMap<>();
        zoneOfRoom = rooms.stream()
                .mapToInt(room -> names.computeIfAbsent(room.pool().zone(), name -> names.size()))
                .toArray();
        zones = names.size();
        var notFull = notFull(inOrder);
        var sitesOf = new int[inOrder.length][notFull.length];
        var counts = new int[inOrder.length];
        var open = new int[notFull.length];
        var sites = 0;
        for (var place : notFull) {
            var isOpen = false;
            for (var kind = 0; kind < inOrder.length; kind++)
                if (rooms.get(place).fits(inOrder[kind], 1) > 0) {
                    sitesOf[kind][counts[kind]++] = sites;
                    isOpen = true;
                }
            if (isOpen) open[sites++] = place;
        }
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

    /** Places of rooms that have as much as the least demanding needs: most have not, and are told without looking at a task. */
    private int[] notFull(Piece[] pieces) {
        var cpuUnits = least(pieces, Resources::cpuUnits);
        var memoryMib = least(pieces, Resources::memoryMib);
        return IntStream.range(0, rooms.size())
                .filter(place -> !rooms.get(place).hasLessThan(cpuUnits, memoryMib))
                .toArray();
    }

    private static int least(Piece[] pieces, ToIntFunction<Resources> resource) {
        var least = Integer.MAX_VALUE;
        for (var piece : pieces)
            least = Math.min(least, resource.applyAsInt(piece.shape().needs()));
        return least;
    }

    private static Resources least(Resources needs) {
        return new Resources(
                least(needs.cpuUnits()), least(needs.memoryMib()), least(needs.enis()), least(needs.gpus()));
    }

    private static int least(int need) {
        return need > 0 ? need : Integer.MIN_VALUE;
    }

    private static List<Kind> kinds(Piece[] pieces, int[][] sites, int[] counts) {
        var kinds = new ArrayList<Kind>();
        for (var number = 0; number < pieces.length; number++) {
            var needs = pieces[number].shape().needs();
            kinds.add(new Kind(
                    number,
                    pieces[number],
                    needs,
                    least(needs),
                    Arrays.copyOf(sites[number], counts[number]),
                    rivals(pieces, number)));
        }
        return kinds;
    }

    private static int[] rivals(Piece[] pieces, int number) {
        if (pieces[number].isWithoutRivals()) return NONE;
        var rivals = new int[pieces.length];
        var count = 0;
        for (var other = 0; other < pieces.length; other++)
            if (pieces[number].isRivalOf(pieces[other])) rivals[count++] = other;
        return Arrays.copyOf(rivals, count);
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
