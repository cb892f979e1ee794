package dev.ballast.app.session;

import dev.ballast.journal.Journal;
import dev.ballast.journal.SqliteJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * Where one cluster's journal lies, and who may work on it. A journal belongs to one cluster of one account (or of one local cloud, which
 * is another world at every start): another world's memory would be wrong in this one.
 */
public final class JournalFolder {
    private final Path folder;
    private final String name;

    public JournalFolder(Path folder, Place place) {
        this.folder = folder;
        // Cluster names are letters, digits, - and _; what a hostile endpoint may say as its world's id is not.
        this.name = (place.world() + "-" + place.region() + "-" + place.cluster()).replaceAll("[^A-Za-z0-9_.-]", "_");
    }

    public boolean exists() {
        return Files.exists(file());
    }

    public Path file() {
        return folder.resolve(name + ".db");
    }

    /** @param now makes the tokens of a journal that is created now differ from those of any earlier one */
    public Journal open(Instant now) {
        return SqliteJournal.open(file(), name + "@" + now);
    }

    /**
     * Takes the right to act on the cluster; held until closed or until the process ends, however it ends.
     *
     * @return empty where another process holds it
     */
    public Optional<WorkLock> lock() {
        try {
            Files.createDirectories(folder);
            var channel = FileChannel.open(
                    folder.resolve(name + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            var lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(
                    String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return Optional.of(new WorkLock(channel));
        } catch (IOException refused) {
            throw new UncheckedIOException(
                    "cannot lock " + folder.resolve(name) + ": " + refused.getMessage(), refused);
        }
    }

    /** The process that holds the lock, as it said itself; for a message, not for a decision. */
    public String holder() {
        try {
            return "process " + Files.readString(folder.resolve(name + ".lock")).strip();
        } catch (IOException unreadable) {
            return "another process";
        }
    }

    /** The right to act on one cluster. */
    public static final class WorkLock implements AutoCloseable {
        private final FileChannel channel;

        private WorkLock(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException ignored) {
                // the operating system gives the lock back with the process
            }
        }
    }
}
