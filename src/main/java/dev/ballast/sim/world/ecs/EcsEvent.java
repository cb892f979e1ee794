package dev.ballast.sim.world.ecs;

import dev.ballast.sim.world.core.WorldEvent;
import java.time.Instant;

/** What will happen in ECS by itself. */
sealed interface EcsEvent extends WorldEvent {
    String region();

    /** @param move the task's move that this is; another one since then makes it void */
    record TaskMoves(String region, String cluster, String taskId, int move) implements EcsEvent {}

    /** The program in a task ends by itself. */
    record TaskEnds(String region, String cluster, String taskId) implements EcsEvent {}

    /** A container's stop timeout is over. */
    record ContainerDue(String region, String cluster, String taskId, String container) implements EcsEvent {}

    /** A STOPPED task can no longer be described. */
    record TaskForgotten(String region, String cluster, String taskId) implements EcsEvent {}

    /** The scheduler looks at a service; void where it has been called for another moment since. */
    record ServiceDue(String region, String cluster, String service, Instant at) implements EcsEvent {}

    /**
     * The agent of a booted host registers, or connects again.
     *
     * @param boot counts the host's boots; void after another one
     */
    record AgentStarts(String region, String instanceId, int boot) implements EcsEvent {}

    /** The agent sees the interruption notice of its host (ECS_ENABLE_SPOT_INSTANCE_DRAINING). */
    record AgentDrains(String region, String instanceId, int boot) implements EcsEvent {}

    /** ECS hears that a host was stopped or terminated. */
    record HostLost(String region, String instanceId, boolean terminated) implements EcsEvent {}

    /** A disconnected agent is back. */
    record AgentReconnects(String region, String instanceId, int boot) implements EcsEvent {}

    /** A deregistered container instance can no longer be described. */
    record InstanceForgotten(String region, String cluster, String id) implements EcsEvent {}
}
