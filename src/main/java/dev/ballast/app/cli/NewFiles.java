package dev.ballast.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Files that are whole or not there: nothing takes its place before the text of all of them is on the disk. */
final class NewFiles {
    private NewFiles() {}

    /** @throws UncheckedIOException where one cannot be written; what was there before is there still */
    static void write(Map<Path, String> texts) {
        var made = new ArrayList<Path>();
        try {
            for (var text : texts.entrySet()) made.add(beside(text.getKey(), text.getValue()));
            var drafts = List.copyOf(made).iterator();
            for (var file : texts.keySet())
                Files.move(drafts.next(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException refused) {
            made.forEach(NewFiles::forget);
            throw new UncheckedIOException("cannot write " + refused.getMessage(), refused);
        }
    }

    private static Path beside(Path file, String text) throws IOException {
        var draft = file.resolveSibling(file.getFileName() + ".part");
        try {
            return Files.writeString(draft, text, StandardCharsets.UTF_8);
        } catch (IOException refused) {
            forget(draft);
            throw refused;
        }
    }

    private static void forget(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException left) {
            // it is nobody's file, and the error that led here is told
        }
    }
}
