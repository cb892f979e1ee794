package dev.ballast.sim.world.ec2;

import java.util.SortedMap;

/** /etc/ecs/ecs.config while user data writes it: replaced by {@code >}, lengthened by {@code >>}; the last value of a key counts. */
final class ConfigFile {
    static final String PATH = "/etc/ecs/ecs.config";

    private final SortedMap<String, String> values;

    ConfigFile(SortedMap<String, String> values) {
        this.values = values;
    }

    void replace(String content) {
        values.clear();
        append(content);
    }

    void append(String content) {
        content.lines().map(String::strip).forEach(line -> {
            var equals = line.indexOf('=');
            if (equals > 0 && line.charAt(0) != '#')
                values.put(
                        line.substring(0, equals).strip(),
                        unquoted(line.substring(equals + 1).strip()));
        });
    }

    private static String unquoted(String value) {
        if (value.length() >= 2 && value.charAt(0) == value.charAt(value.length() - 1)) {
            var quote = value.charAt(0);
            if (quote == '"' || quote == '\'') return value.substring(1, value.length() - 1);
        }
        return value;
    }
}
