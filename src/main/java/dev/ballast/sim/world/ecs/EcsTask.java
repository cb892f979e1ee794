package dev.ballast.sim.world.ecs;

import dev.ballast.model.Resources;
import dev.ballast.model.Task;
import dev.ballast.sim.world.ecs.ContainerDefinition.PortMapping;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A task from the moment it has a host. */
public final class EcsTask {
    /**
     * What a task is started with.
     *
     * @param service null for a standalone task
     * @param deployment null for a standalone task
     * @param overrides as the caller gave them, by their name in the API
     * @param asGiven members that mean nothing to the world, by their name in the API
     */
    record Origin(
            TaskDefinition definition,
            EcsService service,
            EcsDeployment deployment,
            String group,
            String startedBy,
            Map<String, Object> overrides,
            Map<String, String> tags,
            Map<String, Object> asGiven) {
        Resources needs() {
            return definition.needs(overrides);
        }
    }

    private final String id;
    private final Origin origin;
    private final EcsInstance instance;
    private final Instant createdAt;
    private final List<Integer> chosenPorts;
    private TaskStatus status;
    private boolean wanted = true;
    private long version = 1;
    private int moves;
    private Instant pullStartedAt;
    private Instant pullStoppedAt;
    private Instant startedAt;
    private Instant stoppingAt;
    private Instant executionStoppedAt;
    private Instant stoppedAt;
    private StopCode stopCode;
    private String stoppedReason;
    private Instant protectedUntil;
    private Integer exitCode;
    private String containerReason;
    private Map<String, String> tags;
    private boolean targetsHealthy;
    private boolean targetsFail;
    private Task told;
    private final Map<String, ProgramEnd> ends = new TreeMap<>();
    private boolean up;

    EcsTask(
            String id,
            Origin origin,
            EcsInstance instance,
            TaskStatus status,
            List<Integer> chosenPorts,
            Instant createdAt) {
        this.id = id;
        this.origin = origin;
        this.instance = instance;
        this.status = status;
        this.chosenPorts = chosenPorts;
        this.createdAt = createdAt;
        tags = origin.tags();
    }

    public String id() {
        return id;
    }

    public EcsCluster cluster() {
        return instance.cluster();
    }

    public EcsInstance instance() {
        return instance;
    }

    public TaskDefinition definition() {
        return origin.definition();
    }

    public Optional<EcsService> service() {
        return Optional.ofNullable(origin.service());
    }

    public Optional<EcsDeployment> deployment() {
        return Optional.ofNullable(origin.deployment());
    }

    /** {@code service:NAME}, or what the caller gave, or {@code family:FAMILY}. */
    public String group() {
        return origin.group();
    }

    /** The deployment's id for a service's task; may be empty. */
    public String startedBy() {
        return origin.startedBy();
    }

    /** What it takes from its host. */
    public Resources needs() {
        return origin.needs();
    }

    public Map<String, Object> overrides() {
        return origin.overrides();
    }

    public Map<String, Object> asGiven() {
        return origin.asGiven();
    }

    public Map<String, String> tags() {
        return tags;
    }

    public TaskStatus status() {
        return status;
    }

    /** Whether the desired status is RUNNING. */
    public boolean isWanted() {
        return wanted;
    }

    /** Grows with every change, as detail.version of its events. */
    public long version() {
        return version;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Optional<Instant> pullStartedAt() {
        return Optional.ofNullable(pullStartedAt);
    }

    public Optional<Instant> pullStoppedAt() {
        return Optional.ofNullable(pullStoppedAt);
    }

    public Optional<Instant> startedAt() {
        return Optional.ofNullable(startedAt);
    }

    public Optional<Instant> stoppingAt() {
        return Optional.ofNullable(stoppingAt);
    }

    public Optional<Instant> executionStoppedAt() {
        return Optional.ofNullable(executionStoppedAt);
    }

    public Optional<Instant> stoppedAt() {
        return Optional.ofNullable(stoppedAt);
    }

    public Optional<StopCode> stopCode() {
        return Optional.ofNullable(stopCode);
    }

    public Optional<String> stoppedReason() {
        return Optional.ofNullable(stoppedReason);
    }

    /** Until when scale-in and deployments leave it alone; may have passed. */
    public Optional<Instant> protectedUntil() {
        return Optional.ofNullable(protectedUntil);
    }

    public boolean isProtected(Instant now) {
        return protectedUntil != null && protectedUntil.isAfter(now);
    }

    /** Once its containers have ended, 137 where they were killed: the first essential one's, where programs really ran. */
    public Optional<Integer> exitCode() {
        if (executionStoppedAt == null) return Optional.empty();
        if (ends.isEmpty()) return Optional.ofNullable(exitCode);
        return definition().spec().containers().stream()
                .filter(container -> container.essential() && hasEnded(container))
                .findFirst()
                .flatMap(this::exitCode);
    }

    int endsWith() {
        return exitCode;
    }

    /** Of that container, once it has ended: its program's where a program really ran. */
    public Optional<Integer> exitCode(ContainerDefinition container) {
        var end = ends.get(container.name());
        if (end == null) return ends.isEmpty() ? exitCode() : Optional.empty();
        return end.exitCode().isPresent() ? Optional.of(end.exitCode().getAsInt()) : Optional.empty();
    }

    /** Why that container never ran. */
    public Optional<String> containerReason(ContainerDefinition container) {
        var end = ends.get(container.name());
        return end == null ? Optional.ofNullable(containerReason) : end.reason();
    }

    /** PENDING, RUNNING or STOPPED, of that container. */
    public String containerStatus(ContainerDefinition container) {
        return hasEnded(container) ? "STOPPED" : containerStatus();
    }

    /** Whether its program has run and ended, or could not be started. */
    boolean hasEnded(ContainerDefinition container) {
        return ends.containsKey(container.name());
    }

    /** Whether any has. */
    boolean hasEnds() {
        return !ends.isEmpty();
    }

    /** Whether all have. */
    boolean hasEnded() {
        return definition().spec().containers().stream().allMatch(this::hasEnded);
    }

    Optional<ProgramEnd> end(ContainerDefinition container) {
        return Optional.ofNullable(ends.get(container.name()));
    }

    void ended(ProgramEnd end) {
        ends.putIfAbsent(end.container(), end);
        version++;
    }

    /** Whether all of its programs have been started. */
    boolean isUp() {
        return up;
    }

    void isUpNow() {
        up = true;
    }

    /** Host ports that the agent chose, in the order of the mappings that left them open. */
    public List<Integer> chosenPorts() {
        return chosenPorts;
    }

    /** False until every target group of its service has called its target healthy. */
    public boolean targetsAreHealthy() {
        return targetsHealthy;
    }

    /** PENDING, RUNNING or STOPPED, of every container. */
    public String containerStatus() {
        if (status.countsAsPending() && status != TaskStatus.ACTIVATING) return "PENDING";
        return executionStoppedAt != null || status == TaskStatus.STOPPED ? "STOPPED" : "RUNNING";
    }

    /** Of the container at that place of the definition: a UUID that follows from the task's id. */
    public String containerId(int index) {
        var high = Long.parseUnsignedLong(id, 0, 16, 16) + index;
        var low = Long.parseUnsignedLong(id, 16, 32, 16) ^ high;
        var hex = "%016x%016x".formatted(high, low);
        return String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                hex.substring(12, 16),
                hex.substring(16, 20),
                hex.substring(20));
    }

