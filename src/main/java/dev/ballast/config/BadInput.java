package dev.ballast.config;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with the input, at once, in the order of the lines. Exit status 2; nothing was created. */
public final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Fault> faults;

    BadInput(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        this.faults = faults;
    }

    /** The faults in the order of files and lines, each once. */
    public static BadInput of(List<Fault> faults) {
        return new BadInput(faults.stream()
                .distinct()
                .sorted(Comparator.comparing(Fault::file)
                        .thenComparingInt(Fault::line)
                        .thenComparingInt(Fault::column))
                .toList());
    }

    public List<Fault> faults() {
        return faults;
    }
}
