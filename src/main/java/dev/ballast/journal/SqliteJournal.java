package dev.ballast.journal;

import dev.ballast.journal.Entries.Kind;
import dev.ballast.journal.Entries.Row;
import dev.ballast.model.Answered;
import dev.ballast.model.Decision;
import dev.ballast.model.Memory;
import dev.ballast.model.Step;
import dev.ballast.model.Wish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * The journal in one SQLite file. Every append is on the disk before it returns: a step is sent only after its decision is. Rows cannot be
 * changed or deleted; a trigger says so, also to other programs.
 */
public final class SqliteJournal implements Journal {
    private static final RowMapper<Row> ROW = (result, context) -> new Row(
            result.getLong("sequence"),
            Kind.valueOf(result.getString("kind")),
            result.getLong("decision"),
            result.getString("body"));

    private final Handle handle;
    private final String epoch;

    private SqliteJournal(Handle handle, String epoch) {
        this.handle = handle;
        this.epoch = epoch;
    }

    /**
     * Opens the journal, readable by its owner only, and creates it where there is none.
     *
     * @param newEpoch the epoch of a journal that is created now
     * @throws UncheckedIOException when the file cannot be created or is no journal
     */
    public static SqliteJournal open(Path file, String newEpoch) {
        try {
            createPrivate(file);
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot create the journal " + file + ": " + refused.getMessage(), refused);
        }
        var handle = Jdbi.create("jdbc:sqlite:" + file).open();
        for (var statement : List.of(
                "pragma journal_mode = wal",
                "pragma synchronous = full",
                "pragma busy_timeout = 5000",
                "create table if not exists meta (key text primary key, value text not null)",
                """
                create table if not exists entry (
                  sequence integer primary key autoincrement,
                  kind text not null,
                  decision integer not null,
                  body text not null)""",
                "create index if not exists entry_by_decision on entry (kind, decision)",
                """
                create trigger if not exists entry_is_append_only_update before update on entry
                begin select raise(abort, 'the journal is append-only'); end""",
                """
                create trigger if not exists entry_is_append_only_delete before delete on entry
                begin select raise(abort, 'the journal is append-only'); end""")) handle.execute(statement);
        handle.execute("insert or ignore into meta (key, value) values ('epoch', ?)", newEpoch);
        var epoch = handle.createQuery("select value from meta where key = 'epoch'")
                .mapTo(String.class)
                .one();
        return new SqliteJournal(handle, epoch);
    }

    private static void createPrivate(Path file) throws IOException {
        if (file.getParent() != null) Files.createDirectories(file.getParent());
        if (Files.exists(file)) return;
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix"))
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        else Files.createFile(file);
    }

    @Override
    public String epoch() {
        return epoch;
    }

    @Override
    public synchronized void append(Decision decision, String observationDigest) {
        add(Kind.DECISION, decision.number(), Entries.body(decision, observationDigest));
    }

    @Override
    public synchronized void append(long decision, Answered answered) {
        add(Kind.OUTCOME, decision, JournalJson.write(answered));
    }

    @Override
    public synchronized void appendAsked(long decision, Instant at, Step step) {
        add(Kind.ASKED, decision, Entries.body(at, step));
    }

    @Override
    public synchronized void append(Wish wish) {
        add(Kind.WISH, 0, JournalJson.write(wish));
    }

    private void add(Kind kind, long decision, String body) {
        handle.execute("insert into entry (kind, decision, body) values (?, ?, ?)", kind.name(), decision, body);
    }

    @Override
    public synchronized Optional<Wish> lastWish() {
        return last(Kind.WISH).map(Entries::wish);
    }

    @Override
    public synchronized Optional<Memory> lastMemory() {
        return last(Kind.DECISION).map(Entries::memory);
    }

    @Override
    public synchronized List<Answered> lastOutcomes() {
        return last(Kind.DECISION)
                .map(decision -> Entries.outcomes(
                        Entries.decision(decision),
                        handle.createQuery(
                                        "select * from entry where kind = 'OUTCOME' and decision = :n order by sequence")
                                .bind("n", decision.decision())
                                .map(ROW)
                                .list()))
                .orElse(List.of());
    }

    private Optional<Row> last(Kind kind) {
        return handle.createQuery("select * from entry where kind = :kind order by sequence desc limit 1")
                .bind("kind", kind.name())
                .map(ROW)
                .findOne();
    }

    @Override
    public Stream<String> export() {
        return rows().map(Row::line);
    }

    @Override
    public Stream<Event> events() {
        return rows().flatMap(Entries::event);
    }

    private Stream<Row> rows() {
        return handle.createQuery("select * from entry order by sequence").map(ROW).stream();
    }

    @Override
    public synchronized List<Entry> about(String subject, int most) {
        // Whole recent history: outcomes stand behind their decision, so a LIKE on one row would lose the other.
        var rows = handle.createQuery("select * from entry where kind <> 'WISH' order by sequence desc limit 5000")
                .map(ROW)
                .list();
        return Entries.about(rows, subject, most);
    }

    @Override
    public synchronized void close() {
        handle.close();
    }
}
