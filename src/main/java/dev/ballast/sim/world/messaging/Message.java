package dev.ballast.sim.world.messaging;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A message in a queue. */
public final class Message {
    /** @param value text, or base64 where the type is Binary */
    public record Attribute(String dataType, String value) {}

    /** SQS's numbers have this size. */
    private static final long FIRST_SEQUENCE = 188_000_000_000_000_000L;

    private final String id;
    private final Post post;
    private final SortedMap<String, Attribute> attributes;
    private final Instant sentAt;
    private final long sequence;
    private final Optional<String> deadLetterSource;
    private Instant firstReceivedAt;
    private int receiveCount;
    private Instant hiddenUntil;
    private int turn;
    private boolean deleted;

    /** @param sequence grows with every message of the queue */
    Message(String id, Post post, Instant sentAt, long sequence) {
        this(id, post, sentAt, sequence, Optional.empty());
    }

    private Message(String id, Post post, Instant sentAt, long sequence, Optional<String> deadLetterSource) {
        this.id = id;
        this.post = post;
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(post.attributes()));
        this.sentAt = sentAt;
        this.sequence = sequence;
        this.deadLetterSource = deadLetterSource;
    }

    /** The same message, never received, as it stands in the dead-letter queue of the queue with this ARN. */
    Message dead(String sourceArn, Instant enteredAt, long newSequence) {
        return new Message(id, post, enteredAt, newSequence, Optional.of(sourceArn));
    }

    public String id() {
        return id;
    }

    public String body() {
        return post.body();
    }

    /** As it was sent. */
    public Post post() {
        return post;
    }

    /** The ARN of the queue from which it came here as a dead letter. */
    public Optional<String> deadLetterSource() {
        return deadLetterSource;
    }

    /** As FIFO queues number their messages: 20 digits that grow. */
    public String sequenceNumber() {
        return "%020d".formatted(FIRST_SEQUENCE + sequence);
    }

    public SortedMap<String, Attribute> attributes() {
        return attributes;
    }

    public Instant sentAt() {
        return sentAt;
    }

    public Optional<Instant> firstReceivedAt() {
        return Optional.ofNullable(firstReceivedAt);
    }

    public int receiveCount() {
        return receiveCount;
    }

    /** For DeleteMessage and ChangeMessageVisibility; another one with every receive. */
    public String receiptHandle() {
        return id + "/" + receiveCount;
    }

    boolean isInFlight(Instant now) {
        return receiveCount > 0 && isHidden(now);
    }

    boolean isHidden(Instant now) {
        return hiddenUntil != null && hiddenUntil.isAfter(now);
    }

    boolean isDeleted() {
        return deleted;
    }

    int turn() {
        return turn;
    }

    int hide(Instant until) {
        hiddenUntil = until;
        return ++turn;
    }

    void received(Instant now) {
        if (firstReceivedAt == null) firstReceivedAt = now;
        receiveCount++;
    }

    void deleted() {
        deleted = true;
    }
}
