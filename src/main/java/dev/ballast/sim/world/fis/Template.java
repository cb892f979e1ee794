package dev.ballast.sim.world.fis;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an experiment does, and to which instances. */
public final class Template {
    /** The actions that this world can do; AWS's ids are in {@link #id()}. */
    public enum ActionKind {
        SEND_SPOT_INTERRUPTIONS("aws:ec2:send-spot-instance-interruptions", "SpotInstances", "aws:ec2:spot-instance"),
        TERMINATE_INSTANCES("aws:ec2:terminate-instances", "Instances", "aws:ec2:instance");

        private final String id;
        private final String targetKey;
        private final String resourceType;

        ActionKind(String id, String targetKey, String resourceType) {
            this.id = id;
            this.targetKey = targetKey;
            this.resourceType = resourceType;
        }

        public String id() {
            return id;
        }

        /** Under which an action names its target. */
        public String targetKey() {
            return targetKey;
        }

        public String resourceType() {
            return resourceType;
        }
    }

    /** How many of the matching instances are taken. */
    public sealed interface Selection {
        record All() implements Selection {}

        record Count(int count) implements Selection {}

        record Percent(int percent) implements Selection {}
    }

    /**
     * Which instances.
     *
     * @param instanceIds empty: whatever has the tags
     */
    public record Target(List<String> instanceIds, Map<String, String> tags, Selection selection) {
        public Target {
            instanceIds = List.copyOf(instanceIds);
            tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        }
    }

    /** @param before from the start to the interruption itself; the notice comes two minutes before that */
    public record Action(ActionKind kind, String target, Duration before) {}

    /**
     * All of it.
     *
     * @param asGiven the whole template by its members' names in the API
     */
    public record Spec(Map<String, Target> targets, Map<String, Action> actions, Map<String, Object> asGiven) {
        public Spec {
            targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
            actions = Collections.unmodifiableMap(new LinkedHashMap<>(actions));
            asGiven = Collections.unmodifiableMap(new LinkedHashMap<>(asGiven));
        }
    }

    private final String id;
    private final Spec spec;
    private final Instant createdAt;
    private Map<String, String> tags = Collections.emptyMap();

    Template(String id, Spec spec, Instant createdAt) {
        this.id = id;
        this.spec = spec;
        this.createdAt = createdAt;
    }

    public String id() {
        return id;
    }

    public Spec spec() {
        return spec;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Map<String, String> tags() {
        return tags;
    }

    public void tags(Map<String, String> changed) {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
    }
}
