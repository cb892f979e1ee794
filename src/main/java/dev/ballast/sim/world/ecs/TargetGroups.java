package dev.ballast.sim.world.ecs;

import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ecs.EcsService.LoadBalancer;

/**
 * What ECS asks of a load balancer. The load balancer answers later: with {@link EcsWorld#targetHealth} whenever a task's targets
 * become healthy, {@link EcsRegion#targetUnhealthy} when they fail, and {@link EcsWorld#targetsDrained} when the last of them is no longer used.
 */
public interface TargetGroups {
    /** Where there is no load balancer: whoever asks for one is refused. */
    TargetGroups NONE = new TargetGroups() {
        @Override
        public void check(LoadBalancer loadBalancer, TaskDefinition definition) {
            throw new Refused(
                    "InvalidParameterException",
                    "The target group with targetGroupArn " + loadBalancer.targetGroupArn() + " does not exist.");
        }

        @Override
        public void register(EcsTask task, LoadBalancer loadBalancer, int hostPort) {
            throw new IllegalStateException("no target group");
        }

        @Override
        public boolean deregister(EcsTask task) {
            return false;
        }
    };

    /** @throws Refused InvalidParameterException where a service with such tasks cannot be behind it */
    void check(LoadBalancer loadBalancer, TaskDefinition definition);

    /** @param hostPort where the host, or the task's own interface (awsvpc), takes the connections */
    void register(EcsTask task, LoadBalancer loadBalancer, int hostPort);

    /** Begins to drain all targets of the task; false where it has none and nothing will follow. */
    boolean deregister(EcsTask task);
}
