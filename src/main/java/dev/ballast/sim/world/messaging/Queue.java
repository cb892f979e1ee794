package dev.ballast.sim.world.messaging;

import dev.ballast.sim.world.core.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A standard queue. */
public final class Queue {
    /** The most messages that one ReceiveMessage gives. */
    public static final int BATCH = 10;

    private static final Duration LONGEST_VISIBILITY = Duration.ofHours(12);
    private static final Duration BETWEEN_PURGES = Duration.ofSeconds(60);

    /** @param maxReceiveCount after so many receives a message goes to the other queue */
    public record Redrive(String deadLetterArn, int maxReceiveCount) {}

    /**
     * How a queue behaves.
     *
     * @param visibility how long a received message stays hidden
     * @param delay how long a sent message stays hidden at first
     * @param patience how long a receive that does not say so itself waits for a message
     * @param policy the resource policy as JSON, empty where there is none
     * @param asGiven attributes that mean nothing to the world
     */
    public record Settings(
            Duration visibility,
            Duration delay,
            Duration patience,
            Duration retention,
            int maximumBytes,
            Optional<Redrive> redrive,
            String policy,
            Map<String, String> asGiven) {
        /** SQS's own; messages of up to 1 MiB since August 2025. */
        public static final Settings DEFAULT = new Settings(
                Duration.ofSeconds(30),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofDays(4),
                1 << 20,
                Optional.empty(),
                "",
                Collections.emptyMap());

        public Settings {
            asGiven = Collections.unmodifiableMap(new LinkedHashMap<>(asGiven));
        }

        public Settings with(Redrive other) {
            return new Settings(
                    visibility, delay, patience, retention, maximumBytes, Optional.of(other), policy, asGiven);
        }

        public Settings withPolicy(String json) {
            return new Settings(visibility, delay, patience, retention, maximumBytes, redrive, json, asGiven);
        }

        public Settings withVisibility(Duration other) {
            return new Settings(other, delay, patience, retention, maximumBytes, redrive, policy, asGiven);
        }
    }

    private final Sqs sqs;
    private final String region;
    private final String name;
    private final String arn;
    private final Instant createdAt;
    private final Map<String, Message> messages = new LinkedHashMap<>();
    private final Deque<Message> visible = new ArrayDeque<>();
    private Settings settings;
    private Instant changedAt;
    private Instant purgedAt;
    private Map<String, String> tags = Collections.emptyMap();

    Queue(Sqs sqs, String region, String name, String arn, Settings settings) {
        this.sqs = sqs;
        this.region = region;
        this.name = name;
        this.arn = arn;
        this.settings = settings;
        createdAt = sqs.now();
        changedAt = createdAt;
    }

    public String name() {
        return name;
    }

    public String arn() {
        return arn;
    }

