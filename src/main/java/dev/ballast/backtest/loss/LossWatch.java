package dev.ballast.backtest.loss;

import dev.ballast.backtest.loss.Loss.Fared;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ecs.EcsListener;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.EcsTask;
import dev.ballast.sim.world.ecs.StopCode;
import dev.ballast.sim.world.ecs.TaskStatus;
import dev.ballast.sim.world.elb.TargetHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at every service once a second of the world's time, and at every task of a doomed instance when it ends. */
final class LossWatch implements EcsListener {
    static final Duration STEP = Duration.ofSeconds(1);

    private final World world;
    private final Set<String> doomed;
    private final Map<EcsService, Course> courses = new LinkedHashMap<>();
    private final List<EcsTask> displaced = new ArrayList<>();
    private final Instant noticedAt;
    private Instant wholeSince;

    private static final class Course {
        private final Workload service;
        private int displaced;
        private int lost;
        private int lowest;
        private Duration missing = Duration.ZERO;
        private Duration failing = Duration.ZERO;

        private Course(Workload service) {
            this.service = service;
            lowest = service.desired();
        }
    }

    /** @param doomed instance ids */
    LossWatch(World world, Map<EcsService, Workload> services, Set<String> doomed) {
        this.world = world;
        this.doomed = doomed;
        noticedAt = world.time().now();
        services.forEach((service, workload) -> {
            var course = new Course(workload);
            courses.put(service, course);
            for (var task : service.tasks())
                if (isOnDoomed(task) && serves(task)) {
                    course.displaced++;
                    displaced.add(task);
                }
        });
        world.ecs().listen(this);
    }

    private boolean isOnDoomed(EcsTask task) {
        return doomed.contains(task.instance().instanceId());
    }

    static boolean serves(EcsTask task) {
        return task.status() == TaskStatus.RUNNING
                && (task.service().orElseThrow().spec().loadBalancers().isEmpty() || task.targetsAreHealthy());
    }

    private static int serving(EcsService service) {
        var count = 0;
        for (var task : service.tasks()) if (serves(task)) count++;
        return count;
    }

    /** A task that ECS's scheduler ends in its own time has its replacement, or is one that minimumHealthyPercent lets go first. */
    @Override
    public void taskChanged(EcsTask task) {
        if (task.status() == TaskStatus.RUNNING || !displaced.remove(task)) return;
        var service = task.service().orElseThrow();
        var course = courses.get(service);
        var moved = task.stopCode()
                .filter(StopCode.SERVICE_SCHEDULER_INITIATED::equals)
                .isPresent();
        if (!moved && serving(service) < service.desired()) course.lost++;
    }

    /** @param passed since the look before */
    void look(Duration passed) {
        var whole = true;
        for (var entry : courses.entrySet()) {
            var serving = serving(entry.getKey());
            var course = entry.getValue();
            course.lowest = Math.min(course.lowest, serving);
            var missing = course.service.desired() - serving;
            if (missing > 0) course.missing = course.missing.plus(passed.multipliedBy(missing));
            course.failing = course.failing.plus(failing(entry.getKey(), passed));
            whole &= missing <= 0;
        }
        whole &= displaced.isEmpty();
        if (!whole) wholeSince = null;
        else if (wholeSince == null) wholeSince = world.time().now();
    }

    /** A load balancer goes on sending to a target until it is deregistered, or has failed its health checks. */
    private Duration failing(EcsService service, Duration passed) {
        var longest = Duration.ZERO;
        for (var balancer : service.spec().loadBalancers()) {
            var group = world.elb().region(service.cluster().region()).findGroup(balancer.targetGroupArn());
            if (group.isEmpty()) continue;
            var sentTo = 0;
            var dead = 0;
            for (var target : group.get().targets()) {
                if (target.health() != TargetHealth.HEALTHY) continue;
                sentTo++;
                if (target.task()
                        .filter(task -> task.containerStatus().equals("RUNNING"))
                        .isEmpty()) dead++;
            }
            var failing = sentTo == 0 ? passed : passed.multipliedBy(dead).dividedBy(sentTo);
            if (failing.compareTo(longest) > 0) longest = failing;
        }
        return longest;
    }

    /** Since when everything has been whole, without a task on what is taken. */
    Optional<Instant> wholeSince() {
        return Optional.ofNullable(wholeSince);
    }

    Loss loss() {
        var fared = new ArrayList<Fared>();
        for (var course : courses.values())
            fared.add(new Fared(
                    course.service, course.displaced, course.lost, course.lowest, course.missing, course.failing));
        return new Loss(
                doomed.size(),
                fared.stream().mapToInt(Fared::displaced).sum(),
                fared,
                wholeSince().map(since -> Duration.between(noticedAt, since)));
    }
}
