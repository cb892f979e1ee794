package dev.ballast.sim.world.ecs;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One version of a service whose deployments something other than ECS controls. Task sets are data in this world: they say how many
 * tasks they would have, and have none.
 */
public final class TaskSet {
    public enum Status {
        PRIMARY,
        ACTIVE,
        DRAINING
    }

    private final String id;
    private final TaskDefinition definition;
    private final Map<String, String> tags;
    private final Map<String, Object> asGiven;
    private final Instant createdAt;
    private Status status = Status.ACTIVE;
    private double percent;
    private Instant updatedAt;

    /**
     * @param percent of the service's desired count
     * @param asGiven members that mean nothing to the world, by their name in the API
     */
    TaskSet(
            String id,
            TaskDefinition definition,
            double percent,
            Map<String, String> tags,
            Map<String, Object> asGiven,
            Instant createdAt) {
        this.id = id;
        this.definition = definition;
        this.percent = percent;
        this.tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        this.asGiven = Collections.unmodifiableMap(new LinkedHashMap<>(asGiven));
        this.createdAt = createdAt;
        updatedAt = createdAt;
    }

    /** {@code ecs-svc/} and 19 digits, as a deployment's. */
    public String id() {
        return id;
    }

    public TaskDefinition definition() {
        return definition;
    }

    public Map<String, String> tags() {
        return tags;
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

    public double percent() {
        return percent;
    }

    /** How many tasks of so many; always rounded up. */
    public int of(int desired) {
        return (int) Math.ceil(desired * percent / 100);
    }

    void status(Status changed, Instant now) {
        status = changed;
        updatedAt = now;
    }

    void percent(double changed, Instant now) {
        percent = changed;
        updatedAt = now;
    }
}
