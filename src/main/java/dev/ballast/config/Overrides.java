package dev.ballast.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is said outside the file. {@code --set} and options win over the environment, the environment over the file, and
 * the file over {@link #otherwise}. A later {@code --set} of the same key wins; an empty value takes the file's away.
 */
public final class Overrides {
    private static final String PREFIX = "BALLAST_";
    private static final List<String> SECTIONS = List.of("CAPACITY_", "INSTANCE_", "INTERRUPTION_", "BRAKES_");

    private final List<Said> said;
    private final List<Fault> faults;

    private record Said(String key, String value, Place place, boolean onlyWhereSilent) {}

    private Overrides(List<Said> said, List<Fault> faults) {
        this.said = List.copyOf(said);
        this.faults = List.copyOf(faults);
    }

    public static Overrides none() {
        return new Overrides(List.of(), List.of());
    }

    /** Every {@code BALLAST_…} variable that names a key, and AWS_REGION where nothing else names the region. */
    public static Overrides ofEnvironment(Map<String, String> environment) {
        var keys = new TreeMap<String, String>();
        for (var key : Keys.all()) key.variable().ifPresent(variable -> keys.put(variable, key.path()));
        var overrides = none();
        for (var variable : new TreeMap<>(environment).entrySet()) {
            var name = variable.getKey();
            if (keys.containsKey(name)) overrides = overrides.set(keys.get(name), variable.getValue(), name);
            else if (SECTIONS.stream().anyMatch(section -> name.startsWith(PREFIX + section)))
                overrides = overrides.and(
                        Place.in(name).fault("", "sets no key of ballast.yaml" + Nearest.hint(name, keys.keySet())));
        }
        for (var name : List.of("AWS_REGION", "AWS_DEFAULT_REGION"))
            if (environment.containsKey(name)) overrides = overrides.otherwise("region", environment.get(name), name);
        return overrides;
    }

    /** @param assignment {@code key=value}, as {@code --set} has it */
    public Overrides set(String assignment) {
        var equals = assignment.indexOf('=');
        return equals < 1
                ? and(Place.in("--set").fault("", "expected KEY=VALUE such as capacity.target=20"))
                : set(assignment.substring(0, equals).strip(), assignment.substring(equals + 1), "--set");
    }

    /** @param source for messages, such as {@code --region} */
    public Overrides set(String key, String value, String source) {
        return and(new Said(key, value, Place.in(source), false));
    }

    /** Holds where neither the file nor anything said before names the key. */
    public Overrides otherwise(String key, String value, String source) {
        return and(new Said(key, value, Place.in(source), true));
    }

    private Overrides and(Said one) {
        var more = new ArrayList<>(said);
        more.add(one);
        return new Overrides(more, faults);
    }

    private Overrides and(Fault fault) {
        var more = new ArrayList<>(faults);
        more.add(fault);
        return new Overrides(said, more);
    }

    /** Writes what is said into the document. */
    void apply(Node document, Faults faults) {
        this.faults.forEach(faults::add);
        for (var one : said)
            if (!one.onlyWhereSilent || !one.value.isBlank() && !new Values(document, faults).has(one.key))
                new Assignment(one.key, one.value, one.place).apply(document, faults);
    }
}
