package dev.ballast.config;

import java.util.Optional;

/**
 * One key of ballast.yaml. Reading, checking, documentation and JSON Schema all come from this.
 *
 * @param path {@code instance.volumes[].size}: {@code []} is any element of a list, {@code *} any key of a mapping
 * @param fallback what holds where the file is silent; empty where there is no one value, see {@code absent}
 * @param absent what silence means where there is no fallback
 * @param why one or two sentences for a person
 */
record SettingKey<T>(
        String path, Kind<T> kind, Form form, Optional<T> fallback, String absent, boolean required, String why) {

    enum Form {
        ONE,
        LIST,
        /** A list; a single text stands for a list of one. */
        LIST_OR_ONE,
        /** A mapping whose keys the user chooses. */
        MAP
    }

    static <T> SettingKey<T> required(String path, Kind<T> kind, Form form, String why) {
        return new SettingKey<>(path, kind, form, Optional.empty(), "required", true, why);
    }

    static <T> SettingKey<T> withDefault(String path, Kind<T> kind, T fallback, String why) {
        return new SettingKey<>(path, kind, Form.ONE, Optional.of(fallback), "", false, why);
    }

    static <T> SettingKey<T> optional(String path, Kind<T> kind, Form form, String absent, String why) {
        return new SettingKey<>(path, kind, form, Optional.empty(), absent, false, why);
    }

    /** The part behind the last dot. */
    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** For documentation: the default as it would be written, or what silence means. */
    String fallbackText() {
        return fallback.map(value -> kind.print().apply(value)).orElse(absent);
    }

    /** The environment variable that overrides it; empty for elements of lists and mappings. */
    Optional<String> variable() {
        return path.contains("[]") || form == Form.MAP
                ? Optional.empty()
                : Optional.of(
                        "BALLAST_" + path.replace('.', '_').replace('-', '_').toUpperCase(java.util.Locale.ROOT));
    }
}
