package dev.ballast.simulation;

/** One kind of thing that goes wrong. A seed draws which of them exist in its world at all, and how often each happens. */
enum Adversity {
    // between Ballast and AWS
    LOST_ANSWERS,
    THROTTLES,
    UNREACHABLE,
    SLOW_ANSWERS,
    STALE_LISTINGS,
    // Ballast's own machine
    CRASHES,
    JOURNAL_FAILURES,
    CLOCK_DRIFT,
    CLOCK_JUMPS,
    // what AWS does
    NOTICES,
    POOL_LOSSES,
    ZONE_LOSSES,
    LOSSES_WITHOUT_NOTICE,
    REBALANCES,
    DROUGHTS,
    SILENT_AGENTS,
    // what becomes of AWS's messages
    LOST_SIGNALS,
    DOUBLED_SIGNALS,
    LATE_SIGNALS,
    // what people do
    SETTINGS_CHANGED,
    TERMINATED_BY_HAND,
    SERVICES_EDITED,
    DRAINED_BY_HAND,
    STANDALONE_TASKS,
    // what the world's own faults do; behind the others, so that a seed has of those what it had
    BOOTS_NEVER_REGISTER,
    PULLS_FAIL,
    ZONES_AWAY,
    WRONG_EVENT_CLOCKS;

    /** For the command line: lost-answers. */
    String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static Adversity of(String word) {
        for (var one : values()) if (one.word().equals(word)) return one;
        throw new IllegalArgumentException("there is no adversity '" + word + "'");
    }
}
