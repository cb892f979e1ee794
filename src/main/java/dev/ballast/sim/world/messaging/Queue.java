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
import java.util.TreeSet;

/** A queue, standard or FIFO. */
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
     * @param fifo empty for a standard queue
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
            Optional<Fifo> fifo,
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
                Optional.empty(),
                Collections.emptyMap());

        public Settings {
            asGiven = Collections.unmodifiableMap(new LinkedHashMap<>(asGiven));
        }

        public Settings with(Redrive other) {
            return new Settings(
                    visibility, delay, patience, retention, maximumBytes, Optional.of(other), policy, fifo, asGiven);
        }

        public Settings withPolicy(String json) {
            return new Settings(visibility, delay, patience, retention, maximumBytes, redrive, json, fifo, asGiven);
        }

        public Settings with(Fifo other) {
            return new Settings(
                    visibility, delay, patience, retention, maximumBytes, redrive, policy, Optional.of(other), asGiven);
        }

        public Settings withVisibility(Duration other) {
            return new Settings(other, delay, patience, retention, maximumBytes, redrive, policy, fifo, asGiven);
        }
    }

    private final Sqs sqs;
    private final String region;
    private final String name;
    private final String arn;
    private final Instant createdAt;
    private final Map<String, Message> messages = new LinkedHashMap<>();
    /** Of a standard queue; a FIFO queue looks through all of its messages in their order. */
    private final Deque<Message> visible = new ArrayDeque<>();
    /** Of a FIFO queue, by deduplication id. */
    private final Map<String, Message> sentLately = new LinkedHashMap<>();

    private Settings settings;
    private long sequence;

    /** Whether it ever took some: they bring their age along, so that messages do not stand by age. */
    private boolean deadLetters;

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

    /**
     * A FIFO queue takes what it was sent within the last five minutes, answers as it did then, and delivers nothing.
     *
     * @throws Refused MissingParameter, InvalidParameterValue where a FIFO queue lacks the group or the deduplication id
     */
    public Message send(Post post) {
        return settings.fifo().isPresent() ? sendInOrder(post, settings.fifo().get()) : enqueue(post);
    }

    private Message sendInOrder(Post post, Fifo fifo) {
        var group = post.group()
                .orElseThrow(() ->
                        new Refused("MissingParameter", "The request must contain the parameter MessageGroupId."));
        var id = post.deduplicationId()
                .orElseThrow(() -> new Refused(
                        "InvalidParameterValue",
                        "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided"
                                + " explicitly"));
        var oldest = sqs.now().minus(Fifo.REMEMBERED);
        sentLately.values().removeIf(message -> message.sentAt().isBefore(oldest));
        var key = fifo.scope() == Fifo.Scope.GROUP ? group + '\n' + id : id;
        var before = sentLately.get(key);
        if (before != null) return before;
        var message = enqueue(post);
        sentLately.put(key, message);
        return message;
    }

    private Message enqueue(Post post) {
        var message = new Message(sqs.ids.uuid(), post, sqs.now(), ++sequence);
        messages.put(message.id(), message);
        var hidden = post.delay().orElse(settings.delay());
        if (hidden.isZero()) show(message);
        else hide(message, hidden);
        return message;
    }

    private void show(Message message) {
        if (settings.fifo().isEmpty()) visible.add(message);
    }

    private void hide(Message message, Duration length) {
        var until = sqs.now().plus(length);
        sqs.time.schedule(until, new Sqs.MessageAppears(region, name, message.id(), message.hide(until)));
    }

    void appears(String messageId, int turn) {
        var message = messages.get(messageId);
        if (message != null && message.turn() == turn) show(message);
    }

    /** Whether a receive would give something now. */
    public boolean hasVisible() {
        dropExpired();
        return settings.fifo().isPresent() ? !inOrder(1).isEmpty() : !visible.isEmpty();
    }

    /**
     * At most {@link #BATCH}, possibly none; what was received too often goes to the dead-letter queue instead.
     *
     * @param visibility how long they stay hidden; empty: as the queue says
     */
    public List<Message> receive(int most, Optional<Duration> visibility) {
        dropExpired();
        var received = new ArrayList<Message>();
        for (var message : settings.fifo().isPresent() ? inOrder(most) : first(most)) {
            message.received(sqs.now());
            var hidden = visibility.orElse(settings.visibility());
            if (hidden.isZero()) message.hide(sqs.now());
            else hide(message, hidden);
            received.add(message);
        }
        for (var message : received) if (!message.isHidden(sqs.now())) show(message);
        return received;
    }

    private List<Message> first(int most) {
        var found = new ArrayList<Message>();
        while (found.size() < most && !visible.isEmpty()) {
            var message = visible.poll();
            if (!isDead(message)) found.add(message);
        }
        return found;
    }

    /** What may be received now: of each group what stands before its first hidden message. */
    private List<Message> inOrder(int most) {
        var blocked = new TreeSet<String>();
        var found = new ArrayList<Message>();
        for (var message : List.copyOf(messages.values())) {
            if (found.size() == most) break;
            var group = message.post().group().orElse("");
            if (blocked.contains(group)) continue;
            if (message.isHidden(sqs.now())) blocked.add(group);
            else if (!isDead(message)) found.add(message);
        }
        return found;
    }

    /** Moves it where there is a dead-letter queue. */
    private boolean isDead(Message message) {
        var redrive = settings.redrive();
        if (redrive.isEmpty() || message.receiveCount() < redrive.get().maxReceiveCount()) return false;
        var target = sqs.byArn(redrive.get().deadLetterArn());
        if (target.isEmpty()) return false;
        forget(message);
        target.get().bury(message, arn);
        return true;
    }

    /** It keeps its id; in a standard queue also its age. */
    private void bury(Message message, String sourceArn) {
        var enteredAt = settings.fifo().isPresent() ? sqs.now() : message.sentAt();
        var dead = message.dead(sourceArn, enteredAt, ++sequence);
        deadLetters = true;
        messages.put(dead.id(), dead);
        show(dead);
    }

    private void forget(Message message) {
        messages.remove(message.id());
        message.deleted();
    }

    private void dropExpired() {
        var oldest = sqs.now().minus(settings.retention());
        var all = messages.values().iterator();
        while (all.hasNext()) {
            var message = all.next();
            if (!message.sentAt().isBefore(oldest)) {
                if (deadLetters) continue;
                break;
            }
            all.remove();
            message.deleted();
        }
        visible.removeIf(Message::isDeleted);
    }

    /**
     * A handle of an earlier receive deletes nothing, without complaint; a FIFO queue complains once the message is visible again.
     *
     * @throws Refused ReceiptHandleIsInvalid, InvalidParameterValue
     */
    public void delete(String receiptHandle) {
        var found = find(receiptHandle);
        if (settings.fifo().isPresent()
                && found.filter(message -> !message.isInFlight(sqs.now())).isPresent())
            throw new Refused(
                    "InvalidParameterValue",
                    "Value " + receiptHandle
                            + " for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.");
        found.filter(message -> message.receiptHandle().equals(receiptHandle)).ifPresent(message -> {
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
            show(message);
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
        var shown = 0;
        for (var message : messages.values()) {
            if (message.isInFlight(sqs.now())) inFlight++;
            else if (!message.isHidden(sqs.now())) shown++;
        }
        return new Counts(shown, inFlight, messages.size() - shown - inFlight);
    }
}
