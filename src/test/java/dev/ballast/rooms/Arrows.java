package dev.ballast.rooms;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Imports between rooms, and of libraries that belong to some rooms only. */
final class Arrows {
    private static final List<String> AWS_SDK = List.of("software.amazon.");
    private static final List<String> JDBC = List.of("java.sql.", "javax.sql.", "org.jdbi.", "org.sqlite.");
    /** What a pure room may use besides the product itself: the JDK, and Jackson's reading and writing of text. */
    private static final List<String> IN_PURE_ROOMS = List.of("java.", "com.fasterxml.jackson.");

    private final ProductClasses product;

    Arrows(ProductClasses product) {
        this.product = product;
    }

    List<Violation> violations() {
        var found = new ArrayList<Violation>();
        for (JavaClass type : product.classes()) {
            Optional<Room> room = product.roomOf(type);
            if (room.isEmpty()) {
                found.add(new Violation("stands in no room of the table", type.getName(), type.getPackageName(), ""));
                continue;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf())
                forbidden(room.get(), dependency.getTargetClass().getBaseComponentType())
                        .ifPresent(rule -> found.add(new Violation(
                                rule,
                                type.getName(),
                                dependency
                                        .getTargetClass()
                                        .getBaseComponentType()
                                        .getName(),
                                dependency.getSourceCodeLocation().toString())));
        }
        return found;
    }

    private Optional<String> forbidden(Room room, JavaClass target) {
        if (target.isPrimitive()) return Optional.empty();
        if (product.contains(target.getPackageName())) {
            return product.roomOf(target)
                    .filter(other -> !room.mayImport(other))
                    .map(other -> room.packageName() + " may not import " + other.packageName() + ", only "
                            + (room.imports().isEmpty() ? "nothing" : String.join(", ", room.imports())));
        }
        return library(room, target.getName());
    }

    private static Optional<String> library(Room room, String name) {
        if (startsWith(name, AWS_SDK) && !Room.WITH_AWS_SDK.contains(room))
            return Optional.of("the AWS SDK is only for " + names(Room.WITH_AWS_SDK));
        if (startsWith(name, JDBC) && !Room.WITH_JDBC.contains(room))
            return Optional.of("JDBC is only for " + names(Room.WITH_JDBC));
        if (Room.PURE.contains(room) && !startsWith(name, IN_PURE_ROOMS))
            return Optional.of(room.packageName() + " uses no library but the JDK and Jackson");
        return Optional.empty();
    }

    private static boolean startsWith(String name, List<String> prefixes) {
        return prefixes.stream().anyMatch(name::startsWith);
    }

    private static String names(List<Room> rooms) {
        return String.join(", ", rooms.stream().map(Room::packageName).toList());
    }
}
