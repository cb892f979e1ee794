package dev.ballast.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A file that is written whole or not at all; what was there stays until then. */
final class WholeFile {
    private final Path file;

    WholeFile(Path file) {
        this.file = file;
    }

    /** What would keep it from being written, with its remedy; so far as that shows before. */
    Optional<String> flaw() {
        var folder = folder();
        if (Files.isDirectory(file)) return Optional.of("'" + file + "' is a folder; give the name of a file in it");
        if (Files.exists(file) && !Files.isRegularFile(file))
            return Optional.of("'" + file + "' is no regular file; give another name");
        if (!Files.exists(folder)) return Optional.of("'" + file + "': there is no folder '" + folder + "'; create it");
        if (!Files.isDirectory(folder))
            return Optional.of("'" + file + "': '" + folder + "' is no folder; give another name");
        if (!Files.isWritable(folder))
            return Optional.of("'" + file + "': nothing can be written in '" + folder + "'; give another folder");
        if (Files.exists(file) && !Files.isWritable(file))
            return Optional.of("'" + file + "' is read-only; give another name, or make it writable");
        return Optional.empty();
    }

    private Path folder() {
        return file.toAbsolutePath().getParent() == null
                ? file.toAbsolutePath()
                : file.toAbsolutePath().getParent();
    }

    /** @throws UncheckedIOException where it cannot be written; nothing of it is left behind then */
    void write(String text) {
        write(Map.of(file, text));
    }

    /** Several: nothing takes its place before the text of all of them is on the disk. */
    static void write(Map<Path, String> texts) {
        var parts = new LinkedHashMap<Path, Path>();
        var file = Path.of("");
        try {
            for (var text : texts.entrySet()) {
                file = text.getKey();
                var part = new WholeFile(file).part();
                parts.put(file, part);
                Files.writeString(part, text.getValue(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
            for (var part : parts.entrySet()) {
                file = part.getKey();
                Files.move(part.getValue(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot write " + file + ": " + refused.getMessage(), refused);
        } finally {
            parts.values().forEach(WholeFile::remove);
        }
    }

    private Path part() {
        return folder().resolve(
                        file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    }

    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException stays) {
            // what kept the file from being written is told already
        }
    }
}
