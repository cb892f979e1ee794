package dev.ballast.model;

/**
 * A setting with which no instance can be made.
 *
 * @param key its path in ballast.yaml, such as {@code instance.volumes[1].device}
 */
public record Flaw(String key, String message) {
    @Override
    public String toString() {
        return key + ": " + message;
    }
}
