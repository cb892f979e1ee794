package dev.ballast.sim.world.messaging;

import java.time.Duration;

/**
 * What makes a queue a FIFO queue: messages of one group come in the order in which they were sent, the next ones only when those
 * before them are deleted, and a message that was sent before is taken and not delivered again.
 *
 * @param scope whether a message's deduplication id is one of the queue's or of its group's
 * @param throughput FifoThroughputLimit as it was given; nothing is slowed here
 */
public record Fifo(Identity identity, Scope scope, String throughput) {
    /** A deduplication id is remembered for so long, also after its message was deleted. */
    static final Duration REMEMBERED = Duration.ofMinutes(5);

    public static final Fifo DEFAULT = new Fifo(Identity.GIVEN, Scope.QUEUE, "perQueue");

    /** Where a message's deduplication id comes from where it has none of its own. */
    public enum Identity {
        /** It must have one. */
        GIVEN,
        /** The SHA-256 of its body. */
        OF_BODY
    }

    public enum Scope {
        QUEUE("queue"),
        GROUP("messageGroup");

        private final String text;

        Scope(String text) {
            this.text = text;
        }

        /** As the attribute DeduplicationScope says it. */
        public String text() {
            return text;
        }
    }
}
