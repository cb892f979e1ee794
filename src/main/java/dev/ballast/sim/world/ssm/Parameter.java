package dev.ballast.sim.world.ssm;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One version of a parameter.
 *
 * @param value in clear; whoever shows it asks for its type first
 * @param asGiven members that mean nothing to the world, by their name in the API
 */
public record Parameter(
        String name, Type type, String value, long version, Instant modifiedAt, Map<String, Object> asGiven) {
    /** AWS's words are in {@link #ssmName()}. */
    public enum Type {
        STRING("String"),
        STRING_LIST("StringList"),
        SECURE_STRING("SecureString");

        private final String ssmName;

        Type(String ssmName) {
            this.ssmName = ssmName;
        }

        public String ssmName() {
            return ssmName;
        }
    }

    public Parameter {
        asGiven = Collections.unmodifiableMap(new LinkedHashMap<>(asGiven));
    }

    /** Without the value: parameters hold secrets. */
    @Override
    public String toString() {
        return name + ":" + version;
    }
}
