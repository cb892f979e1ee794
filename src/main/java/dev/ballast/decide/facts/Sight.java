package dev.ballast.decide.facts;

import dev.ballast.decide.pack.Load;
import dev.ballast.decide.pack.Piece;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.ContainerInstance;
import dev.ballast.model.ContainerInstance.Status;
import dev.ballast.model.Instance;
import dev.ballast.model.Observation;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.Settings;
import dev.ballast.model.Task;
import dev.ballast.template.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One reading of the cluster, its instances, container instances and tasks joined by id: what follows from the reading alone, and neither
 * from what was heard nor from what is remembered.
 */
final class Sight {
    /** A connected agent is the live one of two registrations of one instance; of two alike the younger. */
    private static final Comparator<ContainerInstance> LIVELIEST = Comparator.comparing(
                    ContainerInstance::agentConnected)
            .thenComparing(ContainerInstance::registeredAt)
            .thenComparing(ContainerInstance::arn);

    private final Observation observation;
    private final Settings settings;
    private final Map<String, Instance> instances = new LinkedHashMap<>();
    private final Map<String, ContainerInstance> registrations = new LinkedHashMap<>();
    private final Map<String, List<Task>> tasks = new LinkedHashMap<>();
    private final LinkedHashMap<String, Host> hosts = new LinkedHashMap<>();
    private final Facts.Shared shared;

    private Sight(Observation observation, Settings settings) {
        this.observation = observation;
        this.settings = settings;
        var types = new Types(observation.offers().value(), settings);
        var wants = new Wants(observation.services().value());
        shared = new Facts.Shared(types, wants, new Contents(wants, types), new Load());
    }

    /**
     * What the attributes of a host that is launched now will be, as far as that is certain: what ballast.yaml says, and what all of Ballast's
     * own hosts have in common, which their user data may have set.
     */
    private void foreseeAttributes() {
        Map<String, String> common = null;
        for (var host : hosts.values()) {
            if (!host.owned() || host.registration().isEmpty()) continue;
            var here = host.registration().get().attributes();
            if (common == null) common = new TreeMap<>(here);
            else common.entrySet().removeIf(entry -> !entry.getValue().equals(here.get(entry.getKey())));
        }
        var attributes = common == null ? new TreeMap<String, String>() : common;
        // ECS's own are about one host, one type or one zone
        attributes.keySet().removeIf(name -> name.startsWith("ecs."));
        attributes.putAll(Template.instanceAttributes(settings));
        observation.image().value().ifPresent(image -> attributes.put("ecs.ami-id", image.imageId()));
        shared.contents().foresee(attributes);
    }

    static Sight of(Observation observation, Settings settings) {
        var sight = new Sight(observation, settings);
        sight.index();
        sight.join();
        sight.foreseeAttributes();
        return sight;
    }

    /** Whether it was joined from the very lists of this observation. */
    boolean isOf(Observation other, Settings wanted) {
        return observation.instances().value() == other.instances().value()
                && observation.containerInstances().value()
                        == other.containerInstances().value()
                && observation.tasks().value() == other.tasks().value()
                && observation.services().value() == other.services().value()
                && observation.offers().value() == other.offers().value()
                && observation.image().value().equals(other.image().value())
                && settings.equals(wanted);
    }

    private void index() {
        for (var instance : observation.instances().value()) instances.put(instance.instanceId(), instance);
        for (var one : observation.containerInstances().value())
            if (one.status() != Status.INACTIVE)
                registrations.merge(one.instanceId(), one, (a, b) -> LIVELIEST.compare(a, b) >= 0 ? a : b);
        for (var task : observation.tasks().value()) {
            if (task.isOnHost())
                tasks.computeIfAbsent(task.containerInstanceArn(), arn -> new ArrayList<>())
                        .add(task);
            if (Demand.isKeptWaitingAlone(task)) shared.waiting().add(Piece.of(task.shape()), 1);
        }
    }

    private void join() {
        // in the order of their ids; the lists come nearly so, which makes it cheap
        var ids = new ArrayList<>(instances.keySet());
        for (var id : registrations.keySet()) if (!instances.containsKey(id)) ids.add(id);
        Collections.sort(ids);
        for (var id : ids) {
            var host = host(id);
            host.registration()
                    .filter(registration -> registration.registered().cpuUnits() > 0)
                    .ifPresent(registration ->
                            shared.types().measure(host.pool().instanceType(), registration.registered()));
            if (host.owned() || host.registration().isPresent()) hosts.put(id, host);
        }
    }

    private Host host(String id) {
        var instance = Optional.ofNullable(instances.get(id));
        var registration = Optional.ofNullable(registrations.get(id));
        var pool = instance.map(Instance::pool).orElseGet(() -> toldPool(registration.orElseThrow()));
        var here = registration
                .map(one -> tasks.getOrDefault(one.arn(), List.of()))
                .orElse(List.of());
        return new Host(
                id,
                pool,
                standing(instance, registration),
                instance.filter(this::isOwned).isPresent(),
                instance,
                registration,
                shared.types().of(pool.instanceType()),
                List.copyOf(here));
    }

    private boolean isOwned(Instance instance) {
        return settings.cluster().equals(instance.tags().get(OwnerTags.CLUSTER));
    }

    private static CapacityPool toldPool(ContainerInstance registration) {
        var attributes = registration.attributes();
        return CapacityPool.spot(
                attributes.getOrDefault("ecs.instance-type", "unknown"),
                attributes.getOrDefault("ecs.availability-zone", "unknown"));
    }

    private static Standing standing(Optional<Instance> instance, Optional<ContainerInstance> registration) {
        if (instance.isPresent() && !instance.get().state().isAlive()) return Standing.GONE;
        var connected = registration.map(ContainerInstance::agentConnected).orElse(false);
        if (instance.isEmpty() && !connected) return Standing.GONE;
        if (registration.isEmpty()) return Standing.BOOTING;
        return switch (registration.get().status()) {
            case ACTIVE -> connected ? Standing.STAYING : Standing.DISCONNECTED;
            case REGISTERING, REGISTRATION_FAILED -> Standing.BOOTING;
            case DRAINING, DEREGISTERING -> Standing.DRAINING;
            case INACTIVE -> Standing.GONE;
        };
    }

    /** By instance id. Not to be changed by the caller. */
    LinkedHashMap<String, Host> hosts() {
        return hosts;
    }

    Facts.Shared shared() {
        return shared;
    }

    /** Whether EC2 or ECS shows it. */
    boolean shows(String instanceId) {
        return instances.containsKey(instanceId) || registrations.containsKey(instanceId);
    }
}
