package dev.ballast.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Unmodifiable maps with a defined order; {@code Map.copyOf} iterates differently in every JVM, which breaks replay. */
final class Ordered {
    private Ordered() {}

    static <K, V> SortedMap<K, V> map(Map<K, V> entries) {
        return entries == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /** Keeps the order in which the user wrote the entries. */
    static <K, V> Map<K, V> asWritten(Map<K, V> entries) {
        return entries == null ? Collections.emptyMap() : Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
}
