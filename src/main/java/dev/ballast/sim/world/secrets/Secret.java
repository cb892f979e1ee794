package dev.ballast.sim.world.secrets;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A secret; it never shows its value in a text. */
public final class Secret {
    public static final String CURRENT = "AWSCURRENT";
    public static final String PREVIOUS = "AWSPREVIOUS";

    /**
     * What a secret holds: a text, or bytes in base64.
     *
     * @param text null where it holds bytes
     * @param base64 null where it holds a text
     */
    public record Value(String text, String base64) {
        public static Value ofText(String text) {
            return new Value(text, null);
        }

        @Override
        public String toString() {
            return "(secret)";
        }
    }

    /** @param stages which of AWSCURRENT, AWSPREVIOUS and others this version is */
    public record Version(String id, Value value, Instant createdAt, List<String> stages) {
        public Version {
            stages = List.copyOf(stages);
        }

        Version without(String stage) {
            var left = new ArrayList<>(stages);
            left.remove(stage);
            return new Version(id, value, createdAt, left);
        }

        Version with(String stage) {
            var more = new ArrayList<>(stages);
            if (!more.contains(stage)) more.add(stage);
            return new Version(id, value, createdAt, more);
        }
    }

    private final String name;
    private final String arn;
    private final Instant createdAt;
    private final Map<String, Version> versions = new LinkedHashMap<>();
    private Instant changedAt;
    private Instant deletedAt;
    private Map<String, String> tags = Collections.emptyMap();
    private Map<String, Object> asGiven;

    /** @param asGiven members that mean nothing to the world, by their name in the API */
    Secret(String name, String arn, Instant createdAt, Map<String, Object> asGiven) {
        this.name = name;
        this.arn = arn;
        this.createdAt = createdAt;
        this.asGiven = Collections.unmodifiableMap(new LinkedHashMap<>(asGiven));
        changedAt = createdAt;
    }

    public String name() {
        return name;
    }

    public String arn() {
        return arn;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant changedAt() {
        return changedAt;
    }

    /** When it will be gone; empty where it is not deleted. */
    public Optional<Instant> deletedAt() {
        return Optional.ofNullable(deletedAt);
    }

    /** Oldest first. */
    public List<Version> versions() {
        return List.copyOf(versions.values());
    }

    public Optional<Version> version(String id) {
        return Optional.ofNullable(versions.get(id));
    }

    public Optional<Version> staged(String stage) {
        return versions.values().stream()
                .filter(version -> version.stages().contains(stage))
                .findFirst();
    }

    public Map<String, String> tags() {
        return tags;
    }

    public void tags(Map<String, String> changed) {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
    }

    public Map<String, Object> asGiven() {
        return asGiven;
    }

    public void asGiven(Map<String, Object> changed) {
        asGiven = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
    }

    /** The new version is current; the one before it previous, all others lose their stages and go. */
    void put(Version version, Instant now) {
        changedAt = now;
        var before = staged(CURRENT);
        versions.replaceAll((id, one) -> one.without(PREVIOUS));
        before.ifPresent(one -> versions.put(one.id(), one.without(CURRENT).with(PREVIOUS)));
        versions.values().removeIf(one -> one.stages().isEmpty());
        versions.put(version.id(), version.with(CURRENT));
    }

    /**
     * Takes a stage from whichever version has it; where it is AWSCURRENT that version becomes the previous one.
     *
     * @param to null: no version has the stage any more
     */
    void move(String stage, Version to, Instant now) {
        changedAt = now;
        var from = staged(stage);
        if (stage.equals(CURRENT)) versions.replaceAll((id, one) -> one.without(PREVIOUS));
        from.ifPresent(one -> {
            var left = versions.get(one.id()).without(stage);
            versions.put(one.id(), stage.equals(CURRENT) && to != null ? left.with(PREVIOUS) : left);
        });
        if (to != null) versions.put(to.id(), versions.get(to.id()).with(stage));
    }

    void deleted(Instant at) {
        deletedAt = at;
    }

    @Override
    public String toString() {
        return name;
    }
}
