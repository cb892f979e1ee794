package dev.ballast.sim.world.ssm;

import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.ec2.Images;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** One region's parameters. */
public final class Parameters {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.\\-/]{1,2048}");
    private static final int LEVELS_AT_MOST = 15;
    private static final int VERSIONS_KEPT = 100;
    private static final int LABELS_AT_MOST = 10;

    /** When the public parameters were last changed: with the images that they name. */
    private static final Instant PUBLISHED = Instant.parse("2025-11-12T00:00:00Z");

    private final WorldTime time;
    private final Images images;
    private final SortedMap<String, List<Parameter>> versions = new TreeMap<>();
    private final Map<String, Map<String, String>> tags = new TreeMap<>();

    /** By parameter, then by label: the version that bears it. */
    private final Map<String, SortedMap<String, Long>> labels = new TreeMap<>();

    Parameters(WorldTime time, Images images) {
        this.time = time;
        this.images = images;
    }

    /** @throws Refused ParameterAlreadyExists unless it replaces, and for a name that cannot be */
    public Parameter put(Parameter wanted, Replace replace) {
        check(wanted.name());
        var known = versions.computeIfAbsent(wanted.name(), name -> new ArrayList<>());
        if (!known.isEmpty() && replace == Replace.NO)
            throw new Refused(
                    "ParameterAlreadyExists",
                    "The parameter already exists. To overwrite this value, set the overwrite option in the request to"
                            + " true.");
        var number = known.isEmpty() ? 1 : known.getLast().version() + 1;
        var put = new Parameter(wanted.name(), wanted.type(), wanted.value(), number, time.now(), wanted.asGiven());
        known.add(put);
        if (known.size() > VERSIONS_KEPT) known.removeFirst();
        return put;
    }

    /** Whether an existing parameter gets a new version. */
    public enum Replace {
        NO,
        YES
    }

    private static void check(String name) {
        if (!NAME.matcher(name).matches())
            throw new Refused(
                    "ValidationException",
                    "Parameter name: can't be prefixed with \"ssm\" (case-insensitive) and only a mix of letters, numbers and"
                            + " the following 4 symbols .-_/ is allowed.");
        var first = name.startsWith("/") ? name.substring(1) : name;
        if (first.regionMatches(true, 0, "aws", 0, 3))
            throw new Refused("AccessDeniedException", "No access to reserved parameter name: " + name + ".");
        if (first.regionMatches(true, 0, "ssm", 0, 3))
            throw new Refused("ValidationException", "Parameter name: can't be prefixed with \"ssm\".");
        if (name.contains("/") && !name.startsWith("/"))
            throw new Refused("ValidationException", "Parameter name must be a fully qualified name.");
        if (name.chars().filter(c -> c == '/').count() > LEVELS_AT_MOST)
            throw new Refused(
                    "HierarchyLevelLimitExceededException",
                    "Parameter name can't have more than " + LEVELS_AT_MOST + " levels.");
    }

    /**
     * The newest version, or the one that stands behind a colon, by its number or a label; a public parameter too.
     *
     * @throws Refused ParameterVersionNotFound
     */
    public Optional<Parameter> find(String nameAndVersion) {
        var colon = nameAndVersion.lastIndexOf(':');
        var name = colon < 0 ? nameAndVersion : nameAndVersion.substring(0, colon);
        var known = versions.get(name);
        if (known == null) return published(name);
        if (colon < 0) return Optional.of(known.getLast());
        var wanted = nameAndVersion.substring(colon + 1);
        var labelled = labels(name).get(wanted);
        for (var one : known)
            if (Long.toString(one.version()).equals(wanted) || labelled != null && labelled == one.version())
                return Optional.of(one);
        throw new Refused(
                "ParameterVersionNotFound",
                "Systems Manager could not find version " + wanted + " of " + name
                        + ". Verify the version and try again.");
    }

    private Optional<Parameter> published(String name) {
        if (!name.startsWith("/aws/service/")) return Optional.empty();
        return Optional.ofNullable(PublicParameters.of(images).get(name)).map(value -> published(name, value));
    }

    private static Parameter published(String name, String value) {
        return new Parameter(name, Parameter.Type.STRING, value, 1, PUBLISHED, Collections.emptyMap());
    }

    /** The account's own, newest versions, by name. */
    public Collection<Parameter> own() {
        return versions.values().stream().map(List::getLast).toList();
    }

    /** Public ones by name; for GetParametersByPath. */
    public Collection<Parameter> published() {
        var all = new ArrayList<Parameter>();
        PublicParameters.of(images).forEach((name, value) -> all.add(published(name, value)));
        return all;
    }

    /** Oldest first. */
    public List<Parameter> history(String name) {
        return Collections.unmodifiableList(versions.getOrDefault(name, List.of()));
    }

    /** False where there was none. */
    public boolean delete(String name) {
        tags.remove(name);
        labels.remove(name);
        return versions.remove(name) != null;
    }

    /** The version that bears each label. */
    public SortedMap<String, Long> labels(String name) {
        return Collections.unmodifiableSortedMap(labels.getOrDefault(name, Collections.emptySortedMap()));
    }

    /**
     * Moves labels to a version.
     *
     * @throws Refused ParameterVersionLabelLimitExceeded beyond ten on one version
     */
    public void label(String name, long version, Collection<String> given) {
        var changed = new TreeMap<>(labels(name));
        given.forEach(label -> changed.put(label, version));
        if (changed.values().stream().filter(bearer -> bearer == version).count() > LABELS_AT_MOST)
            throw new Refused(
                    "ParameterVersionLabelLimitExceeded",
                    "A parameter version can have maximum " + LABELS_AT_MOST
                            + " labels. Move one or more labels to another" + " version and try again.");
        labels.put(name, changed);
    }

    /** @return those that the version bore */
    public List<String> unlabel(String name, long version, Collection<String> given) {
        var left = new TreeMap<>(labels(name));
        var removed =
                given.stream().filter(label -> left.remove(label, version)).toList();
        labels.put(name, left);
        return removed;
    }

    public Map<String, String> tags(String name) {
        return tags.getOrDefault(name, Collections.emptyMap());
    }

    public void tags(String name, Map<String, String> changed) {
        tags.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(changed)));
    }
}
