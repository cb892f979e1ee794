package dev.ballast.sim.host;

import dev.ballast.sim.api.chronicle.Beginning;
import dev.ballast.sim.api.chronicle.Chronicle;
import dev.ballast.sim.api.chronicle.Deed;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * A chronicle in one SQLite file, which its owner alone can read: requests carry user data and secrets. A deed outlives the process
 * from the moment that it is added, though not a crash of the machine: a local cloud is no bank.
 */
public final class SqliteChronicle implements Chronicle {
    public static final String FILE = "world.db";

    /** Of the file; another one is not read. */
    private static final String FORMAT = "1";

    private final Handle handle;
    private int world;

    private SqliteChronicle(Handle handle) {
        this.handle = handle;
        world = kept().map(kept -> kept.beginning().number()).orElse(0);
    }

    /** What keeps a folder from being used. */
    public static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Unusable(String why, Exception cause) {
            super(why, cause);
        }
    }

    /**
     * Opens the folder's file for this process alone, and creates both where they are missing.
     *
     * @throws Unusable where it cannot be created, is no such file, or another process has it
     */
    public static SqliteChronicle open(Path folder) {
        var file = folder.resolve(FILE);
        try {
            createPrivate(folder, file);
        } catch (IOException refused) {
            throw new Unusable("cannot create " + file + ": " + why(refused), refused);
        }
        Handle handle = null;
        try {
            handle = Jdbi.create("jdbc:sqlite:" + file).open();
            for (var statement : List.of(
                    "pragma busy_timeout = 0",
                    "pragma locking_mode = exclusive",
                    "pragma journal_mode = wal",
                    "pragma synchronous = off",
                    "create table if not exists meta (key text primary key, value text not null)",
                    "create table if not exists rule (option text primary key, value text not null)",
                    """
                    create table if not exists deed (
                      sequence integer primary key,
                      kind text not null,
                      received text not null,
                      at text not null,
                      head text not null,
                      body blob not null,
                      drawn integer not null)""",
                    "insert or ignore into meta (key, value) values ('format', '" + FORMAT + "')"))
                handle.execute(statement);
            var format = meta(handle, "format").orElseThrow();
            if (!format.equals(FORMAT))
                throw new Unusable(file + " has format " + format + ", this Ballast reads " + FORMAT, null);
            return new SqliteChronicle(handle);
        } catch (JdbiException broken) {
            if (handle != null) handle.close();
            var why = String.valueOf(broken.getMessage());
            throw new Unusable(
                    why.contains("SQLITE_BUSY")
                            ? file + " is in use by another process"
                            : file + " cannot be used: "
                                    + why.lines().findFirst().orElse(""),
                    broken);
        } catch (Unusable unusable) {
            handle.close();
            throw unusable;
        }
    }

    /** A file system's exception says in its class what its message leaves out. */
    private static String why(IOException refused) {
        return switch (refused) {
            case AccessDeniedException denied -> "permission denied for " + denied.getFile();
            case NoSuchFileException missing -> missing.getFile() + " cannot be made";
            case FileAlreadyExistsException other -> other.getFile() + " is no folder";
            default -> refused.getMessage();
        };
    }

    private static void createPrivate(Path folder, Path file) throws IOException {
        var posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectories(folder, permissions(posix, "rwx------"));
        if (!Files.exists(file)) Files.createFile(file, permissions(posix, "rw-------"));
    }

    private static FileAttribute<?>[] permissions(boolean posix, String permissions) {
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public synchronized Optional<Kept> kept() {
        return meta(handle, "number").map(number -> {
            SortedMap<String, String> rules = new TreeMap<>();
            handle.createQuery("select option, value from rule")
                    .map((row, context) -> rules.put(row.getString(1), row.getString(2)))
                    .list();
            var beginning = new Beginning(
                    Integer.parseInt(number),
                    Long.parseLong(meta(handle, "seed").orElseThrow()),
                    Instant.parse(meta(handle, "start").orElseThrow()),
                    rules);
            return new Kept(
                    beginning,
                    handle.createQuery("select count(*) from deed")
                            .mapTo(Long.class)
                            .one(),
                    Instant.parse(meta(handle, "reached").orElseThrow()));
        });
    }

    private static Optional<String> meta(Handle handle, String key) {
        return handle.createQuery("select value from meta where key = ?")
                .bind(0, key)
                .mapTo(String.class)
                .findOne();
    }

    @Override
    public synchronized void read(Consumer<Deed> reader) {
        try (var rows = handle
                .createQuery("select * from deed order by sequence")
                .map((row, context) -> new Deed(
                        Deed.Kind.valueOf(row.getString("kind")),
                        Instant.parse(row.getString("received")),
                        Instant.parse(row.getString("at")),
                        row.getString("head"),
                        row.getBytes("body"),
                        row.getLong("drawn")))
                .stream()) {
            rows.forEach(reader);
        }
    }

    @Override
    public synchronized void begin(Beginning beginning) {
        handle.useTransaction(it -> {
            it.execute("delete from deed");
            it.execute("delete from rule");
            beginning
                    .rules()
                    .forEach((option, value) ->
                            it.execute("insert into rule (option, value) values (?, ?)", option, value));
            put(it, "number", Integer.toString(beginning.number()));
            put(it, "seed", Long.toString(beginning.seed()));
            put(it, "start", beginning.start().toString());
            put(it, "reached", beginning.start().toString());
        });
        world = beginning.number();
    }

    private static void put(Handle handle, String key, String value) {
        handle.execute("insert or replace into meta (key, value) values (?, ?)", key, value);
    }

    @Override
    public synchronized void add(int number, Deed deed) {
        if (number != world || handle.isClosed()) return;
        handle.execute(
                "insert into deed (kind, received, at, head, body, drawn) values (?, ?, ?, ?, ?, ?)",
                deed.kind().name(),
                deed.received().toString(),
                deed.at().toString(),
                deed.head(),
                deed.body(),
                deed.drawn());
    }

    @Override
    public synchronized void reached(int number, Instant moment) {
        if (number == world && !handle.isClosed()) put(handle, "reached", moment.toString());
    }

    @Override
    public synchronized void close() {
        handle.close();
    }
}
