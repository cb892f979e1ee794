package dev.ballast.sim.world.ecs;

import dev.ballast.model.ContainerInstance;
import dev.ballast.sim.world.core.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What callers do to single tasks: RunTask, StartTask, StopTask, protection. */
public final class StandaloneTasks {
    /** The most that RunTask and StartTask start at once. */
    private static final int AT_ONCE = 10;

    /** More failures than this say nothing new; one a host otherwise. */
    private static final int FAILURES_AT_MOST = 100;

    private static final Duration LONGEST_PROTECTION = Duration.ofHours(48);

    /**
     * What a standalone task is started with.
     *
     * @param group empty: {@code family:FAMILY}
     * @param overrides as the caller gave them, by their name in the API
     */
    public record Request(
            String taskDefinition,
            int count,
            String group,
            String startedBy,
            List<PlacementConstraint> constraints,
            List<PlacementStrategy> strategies,
            Map<String, Object> overrides,
            Map<String, String> tags,
            Map<String, Object> asGiven) {
        public Request {
            constraints = List.copyOf(constraints);
            strategies = List.copyOf(strategies);
            overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
            tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
            asGiven = Collections.unmodifiableMap(new LinkedHashMap<>(asGiven));
        }

        public static Request of(String taskDefinition, int count) {
            return new Request(
                    taskDefinition,
                    count,
                    "",
                    "",
                    List.of(),
                    List.of(),
                    Collections.emptyMap(),
                    Collections.emptyMap(),
                    Collections.emptyMap());
        }
    }

    private final Ground ground;
    private final TaskLife life;
    private final EcsRegion region;

    StandaloneTasks(Ground ground, TaskLife life, EcsRegion region) {
        this.ground = ground;
        this.life = life;
        this.region = region;
    }

    /**
     * RunTask: as many as there is room for; a failure for every host that had none.
     *
     * @throws Refused ClientException for the task definition, InvalidParameterException where the cluster has no host
     */
    public Hosts.Answer<EcsTask> run(EcsCluster cluster, Request request) {
        var definition = region.taskDefinitions().findActive(request.taskDefinition());
        checkCount(request.count());
        definition.checkOverrides(request.overrides());
        if (cluster.hosts().isEmpty())
            throw new Refused("InvalidParameterException", "No Container Instances were found in your cluster.");
        var group = group(request, definition);
        var placement = new Placement(
                cluster.hosts(),
                new Placement.Request(
                        definition,
                        definition.needs(request.overrides()),
                        request.constraints(),
                        request.strategies(),
                        groupTasks(cluster, request, group)),
                ground.stream("run-task"));
        var started = new ArrayList<EcsTask>();
        while (started.size() < request.count()) {
            var host = placement.next();
            if (host.isEmpty()) break;
            started.add(life.launch(origin(request, definition, group), host.get()));
        }
        return new Hosts.Answer<>(started, started.size() < request.count() ? failures(cluster, placement) : List.of());
    }

    /** Only where a constraint or a strategy asks for them: looking through all tasks costs. */
    private static Iterable<EcsTask> groupTasks(EcsCluster cluster, Request request, String group) {
        if (request.constraints().isEmpty() && request.strategies().isEmpty()) return List.of();
        return cluster.hosts().stream()
                .flatMap(host -> host.tasks.stream())
                .filter(task -> task.group().equals(group))::iterator;
    }

    private List<Failure> failures(EcsCluster cluster, Placement placement) {
        var failures = new ArrayList<Failure>();
        for (var host : cluster.hosts()) {
            if (failures.size() == FAILURES_AT_MOST) break;
            placement.unfit(host).ifPresent(unfit -> failures.add(new Failure(arn(host), unfit.reason(), null)));
        }
        return failures;
    }

    private String arn(EcsInstance host) {
        return region.arns().instance(host.cluster().name(), host.id());
    }

    private static void checkCount(int count) {
        if (count < 1 || count > AT_ONCE)
            throw new Refused("InvalidParameterException", "count must be between 1 and " + AT_ONCE + ".");
    }

    private static String group(Request request, TaskDefinition definition) {
        return request.group().isEmpty() ? "family:" + definition.family() : request.group();
    }

    private static EcsTask.Origin origin(Request request, TaskDefinition definition, String group) {
        return new EcsTask.Origin(
                definition,
                null,
                null,
                group,
                request.startedBy(),
                request.overrides(),
                request.tags(),
                request.asGiven());
    }

    /** StartTask: on exactly these hosts, past every strategy; {@link Request#count()} is ignored. */
    public Hosts.Answer<EcsTask> start(EcsCluster cluster, List<String> hosts, Request request) {
        var definition = region.taskDefinitions().findActive(request.taskDefinition());
        definition.checkOverrides(request.overrides());
        if (hosts.isEmpty() || hosts.size() > AT_ONCE)
            throw new Refused(
                    "InvalidParameterException", "Container instances must be between 1 and " + AT_ONCE + ".");
        var started = new ArrayList<EcsTask>();
        var failures = new ArrayList<Failure>();
        for (var reference : hosts) {
            var host = cluster.instance(Arns.lastPart(reference)).orElse(null);
            if (host == null || host.status() == ContainerInstance.Status.INACTIVE) {
                failures.add(Failure.missing(region.arns().instance(cluster.name(), Arns.lastPart(reference))));
                continue;
            }
            var placement = new Placement(
                    List.of(host),
                    new Placement.Request(
                            definition,
                            definition.needs(request.overrides()),
                            request.constraints(),
                            List.of(),
                            List.of()),
                    ground.stream("run-task"));
            var unfit = placement.unfit(host);
            if (unfit.isPresent())
                failures.add(new Failure(arn(host), unfit.get().reason(), null));
            else started.add(life.launch(origin(request, definition, group(request, definition)), host));
        }
        return new Hosts.Answer<>(started, failures);
    }

    /**
     * StopTask; a task that stops already, or has stopped, is answered as it is.
     *
     * @param reason empty: AWS's own words
     */
    public EcsTask stop(EcsCluster cluster, String reference, String reason) {
        var task = cluster.task(Arns.lastPart(reference))
                .orElseThrow(() -> new Refused("InvalidParameterException", "The referenced task was not found."));
        life.stop(task, StopCode.USER_INITIATED, reason.isEmpty() ? "Task stopped by user" : reason);
        return task;
    }

    /**
     * UpdateTaskProtection for one task of a service.
     *
     * @param length zero takes the protection away; at most 48 hours
     * @throws Refused InvalidParameterException for a length out of bounds
     */
    public void protect(EcsTask task, Duration length) {
        if (length.isNegative() || length.compareTo(LONGEST_PROTECTION) > 0)
            throw new Refused("InvalidParameterException", "expiresInMinutes must be between 1 and 2880.");
        task.protectedUntil(length.isZero() ? null : ground.now().plus(length));
    }
}
