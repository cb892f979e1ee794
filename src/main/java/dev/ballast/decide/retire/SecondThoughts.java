package dev.ballast.decide.retire;

import dev.ballast.decide.draft.Backoff;
import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.model.Memory.Retiring;
import dev.ballast.model.Reason.Code;
import java.time.Duration;
import java.util.ArrayList;

/**
 * Whoever was to go for the better stays where the replacement does not come: nothing forces it out. Whoever was to go because nothing was
 * heard of it stays where it speaks before it is drained. Whoever was to go because it stood drained and idle stays where somebody lets
 * it work again.
 */
public final class SecondThoughts {
    private static final Duration LONGEST = Duration.ofMinutes(15);

    /** So that the first answer to the replacement's launch is known. */
    private static final Duration SHORTEST = Duration.ofMinutes(2);

    private SecondThoughts() {}

    /** True while a host waits for a replacement that it could do without; one that was too dear stays at once where it is needed. */
    public static boolean isPending(Draft draft) {
        return draft.retiring().values().stream()
                .anyMatch(retiring ->
                        couldStay(retiring) && retiring.why() != Code.CONSOLIDATE && retiring.why() != Code.YOUNG_POOL);
    }

    private static boolean couldStay(Retiring retiring) {
        return retiring.drainedAt().isEmpty()
                && switch (retiring.why()) {
                    case BACK_TO_SPOT, CONSOLIDATE, REBALANCE_DRAIN, YOUNG_POOL -> true;
                    default -> false;
                };
    }

    /**
     * Whoever was to go for this reason, and waits for its replacement, stays at once: there will be none.
     *
     * @return true where there was anybody; the next decision sees them stay
     */
    public static boolean stay(Draft draft, Code why, String because) {
        var stay = new ArrayList<String>();
        draft.retiring().forEach((id, retiring) -> {
            if (retiring.why() == why && couldStay(retiring)) stay.add(id);
        });
        for (var id : stay) {
            draft.retiring().remove(id);
            draft.note(why, id + " stays: " + because + " in its place");
        }
        if (!stay.isEmpty()) draft.wakeNow();
        return !stay.isEmpty();
    }

    public static void have(Draft draft, Facts facts) {
        keepWhoSpeaks(draft, facts);
        keepWhoWorks(draft, facts);
        var stay = new ArrayList<String>();
        draft.retiring().forEach((id, retiring) -> {
            if (couldStay(retiring) && isOver(draft, facts, retiring)) stay.add(id);
        });
        for (var id : stay) {
            var why = draft.retiring().remove(id).why();
            // back to spot is asked again when a pool may be asked again
            if (why != Code.BACK_TO_SPOT)
                facts.host(id)
                        .map(Host::arn)
                        .ifPresent(arn -> draft.refuse(
                                Subject.drain(arn),
                                "NotReplaced",
                                "its replacement did not come",
                                Backoff.REPLACEMENT));
            draft.note(
                    why == Code.REBALANCE_DRAIN ? Code.REBALANCE_IGNORED : why,
                    id + " stays: its replacement did not come");
        }
    }

    private static void keepWhoSpeaks(Draft draft, Facts facts) {
        var stay = new ArrayList<String>();
        draft.retiring().forEach((id, retiring) -> {
            var silent = retiring.why() == Code.AGENT_LOST || retiring.why() == Code.NEVER_REGISTERED;
            if (silent
                    && retiring.drainedAt().isEmpty()
                    && retiring.terminatedAt().isEmpty()
                    && facts.host(id)
                            .filter(host -> host.isConnected() && host.isDrainable())
                            .isPresent()) stay.add(id);
        });
        for (var id : stay) draft.note(draft.retiring().remove(id).why(), id + " stays: its agent is connected");
    }

    private static void keepWhoWorks(Draft draft, Facts facts) {
        var stay = new ArrayList<String>();
        draft.retiring().forEach((id, retiring) -> {
            if (retiring.why() == Code.ORPHAN
                    && facts.host(id)
                            .filter(host -> worksAgain(host, retiring, facts))
                            .isPresent()) stay.add(id);
        });
        for (var id : stay)
            draft.note(draft.retiring().remove(id).why(), id + " stays: somebody has activated it again");
    }

    private static boolean worksAgain(Host host, Retiring retiring, Facts facts) {
        if (host.isDrainable()) return true;
        return retiring.terminatedAt().isEmpty() && !facts.movable(host).isEmpty();
    }

    private static boolean isOver(Draft draft, Facts facts, Retiring retiring) {
        var patience = facts.settings().capacity().onDemand().patience();
        var wait = patience.compareTo(SHORTEST) > 0 ? patience : SHORTEST;
        if (draft.watch().shortSince().isEmpty() || wait.compareTo(LONGEST) > 0) wait = LONGEST;
        return !retiring.since().plus(wait).isAfter(draft.asOf());
    }
}
