package dev.ballast.sim.world.fis;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A template that was started, as it goes on. */
public final class Experiment {
    /** AWS's words. */
    public enum Status {
        RUNNING("running"),
        COMPLETED("completed"),
        STOPPED("stopped"),
        FAILED("failed");

        private final String fisName;

        Status(String fisName) {
            this.fisName = fisName;
        }

        public String fisName() {
            return fisName;
        }
    }

    private final String id;
    private final Template template;
    private final Instant createdAt;
    private final Map<String, List<String>> instances;
    private Status status = Status.RUNNING;
    private String reason = "Experiment is running.";
    private Instant endedAt;
    private Map<String, String> tags = Collections.emptyMap();

    /** @param instances that each target was resolved to */
    Experiment(String id, Template template, Map<String, List<String>> instances, Instant createdAt) {
        this.id = id;
        this.template = template;
        this.instances = Collections.unmodifiableMap(new LinkedHashMap<>(instances));
        this.createdAt = createdAt;
    }

    public String id() {
        return id;
    }

    public Template template() {
        return template;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** The instances of each target, by its name. */
    public Map<String, List<String>> instances() {
        return instances;
    }

    public Status status() {
        return status;
    }

    public String reason() {
        return reason;
    }

    public Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAt);
    }

    public Map<String, String> tags() {
        return tags;
    }

    public void tags(Map<String, String> changed) {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
    }

    void ended(Status how, String why, Instant now) {
        status = how;
        reason = why;
        endedAt = now;
    }
}
