package dev.ballast.sim.world.ecs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A cluster with what is in it. INACTIVE ones stay visible, as on AWS. */
public final class EcsCluster {
    private final String region;
    private final String name;
    private final Instant createdAt;
    private final SortedMap<String, EcsInstance> instances = new TreeMap<>();

    /** The same, for drawing one: their order means nothing. */
    private final List<EcsInstance> inNoOrder = new ArrayList<>();

    final SortedMap<String, EcsInstance> deregistered = new TreeMap<>();
    final SortedMap<String, EcsTask> tasks = new TreeMap<>();
    final SortedMap<String, EcsService> services = new TreeMap<>();
    private boolean active = true;
    private Map<String, String> tags = Collections.emptyMap();
    private Map<String, Object> asGiven = Collections.emptyMap();

    EcsCluster(String region, String name, Instant createdAt) {
        this.region = region;
        this.name = name;
        this.createdAt = createdAt;
    }

    public String region() {
        return region;
    }

    public String name() {
        return name;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public boolean isActive() {
        return active;
    }

    public Map<String, String> tags() {
        return tags;
    }

    /** Members that mean nothing to the world (settings, capacity providers, configuration), by their name in the API. */
    public Map<String, Object> asGiven() {
        return asGiven;
    }

    /** By id; INACTIVE ones, which can only be asked for, are not among them. */
    public Collection<EcsInstance> instances() {
        return Collections.unmodifiableCollection(instances.values());
    }

    public Optional<EcsInstance> instance(String id) {
        return Optional.ofNullable(instances.getOrDefault(id, deregistered.get(id)));
    }

    /** By id, STOPPED ones as long as they are kept. */
    public Collection<EcsTask> tasks() {
        return Collections.unmodifiableCollection(tasks.values());
    }

    public Optional<EcsTask> task(String id) {
        return Optional.ofNullable(tasks.get(id));
    }

    /** By name, INACTIVE ones among them. */
    public Collection<EcsService> services() {
        return Collections.unmodifiableCollection(services.values());
    }

    public Optional<EcsService> service(String serviceName) {
        return Optional.ofNullable(services.get(serviceName));
    }

    void add(EcsInstance instance) {
        instances.put(instance.id(), instance);
        instance.place(inNoOrder.size());
        inNoOrder.add(instance);
    }

    void remove(EcsInstance instance) {
        instances.remove(instance.id());
        var last = inNoOrder.removeLast();
        if (last == instance) return;
        inNoOrder.set(instance.place(), last);
        last.place(instance.place());
    }

    /** Random access; a view. */
    List<EcsInstance> hosts() {
        return inNoOrder;
    }

    public int runningTasks() {
        return instances.values().stream().mapToInt(EcsInstance::runningTasks).sum();
    }

    public int pendingTasks() {
        return instances.values().stream().mapToInt(EcsInstance::pendingTasks).sum();
    }

    void tags(Map<String, String> changed) {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
    }

    void asGiven(Map<String, Object> changed) {
        asGiven = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
    }

    void deactivated() {
        active = false;
    }

    void reactivated() {
        active = true;
    }

    @Override
    public String toString() {
        return name;
    }
}
