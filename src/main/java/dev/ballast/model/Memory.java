package dev.ballast.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What one decision leaves for the next. Everything here is also in the journal, so a restarted process knows the same.
 *
 * @param epoch makes tokens of this journal differ from those of any other; set once, when the journal is created
 * @param decisions how many were made
 * @param launches launch steps whose instances are not yet all seen in an observation, by token
 * @param doomed instances with a notice or a rebalance recommendation, by instance id
 * @param retiring instances that Ballast itself empties, by instance id
 * @param quarantine pools that had no capacity
 * @param shortSince since when capacity has been missing; empty while there is none missing
 * @param spotFleetId the maintained fleet of the backend spot-fleet
 * @param knownTemplates names of launch templates that exist
 */
public record Memory(
        String epoch,
        long decisions,
        SortedMap<String, Launch> launches,
        SortedMap<String, Doomed> doomed,
        SortedMap<String, Retiring> retiring,
        SortedMap<CapacityPool, Quarantine> quarantine,
        Optional<Instant> shortSince,
        Optional<String> spotFleetId,
        List<String> knownTemplates) {

    public Memory {
        launches = Ordered.map(launches);
        doomed = Ordered.map(doomed);
        retiring = Ordered.map(retiring);
        quarantine = Ordered.map(quarantine);
        knownTemplates = List.copyOf(knownTemplates);
    }

    public static Memory fresh(String epoch) {
        return new Memory(
                epoch,
                0,
                Ordered.map(null),
                Ordered.map(null),
                Ordered.map(null),
                Ordered.map(null),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** The same memory with another count of decisions. */
    public Memory atDecision(long number) {
        return new Memory(
                epoch,
                number,
                launches,
                doomed,
                retiring,
                quarantine,
                shortSince,
                spotFleetId,
                knownTemplates);
    }

    /**
     * A launch under way.
     *
     * @param wanted instances asked for by pool
     * @param launched ids that EC2 answered and that no observation has shown yet
     * @param answered false until an outcome is known: the step is sent again with its token
     */
    public record Launch(
            Instant decidedAt,
            SortedMap<CapacityPool, Integer> wanted,
            SortedMap<String, CapacityPool> launched,
            boolean answered,
            String replaces) {
        public Launch {
            wanted = Ordered.map(wanted);
            launched = Ordered.map(launched);
        }
    }

    /**
     * One doomed host's timeline; an absent moment has not happened.
     *
     * @param replacements launch tokens of what replaces it
     */
    public record Doomed(
            Signal.Kind kind,
            Instant noticedAt,
            Instant deadline,
            List<String> replacements,
            Optional<Instant> drainedAt,
            Optional<Instant> emptyAt,
            List<String> stopped) {
        public Doomed {
            replacements = List.copyOf(replacements);
            stopped = List.copyOf(stopped);
        }
    }

    /** @param why the code of the reason for which it goes */
    public record Retiring(Instant since, Reason.Code why, boolean terminated) {}

    /** @param failures in a row; the quarantine doubles with each */
    public record Quarantine(Instant until, int failures, String code) {
        public static final Duration FIRST = Duration.ofMinutes(3);
        public static final Duration LONGEST = Duration.ofHours(1);
    }
}
