package dev.ballast.rooms;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The classes under one root package, and the room that each stands in. */
record ProductClasses(String root, List<JavaClass> classes) {

    static ProductClasses under(String root, Collection<JavaClass> imported) {
        return new ProductClasses(
                root,
                imported.stream()
                        .filter(type -> (type.getPackageName() + ".").startsWith(root + "."))
                        .sorted((one, other) -> one.getName().compareTo(other.getName()))
                        .toList());
    }

    boolean contains(String packageName) {
        return (packageName + ".").startsWith(root + ".");
    }

    Optional<Room> roomOf(JavaClass type) {
        return Room.of(relative(type.getPackageName()));
    }

    private String relative(String packageName) {
        return packageName.length() > root.length() ? packageName.substring(root.length() + 1) : "";
    }
}
