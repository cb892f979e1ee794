package dev.ballast.sim.port;

import dev.ballast.model.Task;
import dev.ballast.model.TaskTarget;
import dev.ballast.model.TaskTarget.Address;
import dev.ballast.model.TaskTarget.State;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ecs.EcsCluster;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.EcsTask;
import dev.ballast.sim.world.elb.TargetHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/** What the world's load balancers say of tasks, as {@code dev.ballast.aws.ServiceTargets} asks them: one call a target group. */
final class WorldTargets {
    /** As the aws room: where Elastic Load Balancing does not answer, it says nothing for a while. */
    private static final Duration REFUSED_PAUSE = Duration.ofMinutes(5);

    private final World world;
    private final String region;
    private final Line line;
    private Instant refusedUntil = Instant.MIN;

    /** What was told last: most reads find most tasks as they were. */
    private final Map<EcsTask, Told> toldTasks = new WeakHashMap<>();

    private record Told(Task before, Task behind) {}

    WorldTargets(World world, String region, Line line) {
        this.world = world;
        this.region = region;
        this.line = line;
    }

    /** @param told each task as ECS alone tells it, in the order of {@code tasks}; replaced where load balancers say more */
    void onto(EcsCluster cluster, List<EcsTask> tasks, List<Task> told) {
        if (cluster.services().stream()
                .allMatch(service -> service.spec().loadBalancers().isEmpty())) return;
        var targets = read(cluster);
        if (world.time().now().isBefore(refusedUntil)) return;
        for (var i = 0; i < told.size(); i++) {
            var task = tasks.get(i);
            if (task.service().isEmpty()) continue;
            var balancers = task.service().get().spec().loadBalancers();
            if (!balancers.isEmpty())
                told.set(i, behind(task, told.get(i), targets.getOrDefault(task, List.of()), balancers));
        }
    }

    private Task behind(EcsTask task, Task before, List<TaskTarget> targets, List<EcsService.LoadBalancer> balancers) {
        var last = toldTasks.get(task);
        if (last != null && last.before() == before && last.behind().targets().equals(targets)) return last.behind();
        var served = true;
        for (var balancer : balancers) served &= isServed(targets, balancer.targetGroupArn());
        var now = before.behind(targets, served);
        toldTasks.put(task, new Told(before, now));
        return now;
    }

    private static boolean isServed(List<TaskTarget> targets, String groupArn) {
        for (var target : targets)
            if (target.targetGroupArn().equals(groupArn) && target.state().serves()) return true;
        return false;
    }

    private Map<EcsTask, List<TaskTarget>> read(EcsCluster cluster) {
        var balancers = world.elb().region(region);
        var groups = new ArrayList<String>();
        for (var service : cluster.services())
            for (var balancer : service.spec().loadBalancers())
                if (!groups.contains(balancer.targetGroupArn())) groups.add(balancer.targetGroupArn());
        var targets = new HashMap<EcsTask, List<TaskTarget>>();
        if (world.time().now().isBefore(refusedUntil)) return targets;
        try {
            line.read("elasticloadbalancing", "DescribeTargetHealth", groups.size());
        } catch (Line.Broken broken) {
            refusedUntil = world.time().now().plus(REFUSED_PAUSE);
            return targets;
        }
        for (var arn : groups)
            balancers
                    .findGroup(arn)
                    .ifPresent(group -> group.targets()
                            .forEach(target -> target.task()
                                    .ifPresent(task -> targets.computeIfAbsent(task, first -> new ArrayList<>())
                                            .add(new TaskTarget(
                                                    arn,
                                                    new Address(
                                                            target.key().id(),
                                                            target.key().port()),
                                                    state(target.health()))))));
        return targets;
    }

    private static State state(TargetHealth health) {
        return switch (health) {
            case INITIAL -> State.INITIAL;
            case HEALTHY -> State.HEALTHY;
            case UNHEALTHY -> State.UNHEALTHY;
            case DRAINING -> State.DRAINING;
            // the reason of an unused target says that its instance is gone
            case UNUSED, INVALID -> State.UNUSED;
        };
    }
}
