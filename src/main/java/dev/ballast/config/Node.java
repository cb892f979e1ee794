package dev.ballast.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a YAML or JSON document with the place where it was written. */
sealed interface Node {
    Place place();

    /** For messages: "a list". */
    String word();

    /** @param entries in the order in which they were written */
    record Mapping(Place place, Map<String, Entry> entries) implements Node {
        @Override
        public String word() {
            return "a mapping";
        }

        static Mapping empty(Place place) {
            return new Mapping(place, new LinkedHashMap<>());
        }
    }

    /** @param keyPlace where the key stands, which is not always the value's line */
    record Entry(Place keyPlace, Node value) {}

    record Listing(Place place, List<Node> items) implements Node {
        @Override
        public String word() {
            return "a list";
        }
    }

    /** @param text as written, without quotes and escapes; empty where there is nothing, or an empty text */
    record Scalar(Place place, Kind kind, String text) implements Node {
        enum Kind {
            TEXT("a text"),
            NUMBER("a number"),
            BOOLEAN("true or false"),
            NOTHING("nothing");

            private final String word;

            Kind(String word) {
                this.word = word;
            }
        }

        @Override
        public String word() {
            return kind.word;
        }

        boolean isNothing() {
            return kind == Kind.NOTHING;
        }
    }
}
