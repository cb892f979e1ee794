package dev.ballast.sim.world.ecs;

import dev.ballast.model.Architecture;
import dev.ballast.model.Resources;
import dev.ballast.model.Service.Ending;
import dev.ballast.model.TaskShape;
import dev.ballast.model.TaskVolume;
import dev.ballast.sim.world.core.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A registered revision. */
public final class TaskDefinition {
    public enum Status {
        ACTIVE,
        INACTIVE,
        DELETE_IN_PROGRESS
    }

    public enum NetworkMode {
        BRIDGE,
        HOST,
        AWSVPC,
        NONE
    }

    /**
     * What is registered.
     *
     * @param cpuUnits for the whole task, 0 where only its containers say
     * @param memoryMib for the whole task, 0 where only its containers say
     * @param tags the definition's own; a task gets them only where it propagates them
     * @param volumes those that do not come along to another host
     * @param asRegistered members that mean nothing to the world, by their name in the API
     */
    public record Spec(
            String family,
            NetworkMode networkMode,
            Architecture architecture,
            int cpuUnits,
            int memoryMib,
            List<ContainerDefinition> containers,
            List<TaskVolume> volumes,
            List<PlacementConstraint> constraints,
            Map<String, String> tags,
            Map<String, Object> asRegistered) {
        public Spec {
            containers = List.copyOf(containers);
            volumes = List.copyOf(volumes);
            constraints = List.copyOf(constraints);
            tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
            asRegistered = Collections.unmodifiableMap(new LinkedHashMap<>(asRegistered));
        }

        public static Spec of(String family, ContainerDefinition... containers) {
            return new Spec(
                    family,
                    NetworkMode.BRIDGE,
                    Architecture.X86_64,
                    0,
                    0,
                    List.of(containers),
                    List.of(),
                    List.of(),
                    Collections.emptyMap(),
                    Collections.emptyMap());
        }

        public Spec with(NetworkMode mode) {
            return new Spec(
                    family,
                    mode,
                    architecture,
                    cpuUnits,
                    memoryMib,
                    containers,
                    volumes,
                    constraints,
                    tags,
                    asRegistered);
        }

        public Spec with(Architecture other) {
            return new Spec(
                    family,
                    networkMode,
                    other,
                    cpuUnits,
                    memoryMib,
                    containers,
                    volumes,
                    constraints,
                    tags,
                    asRegistered);
        }
    }

    private final Spec spec;
    private final int revision;
    private final Instant registeredAt;
    private final Resources needs;
    private TaskShape shape;
    private SortedMap<String, Duration> stopTimeouts;
    private final List<Integer> tcpPorts = new ArrayList<>();
    private final List<Integer> udpPorts = new ArrayList<>();
    private final int dynamicPorts;
    private Status status = Status.ACTIVE;
    private Instant deregisteredAt;
    private Instant deleteRequestedAt;
    private Map<String, String> tags;
    private int references;

    TaskDefinition(Spec spec, int revision, Instant registeredAt) {
        this.spec = spec;
        this.revision = revision;
        this.registeredAt = registeredAt;
        tags = spec.tags();
        var cpu = 0;
        var memory = 0;
        var gpus = 0;
        var dynamic = 0;
        for (var container : spec.containers()) {
            cpu += container.cpuUnits();
            memory += container.takenMemoryMib();
            gpus += container.gpus();
            if (spec.networkMode() == NetworkMode.AWSVPC) continue;
            for (var port : container.ports()) {
                // In host mode a container listens on the host itself, whatever the mapping leaves open.
                var host = spec.networkMode() == NetworkMode.HOST && port.hostPort() == 0
                        ? port.containerPort()
                        : port.hostPort();
                if (host == 0) dynamic++;
                else if (port.transport() == ContainerDefinition.Transport.TCP) tcpPorts.add(host);
                else udpPorts.add(host);
            }
        }
        dynamicPorts = dynamic;
        needs = new Resources(
                spec.cpuUnits() > 0 ? spec.cpuUnits() : cpu,
                spec.memoryMib() > 0 ? spec.memoryMib() : memory,
                spec.networkMode() == NetworkMode.AWSVPC ? 1 : 0,
                gpus);
    }

    public Spec spec() {
        return spec;
    }

    public String family() {
        return spec.family();
    }

    public int revision() {
        return revision;
    }

    /** {@code web:3}. */
    public String name() {
        return spec.family() + ":" + revision;
    }

    public Status status() {
        return status;
    }

    public Instant registeredAt() {
        return registeredAt;
    }

    public Optional<Instant> deregisteredAt() {
        return Optional.ofNullable(deregisteredAt);
    }

