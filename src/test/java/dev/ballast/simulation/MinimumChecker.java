package dev.ballast.simulation;

import dev.ballast.model.Action;
import dev.ballast.model.Outcome;
import dev.ballast.model.Step;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.EcsTask;
import java.util.HashMap;
import java.util.Map;

/**
 * No service below its minimum by Ballast's own action. A task on a host that AWS takes at its deadline may be stopped before it; what
 * ECS's own scheduler does keeps the minimum by itself.
 */
final class MinimumChecker implements Checker {
    private final World world;
    private final Map<EcsService, Integer> before = new HashMap<>();
    private Step acting;

    MinimumChecker(World world) {
        this.world = world;
    }

    @Override
    public void performing(Step step) {
        acting = step;
        before.clear();
        world.ecs()
                .region(Cluster.REGION)
                .findCluster("live")
                .ifPresent(cluster -> cluster.services().forEach(service -> before.put(service, service.running())));
    }

    @Override
    public void performed(Step step, Outcome outcome) {
        acting = null;
    }

    @Override
    public void taskChanged(EcsTask task) {
        if (acting == null || task.isRunning() || task.service().isEmpty()) return;
        var service = task.service().get();
        if (service.isDaemon() || isExcused(acting)) return;
        var minimum =
                Math.ceilDiv((long) service.desired() * service.spec().healthy().minimum(), 100L);
        var running = service.running();
        if (running < minimum && running < before.getOrDefault(service, 0))
            throw new Violation(
                    "minimum",
                    world.time().now(),
                    service.name() + " runs " + running + ", less than its minimum of " + minimum + ", by "
                            + acting.action() + " (" + acting.reason() + ")");
    }

    /** AWS would end it at the deadline in less order; a silent host's tasks are not known to run; a take-down is what it says. */
    private static boolean isExcused(Step step) {
        return switch (step.reason().code()) {
            case NOTICE_STOP_CUTOFF, NOTICE_RERUN, TAKE_DOWN, AGENT_LOST -> true;
            case ORPHAN -> step.action() instanceof Action.DeregisterContainerInstance;
            default -> false;
        };
    }
}
