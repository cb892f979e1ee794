package dev.ballast.config;

import dev.ballast.config.Finding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects findings; what stands on thirty lines is told once, with the first of them. */
final class Findings {
    private final List<Finding> found = new ArrayList<>();

    void mended(Place place, String key, String what, String done) {
        add(place, key, Kind.MENDED, what, done);
    }

    void dropped(Place place, String key, String what, String done) {
        add(place, key, Kind.DROPPED, what, done);
    }

    void look(Place place, String key, String what, String done) {
        add(place, key, Kind.LOOK, what, done);
    }

    private void add(Place place, String key, Kind kind, String what, String done) {
        found.add(new Finding(place.source(), place.line(), key, kind, what, done));
    }

    /** In the order of the lines. */
    List<Finding> list() {
        return found.stream().sorted(Comparator.comparingInt(Finding::line)).toList();
    }
}
