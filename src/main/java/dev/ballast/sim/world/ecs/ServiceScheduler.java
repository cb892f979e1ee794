package dev.ballast.sim.world.ecs;

import dev.ballast.model.ContainerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The service scheduler. It looks at a service a moment after something about it has changed, starts what is missing and stops what is
 * too much or on its way out, both within minimum and maximum healthy percent. A DRAINING host's tasks and those of a superseded
 * deployment are on their way out alike.
 */
final class ServiceScheduler implements TaskLife.Follower {
    /** Half of the desired count, but at least 3 and at most 200 tasks: the deployment circuit breaker's threshold. */
    private static final int BREAKS_AT_LEAST = 3;

    private static final int BREAKS_AT_MOST = 200;
    private static final String FAILED_CHECKS = "Task failed ELB health checks";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** What a service without a strategy of its own gets: over the zones, and inside a zone over the hosts. */
    private static final List<PlacementStrategy> SPREAD = List.of(
            new PlacementStrategy.Spread("attribute:" + Attributes.ZONE), new PlacementStrategy.Spread("instanceId"));

    private final Ground ground;
    private final ServiceLog log;
    private final TaskLife life;

    ServiceScheduler(Ground ground) {
        this.ground = ground;
        log = new ServiceLog(ground);
        life = new TaskLife(ground, this);
    }

    TaskLife life() {
        return life;
    }

    // ---- when to look

    /** Something about the service has changed. */
    void wake(EcsService service) {
        wakeAt(service, ground.now().plus(ground.settings.schedulerPause()));
    }

    private void wakeAt(EcsService service, Instant moment) {
        if (service.status() == EcsService.Status.INACTIVE || service.isExternal()) return;
        if (service.dueAt != null && !service.dueAt.isAfter(moment)) return;
        service.dueAt = moment;
        ground.time.schedule(
                moment,
                new EcsEvent.ServiceDue(ground.region(), service.cluster().name(), service.name(), moment));
    }

    void due(EcsService service, Instant moment) {
        if (!moment.equals(service.dueAt)) return;
        service.dueAt = null;
        look(service);
    }

    @Override
    public void moved(EcsTask task) {
        task.service().ifPresent(service -> {
            wake(service);
            if (service.spec().loadBalancers().isEmpty()) return;
            if (task.status() == TaskStatus.RUNNING) log.registered(service);
            if (task.status() == TaskStatus.DEACTIVATING) log.deregistered(service);
        });
        if (task.status() == TaskStatus.STOPPED && task.instance().status() == ContainerInstance.Status.DRAINING)
            wakeDaemonsOn(task.instance());
    }

    private void wakeDaemonsOn(EcsInstance host) {
        for (var other : host.tasks)
            other.service().filter(EcsService::isDaemon).ifPresent(this::wake);
    }

    @Override
    public void failedToStart(EcsTask task) {
        var deployment = task.deployment().orElse(null);
        if (deployment == null) return;
        var service = task.service().orElseThrow();
        var inARow = deployment.taskFailed();
        if (inARow == BREAKS_AT_LEAST) log.impaired(service);
        var threshold = Math.clamp(Math.ceilDiv(service.desired(), 2), BREAKS_AT_LEAST, BREAKS_AT_MOST);
        if (service.spec().circuitBreaker() == EcsService.CircuitBreaker.OFF || inARow < threshold) {
            // Restarts are slowed down so that a broken image does not burn the hosts; AWS gives no numbers.
            if (inARow >= BREAKS_AT_LEAST)
                service.notBefore =
                        ground.now().plusSeconds(Math.min(900, 10L << Math.min(6, inARow - BREAKS_AT_LEAST)));
            return;
        }
        if (deployment == service.primary() && deployment.rollout() == EcsDeployment.Rollout.IN_PROGRESS)
            breakDeployment(service, deployment);
    }

    private void breakDeployment(EcsService service, EcsDeployment deployment) {
        deployment.failed(ground.now(), "ECS deployment circuit breaker: tasks failed to start.");
        log.failed(service, deployment);
        var last = service.lastCompleted();
        if (service.spec().circuitBreaker() != EcsService.CircuitBreaker.ROLL_BACK || last.isEmpty()) return;
        service.spec(service.spec().with(last.get()));
        var back = begin(service, last.get(), deployment.asGiven());
        back.reason("ECS deployment circuit breaker: rolling back to deploymentId " + back.id() + ".");
        log.rollsBack(service, back);
    }

    // ---- deployments

