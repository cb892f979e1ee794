package dev.ballast.decide.draft;

import java.time.Duration;

/** Waits that double with every failure in a row. */
public enum Backoff {
    /** A refusal stays until a person mends it, so asking seldom is enough. */
    REFUSAL(Duration.ofSeconds(30), Duration.ofMinutes(10)),
    /** An open answer may be settled by the very next try, and capacity may wait behind it. */
    RESEND(Duration.ofSeconds(1), Duration.ofMinutes(1)),
    /** What was given back and needed again at once: the tasks settled differently from what was reckoned, and will again. */
    GIVING_BACK(Duration.ofMinutes(10), Duration.ofHours(4)),
    /** Whoever would better go stays, and its replacement did not come: nothing is lost by waiting, and each try asks the market. */
    REPLACEMENT(Duration.ofMinutes(10), Duration.ofHours(4)),
    /** Room for a task appears when a host registers. */
    RERUN(Duration.ofSeconds(5), Duration.ofMinutes(1));

    private final Duration first;
    private final Duration longest;

    Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** @param failures in a row, at least 1 */
    public Duration after(int failures) {
        return after(failures, first, longest);
    }

    public static Duration after(int failures, Duration first, Duration longest) {
        var wait = first;
        for (var i = 1; i < failures && wait.compareTo(longest) < 0; i++) wait = wait.multipliedBy(2);
        return wait.compareTo(longest) < 0 ? wait : longest;
    }
}
