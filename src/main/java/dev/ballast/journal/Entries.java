package dev.ballast.journal;

import dev.ballast.journal.Journal.Entry;
import dev.ballast.model.Answered;
import dev.ballast.model.Decision;
import dev.ballast.model.Memory;
import dev.ballast.model.Outcome;
import dev.ballast.model.Wish;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One journal's rows and how they are read back; where the rows are kept is the store's business. Shared by the journal in
 * memory and the one in a database, so that both export the same bytes.
 */
final class Entries {
    enum Kind {
        DECISION,
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

    private Entries() {}

    static String body(Decision decision, String observationDigest) {
        return JournalJson.write(new Recorded(decision, observationDigest));
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
    static List<Answered> outcomes(Row lastDecision, List<Row> outcomesOfIt) {
        var decision = decision(lastDecision);
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

    /** @param newestFirst rows of decisions and outcomes */
    static List<Entry> about(List<Row> newestFirst, String subject, int most) {
        Map<String, Answered> answers = new HashMap<>();
        var entries = new ArrayList<Entry>();
        for (var row : newestFirst) {
            if (entries.size() >= most) break;
            if (row.kind() == Kind.OUTCOME) {
                var answered = outcome(row);
                answers.put(row.decision() + answered.step().token(), answered);
            } else if (row.kind() == Kind.DECISION) {
                var decision = decision(row);
                for (var step : decision.steps().reversed()) {
                    var answered = Optional.ofNullable(answers.get(row.decision() + step.token()));
                    var entry =
                            new Entry(decision.number(), decision.asOf(), step.reason(), Optional.of(step), answered);
                    if (mentions(subject, step, answered)) entries.add(entry);
                }
                for (var note : decision.notes().reversed())
                    if (mentions(subject, note, Optional.empty()))
                        entries.add(new Entry(
                                decision.number(), decision.asOf(), note, Optional.empty(), Optional.empty()));
            }
        }
        return entries.size() > most ? entries.subList(0, most) : entries;
    }

    private static boolean mentions(String subject, Object value, Optional<Answered> answered) {
        return subject.isEmpty()
                || JournalJson.write(value).contains(subject)
                || answered.map(JournalJson::write)
                        .filter(text -> text.contains(subject))
                        .isPresent();
    }
}
