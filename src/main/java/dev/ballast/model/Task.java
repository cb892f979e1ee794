package dev.ballast.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An ECS task.
 *
 * @param group {@code service:NAME} for a service's task, else what RunTask was given
 * @param lastStatus AWS's word: PROVISIONING, PENDING, ACTIVATING, RUNNING, DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED
 * @param desiredStatus RUNNING or STOPPED
 * @param healthy false only where a health check or a load balancer says so
 * @param targets where it is registered with load balancers, as far as they told
 */
public record Task(
        String arn,
        String taskDefinition,
        String group,
        String containerInstanceArn,
        String lastStatus,
        String desiredStatus,
        boolean healthy,
        TaskShape shape,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> protectedUntil,
        List<TaskTarget> targets) {
    public Task {
        targets = List.copyOf(targets);
    }

    /** The service's name, empty for a standalone task. */
    public Optional<String> service() {
        return group.startsWith("service:") ? Optional.of(group.substring("service:".length())) : Optional.empty();
    }

    /** The same task, its targets known: it is healthy only where each of its target groups finds it so. */
    public Task behind(List<TaskTarget> known, boolean served) {
        return new Task(
                arn,
                taskDefinition,
                group,
                containerInstanceArn,
                lastStatus,
                desiredStatus,
                healthy && served,
                shape,
                createdAt,
                startedAt,
                protectedUntil,
                known);
    }

    public Task protectedUntil(Instant end) {
        return new Task(
                arn,
                taskDefinition,
                group,
                containerInstanceArn,
                lastStatus,
                desiredStatus,
                healthy,
                shape,
                createdAt,
                startedAt,
                Optional.of(end),
                targets);
    }

    /** Runs and is meant to. */
    public boolean isServing() {
        return lastStatus.equals("RUNNING") && desiredStatus.equals("RUNNING") && healthy;
    }

    /** Still holds its share of the host. */
    public boolean isOnHost() {
        return !lastStatus.equals("STOPPED") && !containerInstanceArn.isEmpty();
    }
}
