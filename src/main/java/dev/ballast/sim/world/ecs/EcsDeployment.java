package dev.ballast.sim.world.ecs;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One version of a service on its way in or out. */
public final class EcsDeployment {
    public enum Status {
        PRIMARY,
        ACTIVE,
        INACTIVE
    }

    public enum Rollout {
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }

    private final String id;
    private final TaskDefinition definition;
    private final Map<String, Object> asGiven;
    private final Instant createdAt;
    private Instant updatedAt;
    private Status status = Status.PRIMARY;
    private Rollout rollout = Rollout.IN_PROGRESS;
    private String rolloutReason;
    private int failedTasks;
    private int failedInARow;

    /** @param asGiven members that mean nothing to the world (network configuration …), by their name in the API */
    EcsDeployment(String id, TaskDefinition definition, Map<String, Object> asGiven, Instant createdAt) {
        this.id = id;
        this.definition = definition;
        this.asGiven = Collections.unmodifiableMap(new LinkedHashMap<>(asGiven));
        this.createdAt = createdAt;
        updatedAt = createdAt;
        rolloutReason = "ECS deployment " + id + " in progress.";
    }

    /** {@code ecs-svc/} and 19 digits; a task's startedBy. */
    public String id() {
        return id;
    }

    public TaskDefinition definition() {
        return definition;
    }

    public Map<String, Object> asGiven() {
        return asGiven;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public Status status() {
        return status;
    }

    public Rollout rollout() {
        return rollout;
    }

    public String rolloutReason() {
        return rolloutReason;
    }

    /** Tasks that never reached RUNNING. */
    public int failedTasks() {
        return failedTasks;
    }

    void superseded(Instant now) {
        status = Status.ACTIVE;
        updatedAt = now;
    }

    void retired() {
        status = Status.INACTIVE;
    }

    void completed(Instant now) {
        rollout = Rollout.COMPLETED;
        rolloutReason = "ECS deployment " + id + " completed.";
        updatedAt = now;
    }

    void failed(Instant now, String reason) {
        rollout = Rollout.FAILED;
        rolloutReason = reason;
        updatedAt = now;
    }

    void reason(String reason) {
        rolloutReason = reason;
    }

    /** @return how many failed in a row */
    int taskFailed() {
        failedTasks++;
        return ++failedInARow;
    }

    void taskStarted() {
        failedInARow = 0;
    }
}
