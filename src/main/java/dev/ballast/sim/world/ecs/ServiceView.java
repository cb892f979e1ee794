package dev.ballast.sim.world.ecs;

import dev.ballast.model.ContainerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A service's tasks as its scheduler sorts them: those that stay, and those on their way out because their host drains or their
 * deployment was superseded. Tasks that were asked to stop are neither.
 */
final class ServiceView {
    private final EcsService service;
    private final Instant now;
    private final Duration settled;
    private final List<EcsTask> staying = new ArrayList<>();
    private final List<EcsTask> leaving = new ArrayList<>();
    private Instant nextHealthyAt;
    private Instant nextUnprotectedAt;
    private int running;
    private int healthy;

    private ServiceView(EcsService service, Instant now, Duration settled) {
        this.service = service;
        this.now = now;
        this.settled = settled;
    }

    static ServiceView of(EcsService service, Instant now, Duration settled) {
        var view = new ServiceView(service, now, settled);
        for (var task : service.tasks()) if (task.isWanted()) view.sort(task);
        return view;
    }

    private void sort(EcsTask task) {
        var out = task.instance().status() == ContainerInstance.Status.DRAINING
                || task.deployment().orElseThrow() != service.primary()
                || failsChecks(task);
        (out ? leaving : staying).add(task);
        if (task.status() == TaskStatus.RUNNING) running++;
        if (isHealthy(task)) healthy++;
        else if (task.status() == TaskStatus.RUNNING && waitsOnlyForTime(task))
            nextHealthyAt =
                    earlier(nextHealthyAt, task.startedAt().orElseThrow().plus(settled));
        if (out && task.isProtected(now))
            nextUnprotectedAt = earlier(nextUnprotectedAt, task.protectedUntil().orElseThrow());
    }

    /** Behind a load balancer that finds it unhealthy, with its grace over. */
    boolean failsChecks(EcsTask task) {
        if (!task.doTargetsFail() || task.startedAt().isEmpty()) return false;
        var graceEnds = task.startedAt().get().plus(service.spec().grace());
        if (!graceEnds.isAfter(now)) return true;
        nextHealthyAt = earlier(nextHealthyAt, graceEnds);
        return false;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }

    private boolean waitsOnlyForTime(EcsTask task) {
        return service.spec().loadBalancers().isEmpty() && !task.definition().hasHealthCheck();
    }

    /**
     * With a load balancer: its targets are healthy. With a health check: it passes, which in this world it does from the start. With
     * neither: it has been RUNNING for some time.
     */
    boolean isHealthy(EcsTask task) {
        if (task.status() != TaskStatus.RUNNING) return false;
        if (!service.spec().loadBalancers().isEmpty()) return task.targetsAreHealthy();
        if (task.definition().hasHealthCheck()) return true;
        return !task.startedAt().orElseThrow().plus(settled).isAfter(now);
    }

    List<EcsTask> staying() {
        return staying;
    }

    List<EcsTask> leaving() {
        return leaving;
    }

    int running() {
        return running;
    }

    int healthy() {
        return healthy;
    }

    Optional<Instant> nextHealthyAt() {
        return Optional.ofNullable(nextHealthyAt);
    }

    Optional<Instant> nextUnprotectedAt() {
        return Optional.ofNullable(nextUnprotectedAt);
    }
}
