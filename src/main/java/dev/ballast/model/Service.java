package dev.ballast.model;

import java.time.Duration;
import java.util.List;

/**
 * An ECS service with what a drain needs to know about it.
 *
 * @param shape of the primary deployment's task definition
 * @param deregistrationDelay of its target groups, the longest; zero without a load balancer
 * @param stopTimeout the longest of its containers'; the agent's 30 s where none is set
 */
public record Service(
        String name,
        String arn,
        Scheduling scheduling,
        String taskDefinition,
        TaskShape shape,
        int desiredCount,
        int runningCount,
        int pendingCount,
        HealthyPercent healthy,
        List<Deployment> deployments,
        List<Constraint> constraints,
        Duration deregistrationDelay,
        Duration stopTimeout) {

    public enum Scheduling {
        REPLICA,
        DAEMON
    }

    /** AWS's minimumHealthyPercent and maximumPercent. */
    public record HealthyPercent(int minimum, int maximum) {}

    public record Deployment(
            String status, String taskDefinition, TaskShape shape, int desired, int running, int pending) {}

    /**
     * A placement constraint.
     *
     * @param type distinctInstance or memberOf
     * @param expression in the cluster query language; empty for distinctInstance
     */
    public record Constraint(String type, String expression) {}

    public Service {
        deployments = List.copyOf(deployments);
        constraints = List.copyOf(constraints);
    }

    /** Least tasks that must run: minimumHealthyPercent of desired, rounded up as ECS does. */
    public int minimumRunning() {
        return (int) Math.ceilDiv((long) desiredCount * healthy.minimum(), 100L);
    }

    /** Most tasks that may run at once: maximumPercent of desired, rounded down as ECS does. */
    public int maximumRunning() {
        return (int) ((long) desiredCount * healthy.maximum() / 100L);
    }

    public int missing() {
        return Math.max(0, desiredCount - runningCount - pendingCount);
    }
}
