package dev.ballast.decide.facts;

import dev.ballast.decide.pack.Room;
import dev.ballast.model.CapacityPool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands on each host and what is free beside it. Both follow from the observation alone, so they are reckoned once a decision,
 * however often it asks "and without this host?".
 */
final class Contents {
    private final Wants wants;
    private final Types types;
    private final Map<String, Tenants> tenants = new LinkedHashMap<>();
    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private final Map<String, Optional<Room>> fresh = new LinkedHashMap<>();

    Contents(Wants wants, Types types) {
        this.wants = wants;
        this.types = types;
    }

    Tenants tenants(Host host) {
        return tenants.computeIfAbsent(host.id(), id -> Tenants.of(host, wants));
    }

    Room registeredRoom(Host host) {
        return rooms.computeIfAbsent(host.id(), id -> reckonRoom(host)).copy();
    }

    /** Daemons that are not there yet come first. */
    private Room reckonRoom(Host host) {
        var registration = host.registration().orElseThrow();
        var here = tenants(host);
        var architecture = types.architecture(host.pool().instanceType(), registration);
        var place = new Room.Place(host.id(), host.pool(), architecture);
        var room = Room.of(place, registration.remaining(), registration.takenPorts(), here.apart());
        for (var daemon : wants.daemons()) if (!here.daemons().contains(daemon.name())) room.put(Wants.next(daemon), 1);
        for (var share : here.shares()) room.with(share.wanted().index(), share.tasks());
        return room;
    }

    Optional<Room> freshRoom(String hostId, CapacityPool pool) {
        return fresh.computeIfAbsent(pool.instanceType(), type -> reckonFresh(pool))
                .map(room -> room.copyFor(hostId, pool));
    }

    private Optional<Room> reckonFresh(CapacityPool pool) {
        var type = types.of(pool.instanceType());
        if (type.isEmpty()) return Optional.empty();
        var place = new Room.Place("", pool, type.get().architecture());
        var room = Room.of(place, types.offered(type.get()), types.reservedPorts(), List.of());
        for (var daemon : wants.daemons()) room.put(Wants.next(daemon), 1);
        return Optional.of(room);
    }
}
