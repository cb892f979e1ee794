package dev.ballast.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one decision leaves for the next. Everything here is also in the journal, so a restarted process knows the same.
 *
 * @param epoch makes tokens of this journal differ from those of any other; set once, when the journal is created
 * @param decisions how many were made
 * @param launches launch steps whose instances are not yet all seen in an observation, by token
 * @param doomed instances with a notice or a rebalance recommendation, by instance id
 * @param retiring instances that Ballast itself empties, by instance id
 * @param quarantine pools that had no capacity, or lose instances just now
 * @param resends steps without a usable answer, by token: each is sent again as it was
 * @param refusals what AWS said no to, by what was tried
 * @param reruns standalone tasks of doomed hosts that are to be started again elsewhere, by the old task's ARN
 * @param watch since when something has been so
 * @param spotFleet the maintained fleet of the backend spot-fleet
 * @param knownTemplates names of launch templates that exist
 * @param pauses what several pools share and what is used up, such as a quota; by what it is
 */
public record Memory(
        String epoch,
        long decisions,
        SortedMap<String, Launch> launches,
        SortedMap<String, Doomed> doomed,
        SortedMap<String, Retiring> retiring,
        SortedMap<CapacityPool, Quarantine> quarantine,
        SortedMap<String, Resend> resends,
        SortedMap<String, Refusal> refusals,
        SortedMap<String, Rerun> reruns,
        Watch watch,
        Optional<SpotFleet> spotFleet,
        List<String> knownTemplates,
        SortedMap<String, Quarantine> pauses,
        Experience experience) {

    public Memory {
        launches = Ordered.map(launches);
        doomed = Ordered.map(doomed);
        retiring = Ordered.map(retiring);
        quarantine = Ordered.map(quarantine);
        resends = Ordered.map(resends);
        refusals = Ordered.map(refusals);
        reruns = Ordered.map(reruns);
        watch = watch == null ? Watch.NOTHING : watch;
        knownTemplates = List.copyOf(knownTemplates);
        // an older journal does not tell the last two
        pauses = Ordered.map(pauses);
        experience = experience == null ? Experience.NONE : experience;
    }

    public static Memory fresh(String epoch) {
        return new Memory(
                epoch,
                0,
                Ordered.map(null),
                Ordered.map(null),
                Ordered.map(null),
                Ordered.map(null),
                Ordered.map(null),
                Ordered.map(null),
                Ordered.map(null),
                Watch.NOTHING,
                Optional.empty(),
                List.of(),
                Ordered.map(null),
                Experience.NONE);
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
                resends,
                refusals,
                reruns,
                watch,
                spotFleet,
                knownTemplates,
                pauses,
                experience);
    }

    /** Whether they tell the same but for the count of decisions. */
    public boolean tellsTheSameAs(Memory other) {
        return epoch.equals(other.epoch)
                && launches.equals(other.launches)
                && doomed.equals(other.doomed)
                && retiring.equals(other.retiring)
                && quarantine.equals(other.quarantine)
                && resends.equals(other.resends)
                && refusals.equals(other.refusals)
                && reruns.equals(other.reruns)
                && watch.equals(other.watch)
                && spotFleet.equals(other.spotFleet)
                && knownTemplates.equals(other.knownTemplates)
                && pauses.equals(other.pauses)
                && experience.equals(other.experience);
    }

    /**
     * A launch under way.
     *
     * @param wanted instances asked for by pool
     * @param launched ids that EC2 answered and that no observation has shown yet
     * @param answered false until an outcome is known: the step is sent again with its token
     * @param replaces for what it was bought, in the reason's words
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
     * @param drainedAt when its drain was asked for, or first seen
     * @param emptyAt when the last of its service tasks had left
     * @param stopped tasks that were stopped at their cut-off, or taken over to be rerun, with their service, empty for a standalone task
     * @param actedAt when the first step was decided: its replacement or its drain
     * @param found service tasks that it ran when its notice was first decided on, by service
     * @param left what was still there at the last full look, by service
     * @param deregistered targets that were taken out of their groups for it
     */
    public record Doomed(
            Signal.Kind kind,
            Instant noticedAt,
            Instant deadline,
            List<String> replacements,
            Optional<Instant> drainedAt,
            Optional<Instant> emptyAt,
            SortedMap<String, String> stopped,
            Optional<Instant> actedAt,
            SortedMap<String, Integer> found,
            SortedMap<String, Left> left,
            List<String> deregistered) {
        public Doomed {
            replacements = List.copyOf(replacements);
            stopped = Ordered.map(stopped);
            // an older journal does not tell the last four
            actedAt = actedAt == null ? Optional.empty() : actedAt;
            found = Ordered.map(found);
            left = Ordered.map(left);
            deregistered = deregistered == null ? List.of() : List.copyOf(deregistered);
        }

        /** Nothing has been done yet. */
        public static Doomed of(Signal signal) {
            return new Doomed(
                    signal.kind(),
                    signal.at(),
                    signal.deadline(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    null,
                    Optional.empty(),
                    null,
                    null,
                    List.of());
        }

        public Doomed replacedBy(List<String> tokens, Instant at) {
            return new Doomed(
                    kind,
                    noticedAt,
                    deadline,
                    tokens,
                    drainedAt,
                    emptyAt,
                    stopped,
                    actedAt.or(() -> Optional.of(at)),
                    found,
                    left,
                    deregistered);
        }

        /** @param replacedBefore what replaces it already, because it was to go anyway */
        public Doomed withReplacements(List<String> replacedBefore) {
            return new Doomed(
                    kind,
                    noticedAt,
                    deadline,
                    replacedBefore,
                    drainedAt,
                    emptyAt,
                    stopped,
                    actedAt,
                    found,
                    left,
                    deregistered);
        }

        /** Its drain was decided. */
        public Doomed drainedAt(Instant at) {
            return seenDrained(Optional.of(at)).actedAt(at);
        }

        /** Its drain shows, whoever asked for it; or, empty, it shows no more. */
        public Doomed seenDrained(Optional<Instant> at) {
            return new Doomed(
                    kind, noticedAt, deadline, replacements, at, emptyAt, stopped, actedAt, found, left, deregistered);
        }

        private Doomed actedAt(Instant at) {
            return new Doomed(
                    kind,
                    noticedAt,
                    deadline,
                    replacements,
                    drainedAt,
                    emptyAt,
                    stopped,
                    actedAt.or(() -> Optional.of(at)),
                    found,
                    left,
                    deregistered);
        }

        public Doomed emptyAt(Instant at) {
            return new Doomed(
                    kind,
                    noticedAt,
                    deadline,
                    replacements,
                    drainedAt,
                    Optional.of(at),
                    stopped,
                    actedAt,
                    found,
                    left,
                    deregistered);
        }

        public Doomed stopping(String taskArn, String service) {
            var more = new TreeMap<>(stopped);
            more.put(taskArn, service);
            return new Doomed(
                    kind,
                    noticedAt,
                    deadline,
                    replacements,
                    drainedAt,
                    emptyAt,
                    more,
                    actedAt,
                    found,
                    left,
                    deregistered);
        }

        public Doomed deregistering(List<String> targets) {
            var more = new ArrayList<>(deregistered);
            more.addAll(targets);
            return new Doomed(
                    kind, noticedAt, deadline, replacements, drainedAt, emptyAt, stopped, actedAt, found, left, more);
        }

        public Doomed finding(SortedMap<String, Integer> tasks) {
            return new Doomed(
                    kind,
                    noticedAt,
                    deadline,
                    replacements,
                    drainedAt,
                    emptyAt,
                    stopped,
                    actedAt,
                    tasks,
                    left,
                    deregistered);
        }

        public Doomed leaving(SortedMap<String, Left> seen) {
            return new Doomed(
                    kind,
                    noticedAt,
                    deadline,
                    replacements,
                    drainedAt,
                    emptyAt,
                    stopped,
                    actedAt,
                    found,
                    seen,
                    deregistered);
        }
    }

    /**
     * Of one service on a doomed host.
     *
     * @param wanted tasks that are still meant to run there: nothing has taken their place
     * @param ending tasks that are on their way out
     * @param registered targets to which new requests still come
     */
    public record Left(int wanted, int ending, int registered) {}

    /**
     * An instance that goes by Ballast's own choice: replaced where its place is needed, drained, terminated when empty.
     *
     * @param why the code of the reason for which it goes
     * @param drainedAt absent while it waits for its replacement
     * @param terminatedAt absent until its end was asked for
     */
    public record Retiring(
            Instant since, Reason.Code why, Optional<Instant> drainedAt, Optional<Instant> terminatedAt) {}

    /**
     * @param failures in a row with this code
     * @param code what keeps it until then
     * @param failuresByCode in a row, of every code that it has had; each has a backoff of its own
     */
    public record Quarantine(Instant until, int failures, String code, SortedMap<String, Integer> failuresByCode) {
        public static final Duration FIRST = Duration.ofMinutes(3);
        public static final Duration LONGEST = Duration.ofHours(1);
        /** The code of a pool that loses instances: it may have capacity, but not for long. */
        public static final String LOSING = "SpotInterruption";

        public Quarantine {
            // an older journal does not tell the last one
            failuresByCode = failuresByCode == null ? once(code, failures) : Ordered.map(failuresByCode);
        }

        private static SortedMap<String, Integer> once(String code, int failures) {
            var byCode = new TreeMap<String, Integer>();
            byCode.put(code, failures);
            return Ordered.map(byCode);
        }

        /** The same pool loses instances until then. */
        public static Quarantine losing(Optional<Quarantine> before, Instant until) {
            return new Quarantine(
                    until, 0, LOSING, before.map(Quarantine::failuresByCode).orElseGet(() -> Ordered.map(null)));
        }

        /** How often in a row it has failed with this code. */
        public int failures(String wanted) {
            return failuresByCode.getOrDefault(wanted, 0);
        }

        /** It failed once more; what keeps it longer keeps it, but that it loses instances is no reason beside having none. */
        public static Quarantine failed(Optional<Quarantine> before, String code, Instant until) {
            var byCode = new TreeMap<String, Integer>();
            before.ifPresent(one -> byCode.putAll(one.failuresByCode()));
            var failures = byCode.merge(code, 1, Integer::sum);
            var isKeptLonger = before.filter(one -> one.until().isAfter(until)).isPresent();
            if (isKeptLonger && before.get().code().equals(LOSING))
                return new Quarantine(before.get().until(), failures, code, byCode);
            if (isKeptLonger)
                return new Quarantine(
                        before.get().until(),
                        before.get().failures(),
                        before.get().code(),
                        byCode);
            return new Quarantine(until, failures, code, byCode);
        }
    }

    /**
     * A step whose answer is open.
     *
     * @param notBefore AWS asked for patience, or the last tries all failed
     * @param attempts how often it has been sent
     */
    public record Resend(Step step, Instant since, Instant notBefore, int attempts) {}

    /**
     * Something that AWS refuses. It is tried again at {@code until}, each time later, because a person may have mended it.
     *
     * @param failures in a row
     */
    public record Refusal(Instant until, int failures, String code, String message) {}

    /**
     * @param hostId the instance that the task ran on
     * @param attempts times that ECS found no room for it
     */
    public record Rerun(String hostId, Instant since, Instant notBefore, int attempts) {}

    /**
     * @param shortSince capacity has been missing
     * @param surplusSince more has been there than is needed
     * @param missingSince too many hosts have been missing or unhealthy at once
     * @param disconnected agents without a connection, by instance id
     * @param idle hosts that somebody else drained, by instance id
     * @param recalled hosts whose drain was just taken back, by instance id
     * @param hosts ids of this cluster's own instances at the last full look
     * @param disruptedAt when something was last launched, or a host that went by choice was last gone
     * @param comparedAt when it was last asked whether anything costs more than it must
     */
    public record Watch(
            Optional<Instant> shortSince,
            Optional<Instant> surplusSince,
            Optional<Instant> missingSince,
            SortedMap<String, Instant> disconnected,
            SortedMap<String, Instant> idle,
            SortedMap<String, Instant> recalled,
            List<String> hosts,
            Optional<Instant> disruptedAt,
            Optional<Instant> comparedAt) {
        public static final Watch NOTHING = new Watch(
                Optional.empty(), Optional.empty(), Optional.empty(), null, null, null, List.of(), null, null);

        public Watch {
            disconnected = Ordered.map(disconnected);
            idle = Ordered.map(idle);
            recalled = Ordered.map(recalled);
            hosts = List.copyOf(hosts);
            // an older journal does not tell the last two
            disruptedAt = disruptedAt == null ? Optional.empty() : disruptedAt;
            comparedAt = comparedAt == null ? Optional.empty() : comparedAt;
        }
    }

    /** @param target what AWS last agreed to keep */
    public record SpotFleet(String id, int target) {}
}
