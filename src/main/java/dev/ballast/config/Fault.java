package dev.ballast.config;

/**
 * One thing that is wrong with what a person wrote.
 *
 * @param file as the person named it
 * @param line from 1; 0 where only the file is known
 * @param column from 1; 0 where only the line is known
 * @param key the key's path such as {@code capacity.target}; empty where the text itself cannot be read
 * @param message what is wrong and what was expected; never a secret
 */
public record Fault(String file, int line, int column, String key, String message) {
    /** {@code ballast.yaml:12: capacity.taget: unknown key, did you mean 'target'?} */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