    /** Makes a new PRIMARY; the one before it is on its way out. */
    EcsDeployment begin(EcsService service, TaskDefinition definition, Map<String, Object> asGiven) {
        if (!service.deployments.isEmpty()) service.primary().superseded(ground.now());
        var deployment = new EcsDeployment(newDeploymentId(), definition, asGiven, ground.now());
        service.deployments.addFirst(deployment);
        definition.referred();
        forgetFailures(service);
        log.began(service, deployment);
        wake(service);
        return deployment;
    }

    /** Of a deployment, or of a task set. */
    String newDeploymentId() {
        return "ecs-svc/" + digits();
    }

    private String digits() {
        var text = new StringBuilder(19);
        var draws = ground.stream("deployment-ids");
        text.append((char) ('1' + draws.nextInt(9)));
        while (text.length() < 19) text.append((char) ('0' + draws.nextInt(10)));
        return text.toString();
    }

    /** A change by the user is tried at once, whatever failed before. */
    void forgetFailures(EcsService service) {
        service.failedPlacements = 0;
        service.notBefore = null;
        service.openFault = null;
        service.steady = false;
    }

    // ---- looking

    private void look(EcsService service) {
        switch (service.status()) {
            case ACTIVE -> {
                if (service.isDaemon()) lookAtDaemon(service);
                else lookAtReplica(service);
                retireDeployments(service);
                settle(service);
            }
            case DRAINING -> {
                stopAll(service);
                if (service.tasks.stream().allMatch(task -> task.status().compareTo(TaskStatus.STOPPING) >= 0))
                    inactive(service);
            }
            case INACTIVE -> {}
        }
    }

    /** Its tasks are stopped at once; it is INACTIVE when the last of them is on its way. */
    void deleted(EcsService service) {
        look(service);
    }

    private void stopAll(EcsService service) {
        for (var task : List.copyOf(service.tasks)) {
            life.stop(task, StopCode.SERVICE_SCHEDULER_INITIATED, scaling(task));
        }
    }

    private void inactive(EcsService service) {
        service.status(EcsService.Status.INACTIVE);
        for (var deployment : service.deployments) deployment.definition().released();
        service.deployments.forEach(EcsDeployment::retired);
    }

    static String scaling(EcsTask task) {
        return "Scaling activity initiated by (deployment " + task.startedBy() + ")";
    }

    private void lookAtReplica(EcsService service) {
        var now = ground.now();
        var primary = service.primary();
        var view = ServiceView.of(service, now, ground.settings.settled());
        var minimum = (int)
                Math.ceilDiv((long) service.desired() * service.spec().healthy().minimum(), 100L);
        var maximum = (int) ((long) service.desired() * service.spec().healthy().maximum() / 100L);

        var missing = service.desired() - view.staying().size();
        if (missing > 0 && primary.rollout() != EcsDeployment.Rollout.FAILED) {
            // Also those that are stopping count: "replacement tasks can't start until the draining tasks have
            // stopped".
            var room = Math.max(0, maximum - service.tasks.size());
            if (room > 0) place(service, primary, Math.min(missing, room));
        }
        var stopped = new ArrayList<EcsTask>();
        if (missing < 0) stopped.addAll(scaleIn(view, -missing));
        stopped.addAll(letGo(view, minimum));
        for (var task : stopped) {
            var failed = view.failsChecks(task);
            if (failed) log.unhealthy(service, task);
            life.stop(task, StopCode.SERVICE_SCHEDULER_INITIATED, failed ? FAILED_CHECKS : scaling(task));
        }
        log.stopped(service, stopped);

        var left = view.leaving().stream().anyMatch(EcsTask::isWanted);
        if (left
                && maximum <= service.tasks.size()
                && minimum >= view.healthy()
                && view.nextHealthyAt().isEmpty()) log.stuck(service);
        view.nextHealthyAt().ifPresent(moment -> wakeAt(service, moment));
        view.nextUnprotectedAt().ifPresent(moment -> wakeAt(service, moment));
    }

