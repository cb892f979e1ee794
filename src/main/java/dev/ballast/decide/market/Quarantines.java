package dev.ballast.decide.market;

import dev.ballast.decide.draft.Backoff;
import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.market.Shortage.Reach;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Memory.Quarantine;
import dev.ballast.model.Reason.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Which pools are not asked just now. What is missing in one pool quarantines that pool; what many pools share, a subnet's addresses or the
 * account's vCPUs, pauses all of them: asking the next one would only be refused again.
 */
public final class Quarantines {
    private Quarantines() {}

    /** What an answer with this code, which names this pool, keeps from being asked. */
    public static String subject(CapacityPool pool, String code) {
        var reach = Shortage.of(code).reach();
        return reach == Reach.POOL ? pool.toString() : shared(reach, pool);
    }

    /** It gave nothing, or not all that was asked. To be told once an answer for each subject and code. */
    public static void failed(Draft draft, CapacityPool pool, String code) {
        var isShared = Shortage.of(code).reach() != Reach.POOL;
        if (Shortage.of(code) == Shortage.CAPACITY) Setbacks.hadNothing(draft, pool);
        var now = isShared
                ? failed(draft, draft.pauses(), subject(pool, code), code)
                : failed(draft, draft.quarantine(), pool, code);
        var row = code + ", " + Words.times(now.failures(code)) + " in a row";
        draft.note(
                Code.POOL_QUARANTINED,
                isShared
                        ? "no pool of the " + subject(pool, code) + " is asked before " + now.until() + " (" + row + ")"
                        : pool + " gave nothing (" + row + ") and is not asked before " + now.until());
    }

    private static <K> Quarantine failed(Draft draft, SortedMap<K, Quarantine> all, K key, String code) {
        var shortage = Shortage.of(code);
        var before = Optional.ofNullable(all.get(key));
        var failures = before.map(one -> one.failures(code)).orElse(0) + 1;
        var wait = Backoff.after(failures, shortage.first(), shortage.longest());
        var now = Quarantine.failed(before, code, draft.asOf().plus(wait));
        all.put(key, now);
        return now;
    }

    /** It loses instances: it may have some, but not for long. */
    public static void losing(Draft draft, CapacityPool pool, Instant until) {
        var before = Optional.ofNullable(draft.quarantine().get(pool));
        if (before.isEmpty() || before.get().until().isBefore(until))
            draft.quarantine().put(pool, Quarantine.losing(before, until));
    }

    /** It gave an instance: nothing that would keep it from being asked is true any more. */
    public static void gave(Draft draft, CapacityPool pool) {
        draft.quarantine().remove(pool);
        Setbacks.gave(draft, pool);
        for (var what : shared(pool)) draft.pauses().remove(what);
    }

    /** Why it is not asked now, empty where it may be. */
    public static Optional<String> why(Draft draft, CapacityPool pool) {
        for (var what : shared(pool)) {
            var pause = draft.pauses().get(what);
            if (isOn(draft, pause))
                return Optional.of("paused until " + pause.until() + " (" + pause.code() + ": " + what + ")");
        }
        var quarantine = draft.quarantine().get(pool);
        return isOn(draft, quarantine)
                ? Optional.of("quarantined until " + quarantine.until() + " (" + quarantine.code() + ")")
                : Optional.empty();
    }

    /** True where only its own losses keep it from being asked. */
    public static boolean isOnlyLosing(Draft draft, CapacityPool pool) {
        var quarantine = draft.quarantine().get(pool);
        if (!isOn(draft, quarantine) || !quarantine.code().equals(Quarantine.LOSING)) return false;
        for (var what : shared(pool)) if (isOn(draft, draft.pauses().get(what))) return false;
        return true;
    }

    /**
     * Whether nothing has kept it from being asked for so long. What had nothing is remembered for an hour after its quarantine; what was
     * not asked since counts as obtainable then.
     */
    public static boolean isSteady(Draft draft, CapacityPool pool, Duration time) {
        return endedBefore(draft, draft.quarantine().get(pool), time)
                && (draft.pauses().isEmpty()
                        || shared(pool).stream()
                                .allMatch(what ->
                                        endedBefore(draft, draft.pauses().get(what), time)));
    }

    private static boolean endedBefore(Draft draft, Quarantine one, Duration time) {
        return one == null || !one.until().plus(time).isAfter(draft.asOf());
    }

    private static boolean isOn(Draft draft, Quarantine one) {
        return one != null && one.until().isAfter(draft.asOf());
    }

    private static List<String> shared(CapacityPool pool) {
        return List.of(shared(Reach.ZONE, pool), shared(Reach.QUOTA, pool));
    }

    private static String shared(Reach reach, CapacityPool pool) {
        return reach == Reach.ZONE
                ? "subnet in " + pool.zone()
                : pool.option().ec2Name() + " quota of " + Quota.of(pool).words() + " types";
    }
}
