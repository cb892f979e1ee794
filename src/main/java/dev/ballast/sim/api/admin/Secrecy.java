package dev.ballast.sim.api.admin;

import dev.ballast.model.Redaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether the state shows what may be secret. */
public enum Secrecy {
    /** Unless somebody asked for it at the start. */
    HIDDEN,
    SHOWN;

    private static final String ENVIRONMENT = "environment";
    private static final String VALUE = "value";

    String userData(String text) {
        return this == SHOWN ? text : Redaction.script(text);
    }

    /** A value that nobody can tell from a secret: an environment variable's, a parameter's. */
    String value(String text) {
        return this == SHOWN ? text : Redaction.HIDDEN;
    }

    /** What a caller gave and the world only keeps. */
    @SuppressWarnings("unchecked") // its keys are texts, whatever it is
    Map<String, Object> given(Map<String, Object> document) {
        return this == SHOWN ? document : (Map<String, Object>) masked("", document);
    }

    private static Object masked(String name, Object value) {
        return switch (value) {
            case null -> "";
            case Map<?, ?> map -> {
                var masked = new LinkedHashMap<String, Object>();
                map.forEach((key, one) -> masked.put(
                        (String) key,
                        name.equals(ENVIRONMENT) && key.equals(VALUE) ? Redaction.HIDDEN : masked((String) key, one)));
                yield masked;
            }
            case List<?> list -> list.stream().map(one -> masked(name, one)).toList();
            case String text -> isReference(name) ? text : Redaction.hidden(name, text);
            default -> value;
        };
    }

    /** Of a secret: where it is kept, not what it is. */
    private static boolean isReference(String name) {
        return name.equals("valueFrom") || name.equals("credentialsParameter");
    }
}
