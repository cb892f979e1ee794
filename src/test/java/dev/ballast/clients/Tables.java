package dev.ballast.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The tables of calls in src/test/resources/aws-cli, with what belongs to them. */
final class Tables {
    private Tables() {}

    /** Each by its name. */
    static List<String> names() {
        try (var files = Files.list(file("story.txt").getParent())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .sorted()
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static Path file(String name) {
        try {
            return Path.of(Tables.class.getResource("/aws-cli/" + name).toURI());
        } catch (URISyntaxException broken) {
            throw new IllegalArgumentException(name, broken);
        }
    }

    /** Its calls, each in one line. */
    static List<String> lines(String name) {
        try {
            return Files.readString(file(name))
                    .replace("\\\n", "")
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
