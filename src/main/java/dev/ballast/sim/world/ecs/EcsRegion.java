package dev.ballast.sim.world.ecs;

import dev.ballast.model.ContainerInstance;
import dev.ballast.sim.world.core.Refused;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One region's ECS: its clusters and everything that is done to them. What a caller may write as a name or an ARN is a reference here.
 * Whatever ECS would refuse is refused with its own code.
 */
public final class EcsRegion {
    private final Ground ground;
    private final ServiceScheduler scheduler;
    private final TaskDefinitions taskDefinitions;
    private final Hosts hosts;
    private final StandaloneTasks standalone;
    private final Services services;
    private final TaskSets taskSets;
    private final CapacityProviders capacityProviders = new CapacityProviders();
    private final AccountSettings accountSettings = new AccountSettings();
    private final SortedMap<String, EcsCluster> clusters = new TreeMap<>();

    EcsRegion(Ecs ecs, String name) {
        ground = new Ground(ecs, name);
        scheduler = new ServiceScheduler(ground);
        taskDefinitions = new TaskDefinitions(ground);
        hosts = new Hosts(ground, scheduler, this);
        standalone = new StandaloneTasks(ground, scheduler.life(), this);
        services = new Services(ground, scheduler, this);
        taskSets = new TaskSets(ground, scheduler);
    }

    public String name() {
        return ground.region();
    }

    public Arns arns() {
        return ground.arns;
    }

    public TaskDefinitions taskDefinitions() {
        return taskDefinitions;
    }

    /** Hosts and their agents. */
    public Hosts hosts() {
        return hosts;
    }

    /** RunTask, StartTask, StopTask, task protection. */
    public StandaloneTasks tasks() {
        return standalone;
    }

    public Services services() {
        return services;
    }

    public TaskSets taskSets() {
        return taskSets;
    }

    public CapacityProviders capacityProviders() {
        return capacityProviders;
    }

    public AccountSettings accountSettings() {
        return accountSettings;
    }

    // ---- clusters

    /** Idempotent: a cluster that exists is answered as it is. */
    public EcsCluster createCluster(String name, Map<String, String> tags, Map<String, Object> asGiven) {
        var cluster = clusters.get(name);
        if (cluster == null) {
            cluster = new EcsCluster(ground.region(), name, ground.now());
            clusters.put(name, cluster);
        } else if (cluster.isActive()) {
            return cluster;
        }
        cluster.reactivated();
        cluster.tags(tags);
        cluster.asGiven(asGiven);
        hosts.clusterCame(cluster);
        return cluster;
    }

    public EcsCluster createCluster(String name) {
        return createCluster(name, Collections.emptyMap(), Collections.emptyMap());
    }

    /** ACTIVE and INACTIVE ones, by name. */
    public Collection<EcsCluster> clusters() {
        return Collections.unmodifiableCollection(clusters.values());
    }

    public Optional<EcsCluster> findCluster(String reference) {
        return Optional.ofNullable(clusters.get(Arns.lastPart(reference)));
    }

    /** @throws Refused ClusterNotFoundException unless it exists and is ACTIVE */
    public EcsCluster cluster(String reference) {
        return findCluster(reference).filter(EcsCluster::isActive).orElseThrow(EcsRegion::noCluster);
    }

    static Refused noCluster() {
        return new Refused("ClusterNotFoundException", "Cluster not found.");
    }

    /** @throws Refused where it is not empty */
    public EcsCluster deleteCluster(String reference) {
        var cluster = findCluster(reference).orElseThrow(EcsRegion::noCluster);
        if (!cluster.hosts().isEmpty())
            throw new Refused(
                    "ClusterContainsContainerInstancesException",
                    "The Cluster cannot be deleted while Container Instances are active or draining.");
        if (cluster.services.values().stream().anyMatch(service -> service.status() != EcsService.Status.INACTIVE))
            throw new Refused(
                    "ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.");
        if (cluster.tasks.values().stream().anyMatch(task -> task.status() != TaskStatus.STOPPED))
            throw new Refused("ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.");
        cluster.deactivated();
        return cluster;
    }

