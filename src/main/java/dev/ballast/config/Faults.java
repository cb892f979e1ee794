package dev.ballast.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong while reading goes on, so that a person mends everything in one round. */
final class Faults {
    private final List<Fault> found = new ArrayList<>();

    void add(Place place, String key, String message) {
        found.add(place.fault(key, message));
    }

    void add(Fault fault) {
        found.add(fault);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Fault> list() {
        return List.copyOf(found);
    }

    /** True where something is already wrong with the key or with a part of it. */
    boolean has(String key) {
        return found.stream()
                .anyMatch(fault -> fault.key().equals(key)
                        || fault.key().startsWith(key + ".")
                        || fault.key().startsWith(key + "["));
    }

    /** @throws BadInput where anything was found */
    void refuse() {
        if (!found.isEmpty()) throw BadInput.of(found);
    }
}
