package dev.ballast.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads the product's compiled classes and fails on an arrow the wrong way, on a cycle, and on what a pure room must not do. */
class RoomsTest {
    private static final ProductClasses PRODUCT =
            ProductClasses.under("dev.ballast", new ClassFileImporter().importPath(Path.of("target/classes")));

    @Test
    void theClassesOfTheProductWereFound() {
        assertThat(PRODUCT.classes()).extracting(type -> type.getName()).contains("dev.ballast.app.cli.Main");
    }

    @Test
    void everyRoomImportsOnlyWhatTheTableAllows() {
        assertThat(sorted(new Arrows(PRODUCT).violations().stream())).isEmpty();
    }

    @Test
    void noPackagesFormACycle() {
        assertThat(sorted(new PackageCycles(PRODUCT).violations().stream())).isEmpty();
    }

    @Test
    void pureRoomsKnowNoClockThreadLogFileSocketOrUnorderedCollection() {
        assertThat(sorted(new BannedInPureRooms(PRODUCT).violations().stream())).isEmpty();
    }

    private static Stream<Violation> sorted(Stream<Violation> violations) {
        return violations.distinct().sorted();
    }
}
