package dev.ballast.sim.world.ecs;

import dev.ballast.sim.world.core.Refused;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The account's ECS settings in one region; only awsvpcTrunking changes anything here. */
public final class AccountSettings {
    private static final String TRUNKING = "awsvpcTrunking";

    private final SortedMap<String, String> defaults = new TreeMap<>();
    private final SortedMap<String, String> values = new TreeMap<>();

    AccountSettings() {
        defaults.put(TRUNKING, "disabled");
        defaults.put("containerInsights", "disabled");
        defaults.put("containerInstanceLongArnFormat", "enabled");
        defaults.put("defaultLogDriverMode", "non-blocking");
        defaults.put("fargateFIPSMode", "disabled");
        defaults.put("fargateTaskRetirementWaitPeriod", "7");
        defaults.put("guardDutyActivate", "off");
        defaults.put("serviceLongArnFormat", "enabled");
        defaults.put("tagResourceAuthorization", "off");
        defaults.put("taskLongArnFormat", "enabled");
    }

    /** What was set, by name. */
    public SortedMap<String, String> set() {
        return Collections.unmodifiableSortedMap(values);
    }

    /** What holds, by name. */
    public SortedMap<String, String> effective() {
        var all = new TreeMap<>(defaults);
        all.putAll(values);
        return all;
    }

    /** @throws Refused InvalidParameterException for a name or a value that there is not */
    public void put(String name, String value) {
        if (!defaults.containsKey(name))
            throw new Refused("InvalidParameterException", "unknown should be one of " + defaults.keySet());
        if (!values(name).contains(value))
            throw new Refused(
                    "InvalidParameterException",
                    "Invalid value for " + name + ": " + value + ". Must be one of " + values(name) + ".");
        values.put(name, value);
    }

    private static List<String> values(String name) {
        return switch (name) {
            case "containerInsights" -> List.of("enabled", "disabled", "enhanced");
            case "defaultLogDriverMode" -> List.of("blocking", "non-blocking");
            case "fargateTaskRetirementWaitPeriod" -> List.of("0", "7", "14");
            case "guardDutyActivate", "tagResourceAuthorization" -> List.of("on", "off");
            default -> List.of("enabled", "disabled");
        };
    }

    /** @return what holds now */
    public String remove(String name) {
        values.remove(name);
        return defaults.getOrDefault(name, "");
    }

    boolean trunking() {
        return effective().get(TRUNKING).equals("enabled");
    }
}
