package dev.ballast.decide.facts;

import dev.ballast.decide.facts.Wants.Wanted;
import dev.ballast.decide.pack.Answer;
import dev.ballast.decide.pack.Attributes;
import dev.ballast.decide.pack.Piece;
import dev.ballast.decide.pack.Room;
import dev.ballast.model.CapacityPool;
import java.util.Collections;
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
    private final Map<CapacityPool, Optional<Room>> fresh = new LinkedHashMap<>();
    private Map<String, String> ofNew = Collections.emptyMap();

    Contents(Wants wants, Types types) {
        this.wants = wants;
        this.types = types;
    }

    /** The attributes that every new host will have; to be told before any room is asked for. */
    void foresee(Map<String, String> attributes) {
        ofNew = attributes;
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
        var attributes = Attributes.ofRegistered(host.id(), host.pool(), architecture, registration.attributes());
        var place = new Room.Place(host.id(), host.pool(), architecture, attributes);
        var room = Room.of(place, registration.remaining(), registration.takenPorts(), here.apart());
        for (var daemon : wants.daemons())
            if (!here.daemons().contains(daemon.service().name())) hold(room, daemon);
        for (var share : here.shares()) room.with(share.wanted().index(), share.tasks());
        return room;
    }

    Optional<Room> freshRoom(String hostId, CapacityPool pool) {
        return fresh.computeIfAbsent(pool, this::reckonFresh).map(room -> room.copyFor(hostId));
    }

    private Optional<Room> reckonFresh(CapacityPool pool) {
        var type = types.of(pool.instanceType());
        if (type.isEmpty()) return Optional.empty();
        var architecture = type.get().architecture();
        var place = new Room.Place("", pool, architecture, Attributes.ofNew(pool, architecture, ofNew));
        var room = Room.of(place, types.offered(type.get()), types.reservedPorts(), List.of());
        for (var daemon : wants.daemons()) hold(room, daemon);
        return Optional.of(room);
    }

    /** Where it is not certain that its constraints keep the daemon away, its task comes. */
    private static void hold(Room room, Wanted daemon) {
        if (room.allows(daemon.next().placement()) != Answer.NO)
            room.put(Piece.of(daemon.next().shape()), 1);
    }
}
