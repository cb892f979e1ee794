package dev.ballast.journal;

import dev.ballast.model.Answered;
import dev.ballast.model.Decision;
import dev.ballast.model.Memory;
import dev.ballast.model.Reason;
import dev.ballast.model.Step;
import dev.ballast.model.Wish;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The append-only record of one cluster. A decision is recorded before its first step is sent, an outcome when it is known. */
public interface Journal extends AutoCloseable {
    /** Makes this journal's tokens differ from any other's; set when it was created. */
    String epoch();

    /** @param observationDigest of what it was decided on */
    void append(Decision decision, String observationDigest);

    /** @param decision the number of the decision to which the step belongs */
    void append(long decision, Answered answered);

    /**
     * A step that a person asked for and nobody decided; recorded before it is sent, its outcome like any other.
     *
     * @param decision the number of the last decision before it
     */
    void appendAsked(long decision, Instant at, Step step);

    /** What a person asked for; the loop reads the last one at every tick. */
    void append(Wish wish);

    Optional<Wish> lastWish();

    /** The memory of the last decision, empty in a fresh journal. */
    Optional<Memory> lastMemory();

    /** What came of the last decision's steps, in their order; a step without a recorded outcome comes as {@code Unknown}. */
    List<Answered> lastOutcomes();

    /** Every entry as one JSON line, oldest first: the same entries give the same bytes. To be closed by the caller. */
    Stream<String> export();

    /** What happened, oldest first, wishes left out. To be closed by the caller. */
    Stream<Event> events();

    /** A row that tells what was decided, asked or answered. */
    sealed interface Event {
        record Decided(Decision decision) implements Event {}

        /** A person asked for the step. */
        record Asked(Instant at, Step step) implements Event {}

        record Told(Answered answered) implements Event {}
    }

    /** Steps and notes that mention {@code subject} (an id, a pool, a service; empty for all), newest first. */
    List<Entry> about(String subject, int most);

    @Override
    void close();

    /** A step with its reason and, where known, its outcome; or a note, which has no step. */
    record Entry(long decision, Instant at, Reason reason, Optional<Step> step, Optional<Answered> answered) {}
}
