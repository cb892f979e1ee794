package dev.ballast.model;

import java.time.Instant;
import java.util.Optional;

/**
 * An ECS task.
 *
 * @param group {@code service:NAME} for a service's task, else what RunTask was given
 * @param lastStatus AWS's word: PROVISIONING, PENDING, ACTIVATING, RUNNING, DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED
 * @param desiredStatus RUNNING or STOPPED
 * @param healthy false only where a health check or a load balancer says so
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
        Optional<Instant> protectedUntil) {

    /** The service's name, empty for a standalone task. */
    public Optional<String> service() {
        return group.startsWith("service:") ? Optional.of(group.substring("service:".length())) : Optional.empty();
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
