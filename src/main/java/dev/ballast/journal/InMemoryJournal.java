package dev.ballast.journal;

import dev.ballast.journal.Entries.Kind;
import dev.ballast.journal.Entries.Row;
import dev.ballast.model.Answered;
import dev.ballast.model.Decision;
import dev.ballast.model.Memory;
import dev.ballast.model.Step;
import dev.ballast.model.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A journal for simulated runs: gone with its process, the same in every other respect. */
public final class InMemoryJournal implements Journal {
    private final String epoch;
    private final List<Row> rows = new ArrayList<>();
    private final Map<Kind, Row> last = new EnumMap<>(Kind.class);
    /** As it reads from its row; what asks for the last decision asks more than once. */
    private Optional<Decision> lastDecision = Optional.empty();

    public InMemoryJournal(String epoch) {
        this.epoch = epoch;
    }

    @Override
    public String epoch() {
        return epoch;
    }

    @Override
    public void append(Decision decision, String observationDigest) {
        add(Kind.DECISION, decision.number(), Entries.body(decision, observationDigest));
    }

    @Override
    public void append(long decision, Answered answered) {
        add(Kind.OUTCOME, decision, JournalJson.write(answered));
    }

    @Override
    public void appendAsked(long decision, Instant at, Step step) {
        add(Kind.ASKED, decision, Entries.body(at, step));
    }

    @Override
    public void append(Wish wish) {
        add(Kind.WISH, 0, JournalJson.write(wish));
    }

    private void add(Kind kind, long decision, String body) {
        var row = new Row(rows.size() + 1, kind, decision, body);
        rows.add(row);
        last.put(kind, row);
        if (kind == Kind.DECISION) lastDecision = Optional.empty();
    }

    @Override
    public Optional<Wish> lastWish() {
        return Optional.ofNullable(last.get(Kind.WISH)).map(Entries::wish);
    }

    @Override
    public Optional<Memory> lastMemory() {
        return lastDecision().map(Decision::memory);
    }

    @Override
    public List<Answered> lastOutcomes() {
        return lastDecision()
                .map(decision -> Entries.outcomes(decision, outcomesOf(last.get(Kind.DECISION))))
                .orElse(List.of());
    }

    private Optional<Decision> lastDecision() {
        if (lastDecision.isEmpty())
            lastDecision = Optional.ofNullable(last.get(Kind.DECISION)).map(Entries::decision);
        return lastDecision;
    }

    /** They stand behind it. */
    private List<Row> outcomesOf(Row decision) {
        return rows.subList((int) decision.sequence(), rows.size()).stream()
                .filter(row -> row.kind() == Kind.OUTCOME && row.decision() == decision.decision())
                .toList();
    }

    @Override
    public Stream<String> export() {
        return rows.stream().map(Row::line);
    }

    @Override
    public Stream<Event> events() {
        return rows.stream().flatMap(Entries::event);
    }

    @Override
    public List<Entry> about(String subject, int most) {
        return Entries.about(rows.reversed(), subject, most);
    }

    @Override
    public void close() {}
}
