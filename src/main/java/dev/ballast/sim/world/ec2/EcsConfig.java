package dev.ballast.sim.world.ec2;

import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** What /etc/ecs/ecs.config holds once the user data has run: the agent's settings, KEY=VALUE. */
public record EcsConfig(SortedMap<String, String> values) {
    public static final EcsConfig EMPTY = new EcsConfig(new TreeMap<>());

    public EcsConfig {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** The cluster that the agent joins, {@code default} where the file names none, as the agent does it. */
    public String cluster() {
        var name = values.getOrDefault("ECS_CLUSTER", "");
        return name.isEmpty() ? "default" : name;
    }

    public String value(String key, String otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    /** True for the agent's spellings of a set switch. */
    public boolean isSet(String key) {
        return switch (values.getOrDefault(key, "").strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "t" -> true;
            default -> false;
        };
    }
}