    /** Replaces members that mean nothing to the world. */
    public void changeCluster(EcsCluster cluster, Map<String, Object> asGiven) {
        cluster.asGiven(asGiven);
    }

    public void tag(EcsCluster cluster, Map<String, String> tags) {
        cluster.tags(tags);
    }

    public void tag(EcsInstance instance, Map<String, String> tags) {
        instance.tags(tags);
    }

    public void tag(EcsTask task, Map<String, String> tags) {
        task.tags(tags);
    }

    public void tag(EcsService service, Map<String, String> tags) {
        service.tags(tags);
    }

    public void tag(TaskDefinition definition, Map<String, String> tags) {
        definition.tags(tags);
    }

    // ---- what the load balancer says

    public void targetHealth(EcsTask task, boolean healthy) {
        task.targetsHealthy(healthy);
        task.service().ifPresent(scheduler::wake);
    }

    /** A target fails its checks: the task is replaced, and stopped when that is possible, once its grace is over. */
    public void targetUnhealthy(EcsTask task) {
        task.targetsHealthy(false);
        task.targetsFail();
        task.service().ifPresent(scheduler::wake);
    }

    public void targetsDrained(EcsTask task) {
        scheduler.life().drained(task);
    }

    /** Every pull of that image fails from now on; an empty cause mends it. */
    public void breakImage(String image, Optional<String> cause) {
        scheduler.life().breakImage(image, cause);
    }

    // ---- what the programs of tasks do

    /** All programs of a task have been started; one that is gone by now is no fault. */
    public void programsStarted(String cluster, String taskId) {
        task(cluster, taskId).ifPresent(scheduler.life()::programsStarted);
    }

    /** A program of a task has ended, or could not be started; a task that is gone by now is no fault. */
    public void programEnded(String cluster, String taskId, ProgramEnd end) {
        task(cluster, taskId).ifPresent(task -> scheduler.life().programEnded(task, end));
    }

    // ---- what happens by itself

    void happens(EcsEvent event) {
        switch (event) {
            case EcsEvent.TaskMoves moves ->
                task(moves.cluster(), moves.taskId())
                        .filter(task -> task.moves() == moves.move())
                        .ifPresent(this::move);
            case EcsEvent.TaskEnds ends -> task(ends.cluster(), ends.taskId()).ifPresent(scheduler.life()::ends);
            case EcsEvent.ContainerDue due ->
                task(due.cluster(), due.taskId())
                        .ifPresent(task -> scheduler.life().containerDue(task, due.container()));
            case EcsEvent.TaskForgotten forgotten ->
                clusters.get(forgotten.cluster()).tasks.remove(forgotten.taskId());
            case EcsEvent.ServiceDue due ->
                clusters.get(due.cluster())
                        .service(due.service())
                        .ifPresent(service -> scheduler.due(service, due.at()));
            case EcsEvent.AgentStarts starts -> hosts.agentStarts(starts);
            case EcsEvent.AgentDrains drains -> hosts.agentDrains(drains);
            case EcsEvent.HostLost lost -> hosts.lost(lost);
            case EcsEvent.AgentReconnects back -> hosts.reconnects(back);
            case EcsEvent.InstanceForgotten gone ->
                clusters.get(gone.cluster()).deregistered.remove(gone.id());
        }
    }

    private Optional<EcsTask> task(String cluster, String id) {
        return clusters.get(cluster).task(id);
    }

    private void move(EcsTask task) {
        if (task.instance().isAgentConnected() || task.instance().status() == ContainerInstance.Status.INACTIVE)
            scheduler.life().move(task);
        else task.instance().unreported.put(task, task.moves());
    }

    void resume(EcsInstance instance) {
        var held = new LinkedHashMap<>(instance.unreported);
        instance.unreported.clear();
        // whatever was asked of a task meanwhile has overtaken what it would have done
        held.forEach((task, move) -> {
            if (task.moves() == move && task.status() != TaskStatus.STOPPED)
                scheduler.life().move(task);
        });
        for (var task : List.copyOf(instance.tasks)) scheduler.life().seeEnds(task);
    }
}
