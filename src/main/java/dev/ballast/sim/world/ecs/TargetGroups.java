package dev.ballast.sim.world.ecs;

import dev.ballast.sim.world.ecs.EcsService.LoadBalancer;

/**
 * What ECS asks of a load balancer. The load balancer answers later: with {@link EcsWorld#targetHealth} whenever a task's targets
 * become healthy or not, and with {@link EcsWorld#targetsDrained} when the last of them is no longer used.
 */
public interface TargetGroups {
    /** Where there is no load balancer: whoever asks for one is refused. */
    TargetGroups NONE = new TargetGroups() {
        @Override
        public boolean exists(String targetGroupArn) {
            return false;
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

    boolean exists(String targetGroupArn);

    /** @param hostPort where the host, or the task's own interface (awsvpc), takes the connections */
    void register(EcsTask task, LoadBalancer loadBalancer, int hostPort);

    /** Begins to drain all targets of the task; false where it has none and nothing will follow. */
    boolean deregister(EcsTask task);
}
