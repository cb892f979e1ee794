package dev.ballast.model;

import java.util.List;

/**
 * Why. The log line, the row on the page, the answer of {@code ballast why} and the assertion of a test are this one value.
 *
 * @param sentence for a person, with the numbers that decided
 * @param alternatives what was not done, each with the number that lost
 */
public record Reason(Code code, String sentence, List<String> alternatives) {
    public Reason {
        alternatives = List.copyOf(alternatives);
    }

    public static Reason of(Code code, String sentence) {
        return new Reason(code, sentence, List.of());
    }

    public enum Code {
        // brakes
        FACTS_TOO_OLD,
        TOO_MANY_HOSTS_MISSING,
        // interrupt
        NOTICE_REPLACE,
        NOTICE_DRAIN_ROOM,
        NOTICE_DRAIN_REPLACED,
        NOTICE_DRAIN_CUTOFF,
        NOTICE_STOP_CUTOFF,
        NOTICE_DEREGISTER,
        NOTICE_RERUN,
        NOTICE_OUTCOME,
        REBALANCE_REPLACE,
        REBALANCE_DRAIN,
        REBALANCE_IGNORED,
        // plan
        BELOW_TARGET,
        TASKS_WAITING,
        HEADROOM,
        SPARE_FOR_LOSS,
        SURPLUS,
        DRAINED,
        NO_OFFER,
        CAPPED,
        SURVIVE_AUTO,
        WHOLE,
        // fallback
        POOL_QUARANTINED,
        ON_DEMAND_FALLBACK,
        ON_DEMAND_BASE,
        BACK_TO_SPOT,
        YOUNG_POOL,
        PROBE,
        CONSOLIDATE,
        // upkeep
        TEMPLATE_NEEDED,
        NEVER_REGISTERED,
        AGENT_LOST,
        ORPHAN,
        TAKE_DOWN,
        // what AWS said
        REFUSED,
        UNANSWERED,
        // a person asked for it
        ASKED,
        // what is not known of the market
        PLACEMENT_SCORES
    }
}