    /** Those that are not up yet first, then from the zone and the host with the most. */
    private List<EcsTask> scaleIn(ServiceView view, int tooMany) {
        var victims = new ArrayList<EcsTask>();
        var byZone = new LinkedHashMap<String, Integer>();
        var byHost = new LinkedHashMap<EcsInstance, Integer>();
        for (var task : view.staying()) {
            byZone.merge(task.instance().zone(), 1, Integer::sum);
            byHost.merge(task.instance(), 1, Integer::sum);
        }
        var candidates = new ArrayList<>(view.staying());
        candidates.removeIf(task -> task.isProtected(ground.now()));
        var first = Comparator.<EcsTask>comparingInt(task -> task.status() == TaskStatus.RUNNING ? 1 : 0)
                .thenComparingInt(task -> -byZone.get(task.instance().zone()))
                .thenComparingInt(task -> -byHost.get(task.instance()));
        while (victims.size() < tooMany && !candidates.isEmpty()) {
            var victim = candidates.stream().min(first).orElseThrow();
            candidates.remove(victim);
            byZone.merge(victim.instance().zone(), -1, Integer::sum);
            byHost.merge(victim.instance(), -1, Integer::sum);
            victims.add(victim);
        }
        return victims;
    }

    /**
     * Of what is on its way out: whatever does not run yet, and of the rest as many as the minimum allows; one that runs but does not
     * count as healthy costs the minimum nothing, but goes only when others run in its place.
     */
    private List<EcsTask> letGo(ServiceView view, int minimum) {
        var going = new ArrayList<EcsTask>();
        var spareHealthy = view.healthy() - minimum;
        var spareRunning = view.running() - minimum;
        for (var task : view.leaving()) {
            if (task.isProtected(ground.now())) continue;
            if (task.status() != TaskStatus.RUNNING) {
                going.add(task);
            } else if (spareRunning > 0 && (!view.isHealthy(task) || spareHealthy > 0)) {
                if (view.isHealthy(task)) spareHealthy--;
                spareRunning--;
                going.add(task);
            }
        }
        return going;
    }

    // ---- placing

    private void place(EcsService service, EcsDeployment deployment, int wanted) {
        var now = ground.now();
        if (service.backsOffUntil(now).isPresent()) {
            wakeAt(service, service.notBefore);
            return;
        }
        var allowed = Math.min(wanted, launchesLeft(service));
        var request = new Placement.Request(
                deployment.definition(),
                deployment.definition().needs(),
                service.spec().constraints(),
                service.spec().strategies().isEmpty() ? SPREAD : service.spec().strategies(),
                service.tasks);
        var placement = new Placement(service.cluster().hosts(), request, ground.stream("placement"));
        var started = new ArrayList<EcsTask>();
        while (started.size() < allowed) {
            var host = placement.next();
            if (host.isEmpty()) break;
            started.add(launch(service, deployment, host.get()));
        }
        service.launchedInWindow += started.size();
        log.started(service, started);
        if (!started.isEmpty()) service.failedPlacements = 0;
        if (started.size() < allowed) {
            failed(service, placement);
        } else {
            service.notBefore = null;
            if (started.size() < wanted) wakeAt(service, service.launchWindow.plus(MINUTE));
        }
    }

    private EcsTask launch(EcsService service, EcsDeployment deployment, EcsInstance host) {
        var origin = new EcsTask.Origin(
                deployment.definition(),
                service,
                deployment,
                service.group(),
                deployment.id(),
                Collections.emptyMap(),
                service.tagsOfTasks(deployment.definition()),
                Collections.emptyMap());
        return life.launch(origin, host);
    }

    private int launchesLeft(EcsService service) {
        var now = ground.now();
        if (service.launchWindow == null || !service.launchWindow.plus(MINUTE).isAfter(now)) {
            service.launchWindow = now;
            service.launchedInWindow = 0;
        }
        return Math.max(0, ground.settings.launchesPerMinute() - service.launchedInWindow);
    }

    private void failed(EcsService service, Placement placement) {
        var backOff = ground.settings.backOff();
        service.failedPlacements++;
        log.unplaceable(service, placement.closest());
        var pause = service.failedPlacements >= backOff.attempts()
                ? ground.drawn("back-off", backOff.pause())
                : backOff.between();
        service.notBefore = ground.now().plus(pause);
        wakeAt(service, service.notBefore);
    }

    // ---- daemons

    /** One task on every ACTIVE host that it may be on; on a DRAINING host the last to go. */
    private void lookAtDaemon(EcsService service) {
        var primary = service.primary();
        var request = new Placement.Request(
                primary.definition(),
                primary.definition().needs(),
                service.spec().constraints(),
                List.of(),
                List.of());
        var placement = new Placement(List.of(), request, ground.stream("placement"));
        var onHost = new LinkedHashMap<EcsInstance, List<EcsTask>>();
        for (var task : service.tasks)
            onHost.computeIfAbsent(task.instance(), on -> new ArrayList<>()).add(task);

        var belongs = new ArrayList<EcsInstance>();
        for (var host : service.cluster().hosts())
            if (host.status() == ContainerInstance.Status.ACTIVE && placement.mayBeOn(host)) belongs.add(host);
        service.desired(belongs.size());
        stopDaemons(service, onHost, placement);
        startDaemons(service, belongs, onHost, placement);
    }

