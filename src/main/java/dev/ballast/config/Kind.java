package dev.ballast.config;

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
    /** @param enumeration the allowed words, empty for any */
    record Shape(String jsonType, java.util.List<String> enumeration) {
        static Shape of(String jsonType) {
            return new Shape(jsonType, java.util.List.of());
        }
    }

    Kind<T> expecting(String words) {
        return new Kind<>(words, parse, print, shape);
    }
}
