package dev.ballast.sim.api.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Names and values in the order in which they are said; what is empty is left out. */
final class Facts {
    private final Map<String, Object> said = new LinkedHashMap<>();

    Facts say(String name, Object value) {
        var plain = plain(value);
        if (plain != null) said.put(name, plain);
        return this;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case null -> null;
            case Optional<?> optional -> plain(optional.orElse(null));
            case String text -> text.isEmpty() ? null : text;
            case Collection<?> list -> list.isEmpty() ? null : list;
            case Map<?, ?> map -> map.isEmpty() ? null : map;
            case Number number -> number;
            case Boolean flag -> flag;
            case Instant moment -> moment.toString();
            case Duration length -> length.toString();
            case Facts facts -> facts.said;
            default -> value.toString();
        };
    }

    Map<String, Object> said() {
        return said;
    }
}
