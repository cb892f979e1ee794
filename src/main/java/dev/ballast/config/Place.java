package dev.ballast.config;

/**
 * Where a value was written.
 *
 * @param source a file's name, {@code --set}, or an environment variable's name
 * @param line from 1; 0 where the source has no lines
 * @param column from 1; 0 where the source has no lines
 */
public record Place(String source, int line, int column) {
    /** Somewhere in the source, or in something that has no lines. */
    public static Place in(String source) {
        return new Place(source, 0, 0);
    }

    Fault fault(String key, String message) {
        return new Fault(source, line, column, key, message);
    }
}