    /** Of its own interface (awsvpc); made up from its id, inside the default VPC's range. */
    public String privateIp() {
        return "172.31.%d.%d"
                .formatted(
                        Integer.parseInt(id.substring(0, 2), 16), 4 + Integer.parseInt(id.substring(2, 4), 16) % 250);
    }

    /** A container's port mappings with the host ports that they really got. */
    public List<PortMapping> bindings(ContainerDefinition container) {
        var bindings = new ArrayList<PortMapping>();
        var open = 0;
        for (var one : definition().spec().containers()) {
            for (var port : one.ports()) {
                var host = TaskLife.hostPort(this, port, open);
                if (TaskLife.isOpen(this, port)) open++;
                if (one == container) bindings.add(new PortMapping(port.containerPort(), host, port.transport()));
            }
        }
        return bindings;
    }

    /** Whether it runs and is meant to. */
    public boolean isRunning() {
        return wanted && status == TaskStatus.RUNNING;
    }

    int moves() {
        return moves;
    }

    /** What was to come is no longer. */
    int nextMove() {
        return ++moves;
    }

    void status(TaskStatus next) {
        instance.count(status, next);
        status = next;
        version++;
    }

    void pulling(Instant now) {
        pullStartedAt = now;
    }

    void pulled(Instant now) {
        pullStoppedAt = now;
    }

    void started(Instant now) {
        startedAt = now;
    }

    void stopRequested(Instant now, StopCode code, String reason) {
        wanted = false;
        stoppingAt = now;
        stopCode = code;
        stoppedReason = reason;
        version++;
    }

    void exited(Instant now) {
        executionStoppedAt = now;
    }

    void exited(Instant now, int code) {
        exited(now);
        exitCode = code;
    }

    /** Decided when SIGTERM is sent, true when it has ended. */
    void endsWith(int code) {
        exitCode = code;
    }

    void neverRan(String reason) {
        containerReason = reason;
    }

    void stopped(Instant now) {
        stoppedAt = now;
    }

    void protectedUntil(Instant until) {
        protectedUntil = until;
        version++;
    }

    void tags(Map<String, String> changed) {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
    }

    void targetsHealthy(boolean healthy) {
        targetsHealthy = healthy;
        if (healthy) targetsFail = false;
    }

    void targetsFail() {
        targetsFail = true;
    }

    boolean doTargetsFail() {
        return targetsFail;
    }

    /** As ECS alone tells it, containers being healthy from the start: the same value until something has changed, since most reads find most tasks as they were. */
    public Task toModel(Arns arns) {
        var desired = wanted ? "RUNNING" : "STOPPED";
        var isAsTold = told != null
                && told.lastStatus().equals(status.name())
                && told.desiredStatus().equals(desired)
                && told.startedAt().equals(startedAt())
                && told.protectedUntil().equals(protectedUntil());
        if (!isAsTold)
            told = new Task(
                    told == null ? arns.task(cluster().name(), id) : told.arn(),
                    definition().name(),
                    group(),
                    instance.arn(arns),
                    status.name(),
                    desired,
                    true,
                    definition().shape(),
                    createdAt,
                    startedAt(),
                    protectedUntil(),
                    List.of());
        return told;
    }

    @Override
    public String toString() {
        return id + " (" + origin.definition() + ")";
    }
}
