package dev.ballast.config;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Collects what is wrong while reading goes on, so that a person mends everything in one round. */
final class Faults {
    private final List<Fault> found = new ArrayList<>();
    private final TreeSet<String> keys = new TreeSet<>();

    void add(Place place, String key, String message) {
        add(place.fault(key, message));
    }

    void add(Fault fault) {
        found.add(fault);
        keys.add(fault.key());
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Fault> list() {
        return List.copyOf(found);
    }

    /** True where something is already wrong with the key or with a part of it. */
    boolean has(String key) {
        return keys.contains(key) || hasInside(key + ".") || hasInside(key + "[");
    }

    private boolean hasInside(String prefix) {
        var next = keys.ceiling(prefix);
        return next != null && next.startsWith(prefix);
    }

    /** @throws BadInput where anything was found */
    void refuse() {
        if (!found.isEmpty()) throw BadInput.of(found);
    }
}
