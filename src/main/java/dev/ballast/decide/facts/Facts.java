package dev.ballast.decide.facts;

import dev.ballast.decide.pack.Piece;
import dev.ballast.decide.pack.Room;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Observation;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Service;
import dev.ballast.model.Service.Scheduling;
import dev.ballast.model.Settings;
import dev.ballast.model.Task;
import dev.ballast.model.TaskShape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The cluster as one decision sees it: every host with its standing, what it still has room for, and what comes. */
public final class Facts {
    private final Observation observation;
    private final Settings settings;
    private final SortedMap<String, Host> hosts;
    private final List<CapacityPool> coming;
    private final Types types;
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final List<Service> daemons = new ArrayList<>();

    Facts(
            Observation observation,
            Settings settings,
            SortedMap<String, Host> hosts,
            List<CapacityPool> coming,
            Types types) {
        this.observation = observation;
        this.settings = settings;
        this.hosts = hosts;
        this.coming = List.copyOf(coming);
        this.types = types;
        for (var service : observation.services().value()) {
            services.put(service.name(), service);
            if (service.scheduling() == Scheduling.DAEMON) daemons.add(service);
        }
    }

    /** The same cluster, these instances about to go. */
    public Facts without(Collection<String> leaving) {
        var next = new TreeMap<>(hosts);
        for (var id : leaving) next.computeIfPresent(id, (same, host) -> host.leaving());
        return new Facts(observation, settings, next, coming, types);
    }

    /** The same cluster, the drains of these taken back, which ECS may not show yet. */
    public Facts recalling(Collection<String> recalled) {
        var next = new TreeMap<>(hosts);
        for (var id : recalled) next.computeIfPresent(id, (same, host) -> host.recalled());
        return new Facts(observation, settings, next, coming, types);
    }

    public Observation observation() {
        return observation;
    }

    public Settings settings() {
        return settings;
    }

    public Instant asOf() {
        return observation.asOf();
    }

    /** By instance id. */
    public Collection<Host> hosts() {
        return hosts.values();
    }

    public Optional<Host> host(String instanceId) {
        return Optional.ofNullable(hosts.get(instanceId));
    }

    public List<Host> hosts(Standing standing) {
        var some = new ArrayList<Host>();
        for (var host : hosts.values()) if (host.standing() == standing) some.add(host);
        return some;
    }

    /**
     * Instances of the maintained Spot Fleet with this standing. They are told from others by having no launch token: what
     * Ballast launches itself carries one.
     */
    public int fleetMembers(Predicate<Standing> standing) {
        var count = 0;
        for (var host : hosts.values()) if (isFleetMember(host) && standing.test(host.standing())) count++;
        return count;
    }

    private static boolean isFleetMember(Host host) {
        return host.owned()
                && host.pool().option() == PurchaseOption.SPOT
                && host.instance().filter(one -> one.launchToken().isEmpty()).isPresent();
    }

    /** True where every instance that was launched has joined. */
    public boolean isComplete() {
        return coming.isEmpty() && hosts(Standing.BOOTING).isEmpty();
    }

    /** The pool of each instance that was launched and that EC2 does not list yet. */
    public List<CapacityPool> coming() {
        return coming;
    }

    public Types types() {
        return types;
    }

    public Optional<Service> service(String name) {
        return Optional.ofNullable(services.get(name));
    }

    public List<Service> services() {
        return observation.services().value();
    }

    /** The service that wants this task, empty for standalone and daemon tasks. */
    public Optional<Service> replicaServiceOf(Task task) {
        return task.service().map(services::get).filter(service -> service.scheduling() == Scheduling.REPLICA);
    }

    public boolean isDaemon(Task task) {
        return task.service()
                .map(services::get)
                .filter(service -> service.scheduling() == Scheduling.DAEMON)
                .isPresent();
    }

    public static Piece piece(Service service) {
        return piece(service, service.shape());
    }

    public static Piece piece(Service service, TaskShape shape) {
        for (var constraint : service.constraints())
            if (constraint.type().equals("distinctInstance")) return new Piece(shape, service.name());
        return Piece.of(shape);
    }

    /** What the scheduler may still fill on a host; empty where it places nothing there. Daemons that are not there yet come first. */
    public Optional<Room> room(Host host) {
        return switch (host.standing()) {
            case STAYING -> Optional.of(registeredRoom(host));
            case BOOTING -> host.type().isPresent() ? freshRoom(host.id(), host.pool()) : Optional.empty();
            case DISCONNECTED, LEAVING, DRAINING, GONE -> Optional.empty();
        };
    }

    private Room registeredRoom(Host host) {
        var registration = host.registration().orElseThrow();
        var apart = new ArrayList<String>();
        var here = new ArrayList<String>();
        for (var task : host.tasks()) {
            var name = task.service();
            if (name.isEmpty()) continue;
            here.add(name.get());
            var service = services.get(name.get());
            if (service != null && !piece(service).apart().isEmpty()) apart.add(service.name());
        }
        var architecture = types.architecture(host.pool().instanceType(), registration);
        var place = new Room.Place(host.id(), host.pool(), architecture);
        var room = Room.of(place, registration.remaining(), registration.takenPorts(), apart);
        for (var daemon : daemons) if (!here.contains(daemon.name())) room.put(piece(daemon), 1);
        return room;
    }

    /** An empty host of this pool, its daemons already on it; empty where the type is unknown. */
    public Optional<Room> freshRoom(String hostId, CapacityPool pool) {
        var type = types.of(pool.instanceType());
        if (type.isEmpty()) return Optional.empty();
        var place = new Room.Place(hostId, pool, type.get().architecture());
        var room = Room.of(place, types.offered(type.get()), types.reservedPorts(), List.of());
        for (var daemon : daemons) room.put(piece(daemon), 1);
        return Optional.of(room);
    }
}
