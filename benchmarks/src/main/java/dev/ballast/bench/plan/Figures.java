package dev.ballast.bench.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The same figure of several seeds, each with how it came about. */
final class Figures {
    private final List<Double> values = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    void add(double value, String note) {
        values.add(value);
        notes.add(note);
    }

    double most() {
        return Collections.max(values);
    }

    double least() {
        return Collections.min(values);
    }

    String notes() {
        return String.join(", ", notes);
    }
}
