package dev.ballast.decide.pack;

import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Resources;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** What is free on one host. Mutable, and owned by one packing. */
public final class Room {
    private final String hostId;
    private final CapacityPool pool;
    private final Architecture architecture;
    private final Attributes attributes;
    private int cpuUnits;
    private int memoryMib;
    private int enis;
    private int gpus;
    private Set<Integer> takenPorts;
    private Set<String> apart;
    /** Tasks of each service by its index. */
    private int[] standing = {};

    /** The counts are another room's as well, and copied before they change. */
    private boolean isStandingShared = true;

    private Room(String hostId, CapacityPool pool, Architecture architecture, Attributes attributes) {
        this.hostId = hostId;
        this.pool = pool;
        this.architecture = architecture;
        this.attributes = attributes;
    }

    /**
     * @param apart services on this host whose tasks may not share one
     */
    public static Room of(Place place, Resources free, Collection<Integer> takenPorts, Collection<String> apart) {
        var room = new Room(place.hostId(), place.pool(), place.architecture(), place.attributes());
        room.cpuUnits = free.cpuUnits();
        room.memoryMib = free.memoryMib();
        room.enis = free.enis();
        room.gpus = free.gpus();
        room.takenPorts = new TreeSet<>(takenPorts);
        room.apart = new TreeSet<>(apart);
        return room;
    }

    /** The same, with this many tasks of a service on it already. */
    public Room with(int service, int tasks) {
        if (isStandingShared || service >= standing.length)
            standing = Arrays.copyOf(standing, Math.max(standing.length, service + 1));
        isStandingShared = false;
        standing[service] += tasks;
        return this;
    }

    /** Where a room is. */
    public record Place(String hostId, CapacityPool pool, Architecture architecture, Attributes attributes) {
        /** On a host of which no more is known than its pool. */
        public Place(String hostId, CapacityPool pool, Architecture architecture) {
            this(hostId, pool, architecture, Attributes.ofNew(pool, architecture, Collections.emptyMap()));
        }
    }

    public Room copy() {
        return copyFor(hostId);
    }

    /** The same on another host of the same pool. */
    public Room copyFor(String otherHostId) {
        var copy = new Room(otherHostId, pool, architecture, attributes);
        copy.cpuUnits = cpuUnits;
        copy.memoryMib = memoryMib;
        copy.enis = enis;
        copy.gpus = gpus;
        copy.takenPorts = takenPorts;
        copy.apart = apart;
        copy.standing = standing;
        isStandingShared = true;
        return copy;
    }

    public String hostId() {
        return hostId;
    }

    public CapacityPool pool() {
        return pool;
    }

    /** How many more of the piece would fit, at most {@code most}. */
    public int fits(Piece piece, int most) {
        var shape = piece.shape();
        if (shape.architecture() != architecture) return 0;
        if (!piece.placement().isAnywhere() && allows(piece.placement()) != Answer.YES) return 0;
        var needs = shape.needs();
        var fits = share(cpuUnits, needs.cpuUnits(), most);
        fits = share(memoryMib, needs.memoryMib(), fits);
        fits = share(enis, needs.enis(), fits);
        fits = share(gpus, needs.gpus(), fits);
        if (fits > 0 && !shape.hostPorts().isEmpty()) {
            for (var port : shape.hostPorts()) if (takenPorts.contains(port)) return 0;
            fits = 1;
        }
        if (fits > 0 && !piece.apart().isEmpty()) fits = apart.contains(piece.apart()) ? 0 : 1;
        return fits;
    }

    /** Whether such tasks may be here, room or no room. */
    public Answer allows(Placement placement) {
        return attributes.answer(placement);
    }

    private static int share(int free, int need, int most) {
        if (need <= 0) return most;
        if (free < need) return 0;
        // most are asked for one, and a division takes as long as all the rest
        return most <= 1 ? most : Math.min(most, free / need);
    }

    /**
     * Places up to {@code most} of the piece.
     *
     * @return how many found room
     */
    public int put(Piece piece, int most) {
        var placed = fits(piece, most);
        if (placed > 0) take(piece, placed);
        return placed;
    }

    /** How many tasks of a service stand here, as far as they were told. */
    public int standing(int service) {
        return service < standing.length ? standing[service] : 0;
    }

    /** Then nothing that needs as much of either fits; told without looking at a task. */
    boolean hasLessThan(int leastCpuUnits, int leastMemoryMib) {
        return leastCpuUnits > 0 && cpuUnits < leastCpuUnits || leastMemoryMib > 0 && memoryMib < leastMemoryMib;
    }

    /** Places one task of a service, for which there must be room. */
    void seat(int service, Piece piece) {
        if (put(piece, 1) == 0) throw new IllegalStateException("no room for " + piece + " on " + hostId);
        with(service, 1);
    }

    /** Takes back what {@link #seat} placed. */
    public void leave(int service, Piece piece) {
        giveBack(piece, 1);
        with(service, -1);
    }

    private void take(Piece piece, int count) {
        take(piece.shape().needs(), count);
        if (!piece.shape().hostPorts().isEmpty()) {
            var ports = new TreeSet<>(takenPorts);
            ports.addAll(piece.shape().hostPorts());
            takenPorts = ports;
        }
        if (!piece.apart().isEmpty()) {
            var services = new TreeSet<>(apart);
            services.add(piece.apart());
            apart = services;
        }
    }

    private void take(Resources needs, int count) {
        cpuUnits -= needs.cpuUnits() * count;
        memoryMib -= needs.memoryMib() * count;
        enis -= needs.enis() * count;
        gpus -= needs.gpus() * count;
    }

    /** Takes back what {@link #put} placed. */
    void giveBack(Piece piece, int count) {
        take(piece.shape().needs(), -count);
        if (!piece.shape().hostPorts().isEmpty()) {
            var ports = new TreeSet<>(takenPorts);
            piece.shape().hostPorts().forEach(ports::remove);
            takenPorts = ports;
        }
        if (!piece.apart().isEmpty()) {
            var services = new TreeSet<>(apart);
            services.remove(piece.apart());
            apart = services;
        }
    }

    public Resources free() {
        return new Resources(cpuUnits, memoryMib, enis, gpus);
    }
}
