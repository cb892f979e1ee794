package dev.ballast.sim.world.ec2;

import java.util.ArrayList;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * Bottlerocket's user data is TOML; its {@code [settings.ecs]} becomes the agent's settings under their ecs.config names.
 * Reads what such files hold: tables, strings, switches, numbers, lists of strings, inline or as a table of attributes.
 */
final class BottlerocketSettings {
    private static final Pattern TABLE = Pattern.compile("\\[\\s*([^\\[\\]]+?)\\s*]");
    private static final Pattern ENTRY = Pattern.compile("([A-Za-z0-9_.\"-]+)\\s*=\\s*(.+)");

    private BottlerocketSettings() {}

    static void read(String text, SortedMap<String, String> values) {
        var attributes = new ArrayList<String>();
        var table = "";
        for (var raw : text.split("\\R")) {
            var line = raw.strip();
            var heading = TABLE.matcher(line);
            var entry = ENTRY.matcher(line);
            if (line.isEmpty() || line.charAt(0) == '#') continue;
            if (heading.matches()) {
                table = heading.group(1);
            } else if (entry.matches()) {
                var path = (table.isEmpty() ? "" : table + ".") + entry.group(1).replace("\"", "");
                setting(path, scalar(entry.group(2)), values, attributes);
            }
        }
        if (!attributes.isEmpty()) values.put("ECS_INSTANCE_ATTRIBUTES", "{" + String.join(",", attributes) + "}");
    }

    private static void setting(
            String path, String value, SortedMap<String, String> values, ArrayList<String> attributes) {
        if (path.startsWith("settings.ecs.instance-attributes.")) {
            var name = path.substring("settings.ecs.instance-attributes.".length());
            attributes.add("\"" + name + "\":\"" + value.replace("\"", "\\\"") + "\"");
        } else if (path.startsWith("settings.ecs.")) {
            var key = agentKey(path.substring("settings.ecs.".length()));
            if (key != null) values.put(key, value);
        }
    }

    private static String agentKey(String setting) {
        return switch (setting) {
            case "cluster" -> "ECS_CLUSTER";
            case "enable-spot-instance-draining" -> "ECS_ENABLE_SPOT_INSTANCE_DRAINING";
            case "image-pull-behavior" -> "ECS_IMAGE_PULL_BEHAVIOR";
            case "reserved-memory" -> "ECS_RESERVED_MEMORY";
            case "container-stop-timeout" -> "ECS_CONTAINER_STOP_TIMEOUT";
            case "task-cleanup-wait" -> "ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION";
            case "awsvpc-block-imds" -> "ECS_AWSVPC_BLOCK_IMDS";
            case "loglevel" -> "ECS_LOGLEVEL";
            default -> null;
        };
    }

    private static String scalar(String written) {
        if (written.startsWith("\"") || written.startsWith("'")) {
            var end = written.indexOf(written.charAt(0), 1);
            return end < 0 ? written.substring(1) : written.substring(1, end);
        }
        var comment = written.indexOf('#');
        return (comment < 0 ? written : written.substring(0, comment)).strip();
    }
}
