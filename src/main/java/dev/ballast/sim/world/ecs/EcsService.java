package dev.ballast.sim.world.ecs;

import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.model.Service.Scheduling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A service and what its scheduler remembers of it. */
public final class EcsService {
    public enum Status {
        ACTIVE,
        DRAINING,
        INACTIVE
    }

    /** What a failing deployment does: nothing, stop, or go back to the last that completed. */
    public enum CircuitBreaker {
        OFF,
        STOP,
        ROLL_BACK
    }

    /** Where a task's tags come from. */
    public enum TaskTags {
        NONE,
        SERVICE,
        TASK_DEFINITION
    }

    /** One target group that the service's tasks join. */
    public record LoadBalancer(String targetGroupArn, String containerName, int containerPort) {}

    /** @param message begins with the service's name in brackets, as DescribeServices shows it */
    public record Event(String id, Instant at, String message) {}

    /**
     * How a service is run.
     *
     * @param definition null where something other than ECS deploys: each task set has its own
     * @param desired ignored by DAEMON services
     * @param grace after a task's start, in which an unhealthy target does not count against it
     * @param asGiven members that mean nothing to the world, by their name in the API
     */
    public record Spec(
            String name,
            TaskDefinition definition,
            int desired,
            Scheduling scheduling,
            HealthyPercent healthy,
            CircuitBreaker circuitBreaker,
            List<PlacementConstraint> constraints,
            List<PlacementStrategy> strategies,
            List<LoadBalancer> loadBalancers,
            Duration grace,
            TaskTags taskTags,
            Map<String, Object> asGiven) {
        public Spec {
            constraints = List.copyOf(constraints);
            strategies = List.copyOf(strategies);
            loadBalancers = List.copyOf(loadBalancers);
            asGiven = Collections.unmodifiableMap(new LinkedHashMap<>(asGiven));
        }

        boolean isExternal() {
            return definition == null;
        }

        boolean isDaemonWithStrategy() {
            return scheduling == Scheduling.DAEMON && !strategies.isEmpty();
        }

        public static Spec replica(String name, TaskDefinition definition, int desired) {
            return new Spec(
                    name,
                    definition,
                    desired,
                    Scheduling.REPLICA,
                    new HealthyPercent(100, 200),
                    CircuitBreaker.OFF,
                    List.of(),
                    List.of(),
                    List.of(),
                    Duration.ZERO,
                    TaskTags.NONE,
                    Collections.emptyMap());
        }

        /** The API's default for daemons is 0 and 100 %. */
        public static Spec daemon(String name, TaskDefinition definition) {
            return new Spec(
                    name,
                    definition,
                    0,
                    Scheduling.DAEMON,
                    new HealthyPercent(0, 100),
                    CircuitBreaker.OFF,
                    List.of(),
                    List.of(),
                    List.of(),
                    Duration.ZERO,
                    TaskTags.NONE,
                    Collections.emptyMap());
        }

        public Spec with(HealthyPercent percent) {
            return new Spec(
                    name,
                    definition,
                    desired,
                    scheduling,
                    percent,
                    circuitBreaker,
                    constraints,
                    strategies,
                    loadBalancers,
                    grace,
                    taskTags,
                    asGiven);
        }

        public Spec with(CircuitBreaker breaker) {
            return new Spec(
                    name,
                    definition,
                    desired,
                    scheduling,
                    healthy,
                    breaker,
                    constraints,
                    strategies,
                    loadBalancers,
                    grace,
                    taskTags,
                    asGiven);
        }

        public Spec withDesired(int count) {
            return new Spec(
                    name,
                    definition,
                    count,
                    scheduling,
                    healthy,
                    circuitBreaker,
                    constraints,
                    strategies,
                    loadBalancers,
                    grace,
                    taskTags,
                    asGiven);
        }

        public Spec with(TaskDefinition other) {
            return new Spec(
                    name,
                    other,
                    desired,
                    scheduling,
                    healthy,
                    circuitBreaker,
                    constraints,
                    strategies,
                    loadBalancers,
                    grace,
                    taskTags,
                    asGiven);
        }

        public Spec placed(List<PlacementConstraint> where, List<PlacementStrategy> how) {
            return new Spec(
                    name,
                    definition,
                    desired,
                    scheduling,
                    healthy,
                    circuitBreaker,
                    where,
                    how,
                    loadBalancers,
                    grace,
                    taskTags,
                    asGiven);
        }

        public Spec behind(LoadBalancer... groups) {
            return new Spec(
                    name,
                    definition,
                    desired,
                    scheduling,
                    healthy,
                    circuitBreaker,
                    constraints,
                    strategies,
                    List.of(groups),
                    grace,
                    taskTags,
                    asGiven);
        }
    }

