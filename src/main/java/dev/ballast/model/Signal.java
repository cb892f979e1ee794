package dev.ballast.model;

import java.time.Duration;
import java.time.Instant;

/**
 * Something AWS said about an instance by itself.
 *
 * @param at when AWS said it (the event's time, not its arrival)
 */
public record Signal(Kind kind, String instanceId, Instant at) {
    /** AWS announces an interruption about this long before it acts, best effort. */
    public static final Duration NOTICE = Duration.ofSeconds(120);

    /** In order of weight: the later one upgrades the earlier. */
    public enum Kind {
        REBALANCE,
        /** The instance is, or is going, away: seen in a state change or by polling. */
        GONE,
        /** Interruption in about two minutes. */
        NOTICE
    }

    /** When the instance goes: the event carries no deadline, so time + 120 s. */
    public Instant deadline() {
        return at.plus(NOTICE);
    }
}