    public Optional<Instant> deleteRequestedAt() {
        return Optional.ofNullable(deleteRequestedAt);
    }

    public Map<String, String> tags() {
        return tags;
    }

    /** What one task takes from its host. */
    public Resources needs() {
        return needs;
    }

    /** The same value every time: every task of it tells it at every read. */
    public TaskShape shape() {
        if (shape == null) shape = new TaskShape(needs, tcpPorts, spec.architecture());
        return shape;
    }

    /** By container; the same value every time. */
    public SortedMap<String, Duration> stopTimeouts() {
        if (stopTimeouts == null) {
            stopTimeouts = new TreeMap<>();
            for (var container : spec.containers())
                stopTimeouts.put(container.name(), container.stopTimeout().orElse(Ending.AGENT_STOP_TIMEOUT));
        }
        return stopTimeouts;
    }

    /**
     * What one task takes from its host that was started with these overrides.
     *
     * @param overrides by their name in the API: the task's cpu and memory as texts, those of its containers as numbers
     */
    Resources needs(Map<String, Object> overrides) {
        if (overrides.isEmpty()) return needs;
        var cpu = 0;
        var memory = 0;
        for (var container : spec.containers()) {
            var own = ofContainer(overrides, container.name());
            cpu += number(own.get("cpu"), container.cpuUnits());
            var reserved = number(own.get("memoryReservation"), container.memoryReservationMib());
            memory += reserved > 0 ? reserved : number(own.get("memory"), container.memoryMib());
        }
        return new Resources(
                size(overrides.get("cpu"), spec.cpuUnits() > 0 ? spec.cpuUnits() : cpu),
                size(overrides.get("memory"), spec.memoryMib() > 0 ? spec.memoryMib() : memory),
                needs.enis(),
                needs.gpus());
    }

    /** @throws Refused InvalidParameterException where a container is overridden that there is not */
    void checkOverrides(Map<String, Object> overrides) {
        if (!(overrides.get("containerOverrides") instanceof List<?> containers)) return;
        for (var one : containers) {
            var name = one instanceof Map<?, ?> container ? container.get("name") : null;
            if (spec.containers().stream()
                    .noneMatch(container -> container.name().equals(name)))
                throw new Refused(
                        "InvalidParameterException",
                        "Override for container named " + name + " is not a container in the TaskDefinition.");
        }
    }

    private static Map<?, ?> ofContainer(Map<String, Object> overrides, String name) {
        if (overrides.get("containerOverrides") instanceof List<?> containers)
            for (var one : containers)
                if (one instanceof Map<?, ?> container && name.equals(container.get("name"))) return container;
        return Collections.emptyMap();
    }

    private static int number(Object given, int otherwise) {
        return given instanceof Integer number ? number : otherwise;
    }

    /** In CPU units or MiB, or in vCPU or GB of 1024 each. */
    private static int size(Object given, int otherwise) {
        if (!(given instanceof String text) || text.isBlank()) return otherwise;
        var bare = text.strip().toLowerCase(Locale.ROOT);
        try {
            for (var unit : new String[] {"vcpu", "gb"})
                if (bare.endsWith(unit))
                    return (int) (Double.parseDouble(bare.substring(0, bare.length() - unit.length())) * 1024);
            return Integer.parseInt(bare);
        } catch (NumberFormatException unreadable) {
            throw new Refused("ClientException", "Invalid 'cpu' or 'memory' setting for task: " + text);
        }
    }

    /** Host ports that a task claims for itself. */
    public List<Integer> tcpPorts() {
        return tcpPorts;
    }

    public List<Integer> udpPorts() {
        return udpPorts;
    }

    /** How many host ports the agent chooses for a task. */
    public int dynamicPorts() {
        return dynamicPorts;
    }

    public boolean isAwsvpc() {
        return spec.networkMode() == NetworkMode.AWSVPC;
    }

    public boolean hasHealthCheck() {
        return spec.containers().stream().anyMatch(c -> c.essential() && c.healthCheck());
    }

    /** Tasks that are not STOPPED and services that refer to it; while there are any, a deletion stays in progress. */
    public int references() {
        return references;
    }

    void tags(Map<String, String> changed) {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
    }

    void referred() {
        references++;
    }

    void released() {
        references--;
    }

    void deregistered(Instant now) {
        status = Status.INACTIVE;
        deregisteredAt = now;
    }

    void deleting(Instant now) {
        status = Status.DELETE_IN_PROGRESS;
        deleteRequestedAt = now;
    }

    @Override
    public String toString() {
        return name();
    }
}