    private void stopDaemons(EcsService service, Map<EcsInstance, List<EcsTask>> onHost, Placement placement) {
        var minimum = (int)
                Math.ceilDiv((long) service.desired() * service.spec().healthy().minimum(), 100L);
        var running = service.running();
        var stopped = new ArrayList<EcsTask>();
        for (var entry : onHost.entrySet()) {
            var host = entry.getKey();
            for (var task : entry.getValue()) {
                if (!task.isWanted()) continue;
                var outdated = task.deployment().orElseThrow() != service.primary();
                var leaves =
                        host.status() == ContainerInstance.Status.DRAINING ? isAlone(host) : !placement.mayBeOn(host);
                if (!leaves && !(outdated && running > minimum)) continue;
                if (task.status() == TaskStatus.RUNNING) running--;
                stopped.add(task);
            }
        }
        for (var task : stopped) life.stop(task, StopCode.SERVICE_SCHEDULER_INITIATED, scaling(task));
        log.stopped(service, stopped);
    }

    /** Whether only daemons are left on a host. */
    private static boolean isAlone(EcsInstance host) {
        return host.tasks.stream()
                .allMatch(task -> task.service().map(EcsService::isDaemon).orElse(false));
    }

    private void startDaemons(
            EcsService service,
            List<EcsInstance> belongs,
            Map<EcsInstance, List<EcsTask>> onHost,
            Placement placement) {
        var started = new ArrayList<EcsTask>();
        Placement.Closest closest = null;
        for (var host : belongs) {
            // A daemon is replaced in place: its successor starts when it has stopped.
            if (onHost.containsKey(host)) continue;
            var unfit = placement.unfit(host);
            if (unfit.isEmpty()) started.add(launch(service, service.primary(), host));
            else closest = new Placement.Closest(host, unfit.get());
        }
        log.started(service, started);
        if (closest == null) {
            service.failedPlacements = 0;
            return;
        }
        if (service.backsOffUntil(ground.now()).isEmpty()) failed(service, closest);
    }

    private void failed(EcsService service, Placement.Closest closest) {
        service.failedPlacements++;
        log.unplaceable(service, Optional.of(closest));
        service.notBefore = ground.now().plus(ground.settings.backOff().between());
        wakeAt(service, service.notBefore);
    }

    /** A host has come: daemons are placed before any other service sees its room. */
    void hostCame(EcsInstance host) {
        var services = host.cluster().services.values();
        for (var service : services)
            if (service.isDaemon() && service.status() == EcsService.Status.ACTIVE) {
                lookAtDaemon(service);
                wake(service);
            }
        for (var service : services) if (!service.isDaemon() && isShort(service)) wake(service);
    }

    /** Whether more room could help the service. */
    private boolean isShort(EcsService service) {
        if (service.status() != EcsService.Status.ACTIVE) return false;
        return service.tasks.size() < service.desired() || !service.steady;
    }

    // ---- settling

    private void retireDeployments(EcsService service) {
        var retired = new ArrayList<EcsDeployment>();
        for (var deployment : service.deployments) {
            if (deployment == service.primary()) continue;
            if (service.tasks.stream().noneMatch(task -> task.deployment().orElseThrow() == deployment))
                retired.add(deployment);
        }
        for (var deployment : retired) {
            deployment.retired();
            deployment.definition().released();
            service.deployments.remove(deployment);
        }
    }

    private void settle(EcsService service) {
        var primary = service.primary();
        var steady = service.deployments.size() == 1
                && service.tasks.size() == service.desired()
                && service.tasks.stream()
                        .allMatch(task -> task.isRunning()
                                && task.instance().status() != ContainerInstance.Status.DRAINING
                                && (service.spec().loadBalancers().isEmpty() || task.targetsAreHealthy()));
        if (steady && !service.steady) {
            if (primary.rollout() == EcsDeployment.Rollout.IN_PROGRESS) {
                primary.completed(ground.now());
                service.completed(primary.definition());
                log.completed(service, primary);
            }
            log.steady(service);
        }
        service.steady = steady;
    }
}
