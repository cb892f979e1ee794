package dev.ballast.decide.facts;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.ContainerInstance;
import dev.ballast.model.ContainerInstance.Status;
import dev.ballast.model.Instance;
import dev.ballast.model.Memory.Launch;
import dev.ballast.model.Observation;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.Settings;
import dev.ballast.model.Signal;
import dev.ballast.model.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Joins instances, container instances, tasks and launches by id. */
public final class Join {
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
    private final Map<String, CapacityPool> launched = new LinkedHashMap<>();
    private final Set<String> gone = new LinkedHashSet<>();

    private Join(Observation observation, Settings settings) {
        this.observation = observation;
        this.settings = settings;
    }

    /** @param launches what is on its way, by token */
    public static Facts facts(Observation observation, Settings settings, SortedMap<String, Launch> launches) {
        return new Join(observation, settings).join(launches);
    }

    private Facts join(SortedMap<String, Launch> launches) {
        index();
        for (var launch : launches.values()) launched.putAll(launch.launched());
        var types = new Types(observation.offers().value(), settings);
        // in the order of their ids; the lists come nearly so, which makes it cheap
        var ids = new ArrayList<>(instances.keySet());
        for (var id : registrations.keySet()) if (!instances.containsKey(id)) ids.add(id);
        Collections.sort(ids);
        var hosts = new LinkedHashMap<String, Host>();
        for (var id : ids) {
            var host = host(id, types);
            host.registration()
                    .filter(registration -> registration.registered().cpuUnits() > 0)
                    .ifPresent(registration -> types.measure(host.pool().instanceType(), registration.registered()));
            if (host.owned() || host.registration().isPresent()) hosts.put(id, host);
        }
        var wants = new Wants(observation.services().value());
        var shared = new Facts.Shared(types, wants, new Contents(wants, types));
        return new Facts(observation, settings, hosts, coming(launches), shared);
    }

    private void index() {
        for (var instance : observation.instances().value()) instances.put(instance.instanceId(), instance);
        for (var one : observation.containerInstances().value())
            if (one.status() != Status.INACTIVE)
                registrations.merge(one.instanceId(), one, (a, b) -> LIVELIEST.compare(a, b) >= 0 ? a : b);
        for (var task : observation.tasks().value())
            if (task.isOnHost())
                tasks.computeIfAbsent(task.containerInstanceArn(), arn -> new ArrayList<>())
                        .add(task);
        for (var signal : observation.signals()) if (signal.kind() == Signal.Kind.GONE) gone.add(signal.instanceId());
    }

    private Host host(String id, Types types) {
        var instance = Optional.ofNullable(instances.get(id));
        var registration = Optional.ofNullable(registrations.get(id));
        var owned = instance.map(one -> settings.cluster().equals(one.tags().get(OwnerTags.CLUSTER)))
                .orElse(launched.containsKey(id));
        var pool = instance.map(Instance::pool).orElseGet(() -> poolOf(id, registration.orElseThrow()));
        var here = registration
                .map(one -> tasks.getOrDefault(one.arn(), List.of()))
                .orElse(List.of());
        return new Host(
                id,
                pool,
                standing(id, instance, registration),
                owned,
                instance,
                registration,
                types.of(pool.instanceType()),
                List.copyOf(here));
    }

    private CapacityPool poolOf(String id, ContainerInstance registration) {
        var known = launched.get(id);
        if (known != null) return known;
        var attributes = registration.attributes();
        return CapacityPool.spot(
                attributes.getOrDefault("ecs.instance-type", "unknown"),
                attributes.getOrDefault("ecs.availability-zone", "unknown"));
    }

    private Standing standing(String id, Optional<Instance> instance, Optional<ContainerInstance> registration) {
        if (gone.contains(id)) return Standing.GONE;
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

    /** An instance of a launch is counted once: by its id where EC2 or ECS shows it, else as one that is to come. */
    private List<CapacityPool> coming(SortedMap<String, Launch> launches) {
        if (launches.isEmpty()) return List.of();
        var shownByLaunch = new LinkedHashMap<String, Integer>();
        for (var instance : observation.instances().value())
            if (!instance.launchToken().isEmpty())
                shownByLaunch.merge(instance.launchToken() + " " + instance.pool(), 1, Integer::sum);
        var coming = new ArrayList<CapacityPool>();
        launches.forEach((token, launch) -> {
            if (launch.answered()) {
                launch.launched().forEach((id, pool) -> {
                    if (!instances.containsKey(id) && !registrations.containsKey(id) && !gone.contains(id))
                        coming.add(pool);
                });
            } else {
                launch.wanted().forEach((pool, count) -> {
                    var unseen = count - shownByLaunch.getOrDefault(token + " " + pool, 0);
                    for (var i = 0; i < unseen; i++) coming.add(pool);
                });
            }
        });
        return coming;
    }
}
