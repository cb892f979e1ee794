package dev.ballast.sim.world.market;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A moment at which a pool's instances may hear from AWS.
 *
 * @param kinds all that happens at that moment, each once
 */
public record Turn(Instant at, List<Kind> kinds) {
    public enum Kind {
        /** EC2 sees an elevated risk for the pool, rightly or not. */
        RECOMMENDATION,
        /** The pool's depth may have fallen: what is taken beyond it goes back. */
        FALL
    }

    static Turn of(Instant at, Kind kind) {
        return new Turn(at, List.of(kind));
    }

    /** The earliest of the turns after that moment, with everything that falls on it. */
    static Optional<Turn> firstAfter(Instant moment, Iterable<Turn> turns) {
        Turn first = null;
        for (var turn : turns)
            if (turn.at.isAfter(moment) && (first == null || !turn.at.isAfter(first.at)))
                first = first == null || turn.at.isBefore(first.at) ? turn : first.and(turn);
        return Optional.ofNullable(first);
    }

    private Turn and(Turn other) {
        return new Turn(
                at,
                Stream.concat(kinds.stream(), other.kinds.stream())
                        .distinct()
                        .sorted()
                        .toList());
    }
}
