package dev.ballast.rooms;

import static java.util.stream.Collectors.toCollection;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The table of rooms. Each is a package under the product's root, named with dots as in {@code sim.world}; it may import the
 * rooms that are listed, and its own sub-packages. docs/architecture.md shows the same table, and a test compares the two.
 */
enum Room {
    MODEL("model"),
    TEMPLATE("template", "model"),
    DECIDE("decide", "model", "template"),
    OBSERVE("observe", "model"),
    ACT("act", "model"),
    JOURNAL("journal", "model"),
    LOOP("loop", "model", "decide", "observe", "act", "journal"),
    AWS("aws", "model", "template", "observe", "act"),
    SIM_WORLD("sim.world", "model"),
    SIM_API("sim.api", "sim.world", "model"),
    SIM_WIRE("sim.wire", "sim.api"),
    SIM_PORT("sim.port", "sim.world", "observe", "act", "model"),
    SIM_HOST("sim.host", "sim.api", "sim.world"),
    BACKTEST("backtest", "model", "template", "decide", "observe", "act", "journal", "loop", "sim.world", "sim.port"),
    CONFIG("config", "model"),
    APP("app") {
        @Override
        boolean mayImport(Room other) {
            return true;
        }
    };

    /** Same input, same output, in every JVM: nothing here reads the machine it runs on. */
    static final List<Room> PURE = List.of(MODEL, TEMPLATE, DECIDE, SIM_WORLD);

    static final List<Room> WITH_AWS_SDK = List.of(AWS, SIM_API, SIM_WIRE);
    static final List<Room> WITH_JDBC = List.of(JOURNAL, SIM_HOST);

    private final String packageName;
    private final Set<String> imports;

    Room(String packageName, String... imports) {
        this.packageName = packageName;
        this.imports = Arrays.stream(imports).collect(toCollection(LinkedHashSet::new));
    }

    String packageName() {
        return packageName;
    }

    Set<String> imports() {
        return imports;
    }

    boolean mayImport(Room other) {
        return other == this || imports.contains(other.packageName);
    }

    /** The room of a package, given relative to the root: {@code sim.world.ec2} is in {@code sim.world}. */
    static Optional<Room> of(String relativePackage) {
        return Arrays.stream(values())
                .filter(room -> (relativePackage + ".").startsWith(room.packageName + "."))
                .findFirst();
    }
}
