package dev.ballast.sim.world.ec2;

import dev.ballast.sim.world.core.Refused;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A launch template with its versions, which never change once made. */
public final class LaunchTemplate {
    private final String id;
    private final String name;
    private final Instant createdAt;
    private final SortedMap<Long, Version> versions = new TreeMap<>();
    private final SortedMap<String, String> tags = new TreeMap<>();
    private long latest;
    private long defaultVersion = 1;

    /**
     * @param written the request in sim.api's own form, for it to tell again in full; opaque here, and empty for what was made
     *     in-process. A launch reads the parameters only.
     */
    public record Version(
            long number,
            String description,
            Instant createdAt,
            LaunchParameters parameters,
            Map<String, Object> written) {
        public Version {
            written = Collections.unmodifiableMap(new LinkedHashMap<>(written));
        }
    }

    LaunchTemplate(String id, String name, Instant createdAt) {
        this.id = id;
        this.name = name;
        this.createdAt = createdAt;
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Collection<Version> versions() {
        return Collections.unmodifiableCollection(versions.values());
    }

    public long latest() {
        return latest;
    }

    public long defaultVersion() {
        return defaultVersion;
    }

    public SortedMap<String, String> tags() {
        return Collections.unmodifiableSortedMap(tags);
    }

    SortedMap<String, String> ownTags() {
        return tags;
    }

    /**
     * A number, {@code $Latest} or {@code $Default}; empty is the default.
     *
     * @throws Refused InvalidLaunchTemplateId.VersionNotFound
     */
    public Version version(String which) {
        var number = switch (which) {
            case "$Latest" -> latest;
            case "$Default", "" -> defaultVersion;
            default -> parsed(which);
        };
        var version = versions.get(number);
        if (version == null) throw versionNotFound(which);
        return version;
    }

    private long parsed(String which) {
        try {
            return Long.parseLong(which);
        } catch (NumberFormatException noNumber) {
            throw new Refused(
                    "InvalidLaunchTemplateId.VersionNotFound",
                    "Could not find the specified version " + which + " for the launch template with ID " + id + ".");
        }
    }

    private Refused versionNotFound(String which) {
        return new Refused(
                "InvalidLaunchTemplateId.VersionNotFound",
                "Could not find the specified version " + which + " for the launch template with ID " + id + ".");
    }

    Version add(String description, Instant at, LaunchParameters parameters, Map<String, Object> written) {
        var version = new Version(++latest, description, at, parameters, written);
        versions.put(latest, version);
        return version;
    }

    void setDefault(String which) {
        defaultVersion = version(which).number();
    }

    /** Removes the version and says which it was. The default version stays until another one is. */
    Version delete(String which) {
        var version = version(which);
        if (version.number() == defaultVersion)
            throw new Refused(
                    "OperationNotPermitted",
                    "Operation not permitted: default version " + which + " of launch template " + id
                            + " cannot be deleted.");
        return versions.remove(version.number());
    }
}
