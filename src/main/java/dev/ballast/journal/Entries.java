package dev.ballast.journal;

import dev.ballast.journal.Journal.Entry;
import dev.ballast.journal.Journal.Event;
import dev.ballast.model.Answered;
import dev.ballast.model.Decision;
import dev.ballast.model.Memory;
import dev.ballast.model.Outcome;
import dev.ballast.model.Step;
import dev.ballast.model.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One journal's rows and how they are read back; where the rows are kept is the store's business. Shared by the journal in
 * memory and the one in a database, so that both export the same bytes.
 */
final class Entries {
    enum Kind {
        DECISION,
        ASKED,
        OUTCOME,
        WISH
    }

    /**
     * @param decision 0 for a wish
     * @param body the value as JSON
     */
    record Row(long sequence, Kind kind, long decision, String body) {
        /** The export's line. */
        String line() {
            return "{\"sequence\":" + sequence + ",\"kind\":\"" + kind.name().toLowerCase(Locale.ROOT)
                    + "\",\"decision\":" + decision + ",\"body\":" + body + "}";
        }
    }

    /** A decision as it is stored. */
    record Recorded(Decision decided, String observation) {}

    /** A step that a person asked for. */
    record Asked(Instant at, Step step) {}

    private Entries() {}

    static String body(Decision decision, String observationDigest) {
        return JournalJson.write(new Recorded(decision, observationDigest));
    }

    static String body(Instant at, Step asked) {
        return JournalJson.write(new Asked(at, asked));
    }

    /** Empty for a wish. */
    static Stream<Event> event(Row row) {
        return switch (row.kind()) {
            case DECISION -> Stream.of(new Event.Decided(decision(row)));
            case ASKED -> {
                var asked = JournalJson.read(row.body(), Asked.class);
                yield Stream.of(new Event.Asked(asked.at(), asked.step()));
            }
            case OUTCOME -> Stream.of(new Event.Told(outcome(row)));
            case WISH -> Stream.empty();
        };
    }

    static Decision decision(Row row) {
        return JournalJson.read(row.body(), Recorded.class).decided();
    }

    static Answered outcome(Row row) {
        return JournalJson.read(row.body(), Answered.class);
    }

    static Wish wish(Row row) {
        return JournalJson.read(row.body(), Wish.class);
    }

    static Memory memory(Row decision) {
        return decision(decision).memory();
    }

    /** Pairs the last decision's steps with their outcomes; what has none was cut off between call and record. */
    static List<Answered> outcomes(Decision decision, List<Row> outcomesOfIt) {
        var byToken = new HashMap<String, Answered>();
        for (var row : outcomesOfIt) {
            var answered = outcome(row);
            byToken.put(answered.step().token(), answered);
        }
        var outcomes = new ArrayList<Answered>();
        for (var step : decision.steps()) {
            var unknown = new Answered(
                    step, new Outcome.Unknown("the process ended before an answer was recorded"), decision.asOf());
            outcomes.add(byToken.getOrDefault(step.token(), unknown));
        }
        return outcomes;
    }

    /** @param newestFirst rows of decisions, asked steps and outcomes */
    static List<Entry> about(List<Row> newestFirst, String subject, int most) {
        Map<String, Answered> answers = new HashMap<>();
        var entries = new ArrayList<Entry>();
        for (var row : newestFirst) {
            if (entries.size() >= most) break;
            switch (row.kind()) {
                case OUTCOME -> {
                    var answered = outcome(row);
                    answers.put(row.decision() + answered.step().token(), answered);
                }
                case ASKED -> {
                    var asked = JournalJson.read(row.body(), Asked.class);
                    add(entries, subject, entry(row.decision(), asked.at(), asked.step(), answers));
                }
                case DECISION -> {
                    var decision = decision(row);
                    for (var step : decision.steps().reversed())
                        add(entries, subject, entry(row.decision(), decision.asOf(), step, answers));
                    for (var note : decision.notes().reversed())
                        add(
                                entries,
                                subject,
                                new Entry(row.decision(), decision.asOf(), note, Optional.empty(), Optional.empty()));
                }
                case WISH -> {}
            }
        }
        return entries.size() > most ? entries.subList(0, most) : entries;
    }

    private static Entry entry(long decision, Instant at, Step step, Map<String, Answered> answers) {
        return new Entry(
                decision,
                at,
                step.reason(),
                Optional.of(step),
                Optional.ofNullable(answers.get(decision + step.token())));
    }

    private static void add(List<Entry> entries, String subject, Entry entry) {
        if (subject.isEmpty() || JournalJson.write(entry).contains(subject)) entries.add(entry);
    }
}