    public String region() {
        return region;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant changedAt() {
        return changedAt;
    }

    public Settings settings() {
        return settings;
    }

    public void change(Settings changed) {
        settings = changed;
        changedAt = sqs.now();
    }

    public Map<String, String> tags() {
        return tags;
    }

    public void tags(Map<String, String> changed) {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
    }

    /** @param delay the message's own; empty: the queue's */
    public Message send(String body, Map<String, Message.Attribute> attributes, Optional<Duration> delay) {
        var message = new Message(sqs.ids.uuid(), body, attributes, sqs.now());
        messages.put(message.id(), message);
        var hidden = delay.orElse(settings.delay());
        if (hidden.isZero()) visible.add(message);
        else hide(message, hidden);
        return message;
    }

    private void hide(Message message, Duration length) {
        var until = sqs.now().plus(length);
        sqs.time.schedule(until, new Sqs.MessageAppears(region, name, message.id(), message.hide(until)));
    }

    void appears(String messageId, int turn) {
        var message = messages.get(messageId);
        if (message != null && message.turn() == turn) visible.add(message);
    }

    /** Whether a receive would give something now. */
    public boolean hasVisible() {
        dropExpired();
        return !visible.isEmpty();
    }

    /**
     * At most {@link #BATCH}, possibly none; what was received too often goes to the dead-letter queue instead.
     *
     * @param visibility how long they stay hidden; empty: as the queue says
     */
    public List<Message> receive(int most, Optional<Duration> visibility) {
        dropExpired();
        var received = new ArrayList<Message>();
        while (received.size() < most && !visible.isEmpty()) {
            var message = visible.poll();
            if (isDead(message)) continue;
            message.received(sqs.now());
            var hidden = visibility.orElse(settings.visibility());
            if (hidden.isZero()) {
                message.hide(sqs.now());
                received.add(message);
            } else {
                hide(message, hidden);
                received.add(message);
            }
        }
        for (var message : received) if (!message.isHidden(sqs.now())) visible.add(message);
        return received;
    }

    /** Moves it where there is a dead-letter queue. */
    private boolean isDead(Message message) {
        var redrive = settings.redrive();
        if (redrive.isEmpty() || message.receiveCount() < redrive.get().maxReceiveCount()) return false;
        var deadLetters = sqs.byArn(redrive.get().deadLetterArn());
        if (deadLetters.isEmpty()) return false;
        forget(message);
        deadLetters.get().send(message.body(), message.attributes(), Optional.of(Duration.ZERO));
        return true;
    }

    private void forget(Message message) {
        messages.remove(message.id());
        message.deleted();
    }

    /** The oldest stand first, in both. */
    private void dropExpired() {
        var oldest = sqs.now().minus(settings.retention());
        var all = messages.values().iterator();
        while (all.hasNext()) {
            var message = all.next();
            if (!message.sentAt().isBefore(oldest)) break;
            all.remove();
            message.deleted();
        }
        visible.removeIf(Message::isDeleted);
    }

    /**
     * A handle of an earlier receive deletes nothing, without complaint.
     *
     * @throws Refused ReceiptHandleIsInvalid
     */
    public void delete(String receiptHandle) {
        find(receiptHandle)
                .filter(message -> message.receiptHandle().equals(receiptHandle))
                .ifPresent(message -> {
                    forget(message);
                    visible.remove(message);
                });
    }

    /** @throws Refused ReceiptHandleIsInvalid, MessageNotInflight, InvalidParameterValue beyond 12 hours */
    public void changeVisibility(String receiptHandle, Duration length) {
        if (length.isNegative() || length.compareTo(LONGEST_VISIBILITY) > 0)
            throw new Refused(
                    "InvalidParameterValue",
                    "Value " + length.toSeconds()
                            + " for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and 43200.");
        var message = find(receiptHandle)
                .filter(found -> found.receiptHandle().equals(receiptHandle) && found.isInFlight(sqs.now()))
                .orElseThrow(() -> new Refused("MessageNotInflight", "The message referred to is not in flight."));
        if (length.isZero()) {
            message.hide(sqs.now());
            visible.add(message);
        } else {
            hide(message, length);
        }
    }

    private Optional<Message> find(String receiptHandle) {
        var slash = receiptHandle.indexOf('/');
        if (slash != 36)
            throw new Refused(
                    "ReceiptHandleIsInvalid",
                    "The input receipt handle \"" + receiptHandle + "\" is not a valid receipt handle.");
        return Optional.ofNullable(messages.get(receiptHandle.substring(0, slash)));
    }

    /** @throws Refused PurgeQueueInProgress within a minute of the purge before */
    public void purge() {
        if (purgedAt != null && purgedAt.plus(BETWEEN_PURGES).isAfter(sqs.now()))
            throw new Refused(
                    "PurgeQueueInProgress",
                    "Only one PurgeQueue operation on " + name + " is allowed every 60 seconds.");
        purgedAt = sqs.now();
        messages.values().forEach(Message::deleted);
        messages.clear();
        visible.clear();
    }

    /** All that are kept, the oldest first. */
    public Collection<Message> messages() {
        dropExpired();
        return Collections.unmodifiableCollection(messages.values());
    }

    /** ApproximateNumberOfMessages and its two siblings, exactly. */
    public record Counts(int visible, int inFlight, int delayed) {}

    public Counts counts() {
        dropExpired();
        var inFlight = 0;
        for (var message : messages.values()) if (message.isInFlight(sqs.now())) inFlight++;
        return new Counts(visible.size(), inFlight, messages.size() - visible.size() - inFlight);
    }
}
