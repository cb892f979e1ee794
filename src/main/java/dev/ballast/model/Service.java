package dev.ballast.model;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * An ECS service with what a drain needs to know about it.
 *
 * @param shape of the primary deployment's task definition
 * @param constraints its own, and those of its task definition
 * @param strategies empty where ECS's default holds: over the zones, then over the hosts
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
        Ending ending,
        List<Strategy> strategies) {

    public enum Scheduling {
        REPLICA,
        DAEMON
    }

    /** AWS's minimumHealthyPercent and maximumPercent. */
    public record HealthyPercent(int minimum, int maximum) {}

    /** @param desired of a deployment that another one replaces: what is left of it */
    public record Deployment(
            String status, String taskDefinition, TaskShape shape, int desired, int running, int pending, Kind kind) {

        /** Whether it shares the service's desired count with the others. */
        public enum Kind {
            /** ECS replaces one by the other, both together within the maximum percent. */
            ROLLING,
            /** Of an external or blue/green controller: each has a number of tasks of its own. */
            TASK_SET
        }

        /** One of a rolling update. */
        public Deployment(
                String status, String taskDefinition, TaskShape shape, int desired, int running, int pending) {
            this(status, taskDefinition, shape, desired, running, pending, Kind.ROLLING);
        }

        public boolean isPrimary() {
            return status.equals("PRIMARY");
        }
    }

    /**
     * A placement constraint.
     *
     * @param type distinctInstance or memberOf
     * @param expression in the cluster query language; empty for distinctInstance
     */
    public record Constraint(String type, String expression) {}

    /**
     * A placement strategy.
     *
     * @param type spread, binpack or random
     * @param field over which it spreads, or what it packs by; empty for random
     */
    public record Strategy(String type, String field) {
        public boolean isOverZones() {
            return type.equals("spread") && field.equals("attribute:ecs.availability-zone");
        }

        public boolean isOverHosts() {
            return type.equals("spread") && (field.equals("instanceId") || field.equals("host"));
        }
    }

    /**
     * How a task of it ends: who lets go of it first, how long its containers may take, and which of its data is elsewhere then.
     *
     * @param stopTimeouts by container, the agent's where it sets none
     */
    public record Ending(List<Balancer> balancers, SortedMap<String, Duration> stopTimeouts, List<TaskVolume> volumes) {
        /** The agent's ECS_CONTAINER_STOP_TIMEOUT, unless ecs.config says otherwise. */
        public static final Duration AGENT_STOP_TIMEOUT = Duration.ofSeconds(30);

        public Ending {
            balancers = List.copyOf(balancers);
            stopTimeouts = Ordered.map(stopTimeouts);
            volumes = List.copyOf(volumes);
        }
    }

    /**
     * What sends it requests.
     *
     * @param name the ARN of a target group, or the name of a Classic Load Balancer
     * @param deregistrationDelay a Classic Load Balancer calls it connection draining
     */
    public record Balancer(String name, Duration deregistrationDelay) {
        public boolean isTargetGroup() {
            return name.startsWith("arn:");
        }
    }

    public Service {
        deployments = List.copyOf(deployments);
        constraints = List.copyOf(constraints);
        strategies = List.copyOf(strategies);
    }

    /** Placed by ECS's default. */
    public Service(
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
            Ending ending) {
        this(
                name,
                arn,
                scheduling,
                taskDefinition,
                shape,
                desiredCount,
                runningCount,
                pendingCount,
                healthy,
                deployments,
                constraints,
                ending,
                List.of());
    }

    /** Of its load balancers the longest; zero without one. */
    public Duration deregistrationDelay() {
        var longest = Duration.ZERO;
        for (var balancer : ending.balancers())
            if (balancer.deregistrationDelay().compareTo(longest) > 0) longest = balancer.deregistrationDelay();
        return longest;
    }

    /** The longest of its containers'; the agent's where they are not known. */
    public Duration stopTimeout() {
        return ending.stopTimeouts().values().stream()
                .max(Comparator.naturalOrder())
                .orElse(Ending.AGENT_STOP_TIMEOUT);
    }

    /** From the last request that is let in to SIGKILL, at most. */
    public Duration endsIn() {
        return deregistrationDelay().plus(stopTimeout());
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
