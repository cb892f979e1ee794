package dev.ballast.config;

import java.util.List;
import java.util.function.Function;

/**
 * How the text of one value is read, told to people, and written again.
 *
 * @param expected for messages and for the documentation: "a duration such as 90s, 15m or 2h, from 1m to 1d"
 * @param parse throws {@link IllegalArgumentException} for a text that is none
 * @param print writes what {@code parse} reads
 * @param shape for the JSON Schema
 */
record Kind<T>(String expected, Function<String, T> parse, Function<T, String> print, Shape shape) {
    /**
     * @param jsonTypes the ways in which it may be written
     * @param enumeration the allowed words, empty for any
     */
    record Shape(List<String> jsonTypes, List<String> enumeration) {
        static Shape of(String... jsonTypes) {
            return new Shape(List.of(jsonTypes), List.of());
        }

        static Shape words(List<String> enumeration) {
            return new Shape(List.of("string"), enumeration);
        }

        /** Whether it is written without quotes: a number, a switch, or what begins with a number. */
        boolean isBare() {
            return !jsonTypes.getFirst().equals("string");
        }
    }
}
