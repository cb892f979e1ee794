package dev.ballast.sim.world.messaging;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A message in a queue. */
public final class Message {
    /** @param value text, or base64 where the type is Binary */
    public record Attribute(String dataType, String value) {}

    private final String id;
    private final String body;
    private final SortedMap<String, Attribute> attributes;
    private final Instant sentAt;
    private Instant firstReceivedAt;
    private int receiveCount;
    private Instant hiddenUntil;
    private int turn;
    private boolean deleted;

    Message(String id, String body, Map<String, Attribute> attributes, Instant sentAt) {
        this.id = id;
        this.body = body;
        this.attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        this.sentAt = sentAt;
    }

    public String id() {
        return id;
    }

    public String body() {
        return body;
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