    private static final int EVENTS_KEPT = 100;

    private final EcsCluster cluster;
    private final String group;
    private final Instant createdAt;
    private final Deque<Event> events = new ArrayDeque<>();
    final List<EcsDeployment> deployments = new ArrayList<>();
    final List<TaskSet> taskSets = new ArrayList<>();
    final Set<EcsTask> tasks = new LinkedHashSet<>();
    private Spec spec;
    private Status status = Status.ACTIVE;
    private Map<String, String> tags;
    private TaskDefinition lastCompleted;
    private int desired;

    // The scheduler's own memory.
    Instant dueAt;
    Instant notBefore;
    int failedPlacements;
    String openFault;
    boolean steady;
    Instant launchWindow;
    int launchedInWindow;

    EcsService(EcsCluster cluster, Spec spec, Map<String, String> tags, Instant createdAt) {
        this.cluster = cluster;
        this.spec = spec;
        this.tags = tags;
        this.createdAt = createdAt;
        desired = spec.desired();
        group = "service:" + spec.name();
    }

    public EcsCluster cluster() {
        return cluster;
    }

    public String region() {
        return cluster.region();
    }

    public String name() {
        return spec.name();
    }

    /** One text for all its tasks. */
    String group() {
        return group;
    }

    public Spec spec() {
        return spec;
    }

    public Status status() {
        return status;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Map<String, String> tags() {
        return tags;
    }

    public boolean isDaemon() {
        return spec.scheduling() == Scheduling.DAEMON;
    }

    /** Whether its deployments are task sets, which something other than ECS's scheduler makes. */
    public boolean isExternal() {
        return spec.isExternal();
    }

    /** Only of a service that is external. */
    public List<TaskSet> taskSets() {
        return Collections.unmodifiableList(taskSets);
    }

    /** For a daemon the number of hosts that it belongs on. */
    public int desired() {
        return desired;
    }

    public int running() {
        var count = 0;
        for (var task : tasks) if (task.status() == TaskStatus.RUNNING) count++;
        return count;
    }

    public int pending() {
        var count = 0;
        for (var task : tasks) if (task.isWanted() && task.status().countsAsPending()) count++;
        return count;
    }

    /** All that are not STOPPED, in the order in which they were started. */
    public Collection<EcsTask> tasks() {
        return Collections.unmodifiableCollection(tasks);
    }

    /** The PRIMARY first. */
    public List<EcsDeployment> deployments() {
        return Collections.unmodifiableList(deployments);
    }

    public EcsDeployment primary() {
        return deployments.getFirst();
    }

    /** The newest first, at most 100. */
    public Collection<Event> events() {
        return Collections.unmodifiableCollection(events);
    }

    /** Until when the scheduler does not try to place, empty where it would try at once. */
    public Optional<Instant> backsOffUntil(Instant now) {
        return Optional.ofNullable(notBefore).filter(until -> until.isAfter(now));
    }

    Map<String, String> tagsOfTasks(TaskDefinition definition) {
        return switch (spec.taskTags()) {
            case NONE -> Collections.emptyMap();
            case SERVICE -> tags;
            case TASK_DEFINITION -> definition.tags();
        };
    }

    Optional<TaskDefinition> lastCompleted() {
        return Optional.ofNullable(lastCompleted);
    }

    void completed(TaskDefinition definition) {
        lastCompleted = definition;
    }

    void spec(Spec changed) {
        spec = changed;
        if (!isDaemon()) desired = changed.desired();
    }

    void desired(int count) {
        desired = count;
    }

    void status(Status changed) {
        status = changed;
    }

    void tags(Map<String, String> changed) {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
    }

    void add(Event event) {
        events.addFirst(event);
        if (events.size() > EVENTS_KEPT) events.removeLast();
    }

    @Override
    public String toString() {
        return cluster.name() + "/" + spec.name();
    }
}
