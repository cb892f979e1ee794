package dev.ballast.sim.world.ecs;

import dev.ballast.model.Architecture;
import dev.ballast.model.ContainerInstance;
import dev.ballast.model.ContainerInstance.Status;
import dev.ballast.model.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A host that has registered with a cluster. */
public final class EcsInstance {
    public static final List<Integer> RESERVED_PORTS = HostRoom.RESERVED_PORTS;
    public static final String AGENT_HASH = "a9a1d2d0";
    public static final String AGENT_VERSION = "1.89.2";
    public static final String DOCKER_VERSION = "25.0.8";

    private final String id;
    private final EcsCluster cluster;
    private final Machine machine;
    private final Instant registeredAt;
    private final HostRoom room;
    private final SortedMap<String, String> attributes = new TreeMap<>();
    private final Set<String> images = new LinkedHashSet<>();
    final Set<EcsTask> tasks = new LinkedHashSet<>();

    /** Tasks whose next move the agent has not reported, because it is not connected. */
    final Map<EcsTask, Integer> unreported = new LinkedHashMap<>();

    private Status status = Status.ACTIVE;
    private boolean agentConnected = true;
    private long version = 1;
    private int runningTasks;
    private int pendingTasks;
    private int place;
    private Map<String, String> tags = Collections.emptyMap();

    /** Of anything that the model tells. */
    private long changes;

    private String arn;
    private ContainerInstance told;
    private long toldAfterChanges;

    EcsInstance(String id, EcsCluster cluster, Machine machine, Resources registered, Instant registeredAt) {
        this.id = id;
        this.cluster = cluster;
        this.machine = machine;
        this.registeredAt = registeredAt;
        room = new HostRoom(registered);
    }

    public String id() {
        return id;
    }

    public EcsCluster cluster() {
        return cluster;
    }

    public Machine machine() {
        return machine;
    }

    public String region() {
        return cluster.region();
    }

    public String instanceId() {
        return machine.instanceId();
    }

    public String zone() {
        return machine.zone();
    }

    public Status status() {
        return status;
    }

    public boolean isAgentConnected() {
        return agentConnected;
    }

    public Instant registeredAt() {
        return registeredAt;
    }

    /** Grows with every change, as detail.version of its events. */
    public long version() {
        return version;
    }

    public Resources registered() {
        return room.registered();
    }

    /** What is free; tasks that are stopping still hold theirs. */
    public Resources remaining() {
        return room.remaining();
    }

    /** Host ports in use, the reserved ones included. */
    public List<Integer> takenTcpPorts() {
        return room.takenTcpPorts();
    }

    public List<Integer> takenUdpPorts() {
        return room.takenUdpPorts();
    }

    public int runningTasks() {
        return runningTasks;
    }

    public int pendingTasks() {
        return pendingTasks;
    }

    /** All that are not STOPPED, in the order in which they were placed. */
    public Collection<EcsTask> tasks() {
        return Collections.unmodifiableCollection(tasks);
    }

    public Map<String, String> tags() {
        return tags;
    }

    /** Its capabilities, what the agent knows of the machine, and its custom attributes; without value: the empty text. */
    public SortedMap<String, String> attributes() {
        var all = new TreeMap<>(Attributes.CAPABILITIES);
        all.putAll(attributes);
        return all;
    }

    /** Null where it has no such attribute. */
    String attribute(String name) {
        var own = attributes.get(name);
        return own != null ? own : Attributes.CAPABILITIES.get(name);
    }

    /** The attributes without the capabilities, to be changed by the caller. */
    SortedMap<String, String> changingAttributes() {
        changes++;
        return attributes;
    }

    Architecture architecture() {
        return machine.type().architecture();
    }

    /** The agent's ECS_CONTAINER_STOP_TIMEOUT. */
    Duration stopTimeout() {
        return AgentConfig.duration(machine.ecsConfig().get("ECS_CONTAINER_STOP_TIMEOUT"), Duration.ofSeconds(30));
    }

    boolean takesTasks() {
        return status == Status.ACTIVE && agentConnected;
    }

    HostRoom room() {
        return room;
    }

    /** Whether the image is pulled for the first time; the host has it from now on. */
    boolean pulls(String image) {
        return images.add(image);
    }

    /** In its cluster's list. */
    int place() {
        return place;
    }

    void place(int changed) {
        place = changed;
    }

    void status(Status changed) {
        status = changed;
        version++;
        changes++;
    }

    void agentConnected(boolean changed) {
        agentConnected = changed;
        version++;
        changes++;
    }

    void tags(Map<String, String> changed) {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
    }

    void count(TaskStatus before, TaskStatus after) {
        if (before != null && before.countsAsPending()) pendingTasks--;
        if (before == TaskStatus.RUNNING) runningTasks--;
        if (after.countsAsPending()) pendingTasks++;
        if (after == TaskStatus.RUNNING) runningTasks++;
        version++;
        changes++;
    }

    /** As the model tells it: the same value until something has changed, since most reads find most hosts as they were. */
    public ContainerInstance toModel(Arns arns) {
        var sum = changes + room.changes();
        if (told == null || toldAfterChanges != sum) told = tell(arns);
        toldAfterChanges = sum;
        return told;
    }

    /** One text for all who name it: as many tasks as run here do so in every reading. */
    String arn(Arns arns) {
        if (arn == null) arn = arns.instance(cluster.name(), id);
        return arn;
    }

    private ContainerInstance tell(Arns arns) {
        return new ContainerInstance(
                arn(arns),
                machine.instanceId(),
                status,
                agentConnected,
                room.registered(),
                room.remaining(),
                room.takenTcpPorts(),
                runningTasks,
                pendingTasks,
                registeredAt,
                attributes());
    }

    @Override
    public String toString() {
        return id + " (" + machine.instanceId() + ")";
    }
}
