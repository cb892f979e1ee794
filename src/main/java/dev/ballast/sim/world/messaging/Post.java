package dev.ballast.sim.world.messaging;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/**
 * What is sent to a queue.
 *
 * @param delay the message's own; empty: the queue's
 * @param group MessageGroupId; a FIFO queue needs one
 * @param deduplicationId a FIFO queue needs one
 * @param traceHeader AWSTraceHeader, the only system attribute that can be sent
 */
public record Post(
        String body,
        Map<String, Message.Attribute> attributes,
        Optional<Duration> delay,
        Optional<String> group,
        Optional<String> deduplicationId,
        Optional<Message.Attribute> traceHeader) {

    /** A body and nothing else. */
    public static Post of(String body) {
        return new Post(
                body, Collections.emptyMap(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Post in(String otherGroup, String otherId) {
        return new Post(body, attributes, delay, Optional.of(otherGroup), Optional.of(otherId), traceHeader);
    }

    public Post after(Duration otherDelay) {
        return new Post(body, attributes, Optional.of(otherDelay), group, deduplicationId, traceHeader);
    }
}
