package dev.ballast.aws;

import dev.ballast.aws.event.Event;
import dev.ballast.aws.event.Messages;
import dev.ballast.model.Signal;
import dev.ballast.observe.CloudUnreachable;
import dev.ballast.observe.SignalSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * The cluster's queue by long poll. A full answer is followed by more readings at once, so that a notice never waits behind what
 * came before it, and nothing waits for a delete. A message without a signal (another kind of event) is deleted when read; one with a signal when the signal is
 * acknowledged; one that nobody can read is left, and SQS sets it aside after {@link #READINGS_MAX} readings. Which instances are
 * ours is not known here, and signals about others are told too: the queue is this cluster's alone.
 */
public final class SqsSignalSource implements SignalSource, AutoCloseable {
    static final int READINGS_MAX = 10;

    private static final int BATCH_MAX = 10;
    private static final Duration LONG_POLL_MAX = Duration.ofSeconds(20);
    /** Readings at once after a full one, and how often at most: 3,200 messages in one receive. */
    private static final int DRAINS_AT_ONCE = Together.MOST_AT_ONCE;

    private static final int DRAIN_ROUNDS_MAX = 40;
    /** More signals than this were never acknowledged: the oldest come again by themselves. */
    private static final int RECEIPTS_MAX = 50_000;
    /** For deletes under way at the end; what is left comes again. */
    private static final Duration LAST_DELETES = Duration.ofSeconds(5);

    private final AwsClients clients;
    private final String queueName;
    private final CloudClock clock;
    private final ExecutorService deletes =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("deletes").factory());
    private final Map<Signal, Map<String, String>> receipts = new LinkedHashMap<>();
    private Optional<String> queueUrl = Optional.empty();
    private Counts counts = new Counts(0, 0, 0, 0);

    /**
     * What was read so far, repeated deliveries included.
     *
     * @param ignored events that tell nothing about a host's end
     * @param unreadable messages of another form
     */
    public record Counts(long messages, long signals, long ignored, long unreadable) {}

    public SqsSignalSource(AwsClients clients, String cluster, CloudClock clock) {
        this.clients = clients;
        this.queueName = SignalNames.of(cluster).queue();
        this.clock = clock;
    }

    public synchronized Counts counts() {
        return counts;
    }

    /**
     * Where the queue does not exist yet this waits for a moment of the patience only.
     *
     * @throws CloudUnreachable where SQS gave no usable answer
     */
    @Override
    public List<Signal> receive(Duration patience) {
        try {
            var url = url();
            if (url.isEmpty()) return waited(patience);
            return receive(url.get(), patience);
        } catch (AbortedException interrupted) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (SdkException error) {
            forgetUrlIfGone(error);
            throw AwsErrors.unreachable("receive from queue " + queueName, clients.place(), error);
        }
    }

    private List<Signal> receive(String url, Duration patience) {
        var end = clock.instant().plus(patience);
        while (true) {
            var left = Duration.between(clock.instant(), end);
            var messages = read(url, waitSeconds(left));
            var isFull = messages.size() == BATCH_MAX;
            var signals = take(url, messages);
            if (isFull) signals.addAll(drain(url));
            if (!signals.isEmpty()
                    || !clock.instant().isBefore(end)
                    || Thread.currentThread().isInterrupted()) return List.copyOf(signals);
        }
    }

    /** SQS waits in whole seconds of its own time. */
    static int waitSeconds(Duration left) {
        if (left.isNegative()) return 0;
        var seconds = left.plusMillis(999).toSeconds();
        return (int) Math.min(seconds, LONG_POLL_MAX.toSeconds());
    }

    private List<Signal> drain(String url) {
        var signals = new ArrayList<Signal>();
        for (var round = 0; round < DRAIN_ROUNDS_MAX; round++) {
            var batches = Together.each(Collections.nCopies(DRAINS_AT_ONCE, url), one -> read(one, 0));
            for (var batch : batches) signals.addAll(take(url, batch));
            if (batches.stream().allMatch(List::isEmpty)) break;
        }
        return signals;
    }

    private List<Message> read(String url, int waitSeconds) {
        return sqs().receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(BATCH_MAX)
                        .waitTimeSeconds(waitSeconds)
                        .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
                .messages();
    }

    private synchronized List<Signal> take(String url, List<Message> messages) {
        var signals = new ArrayList<Signal>();
        var done = new TreeMap<String, String>();
        for (var message : messages) {
            try {
                var told = Messages.signals(message.body());
                signals.addAll(told);
                for (var signal : told)
                    receipts.computeIfAbsent(signal, none -> new TreeMap<>())
                            .put(message.messageId(), message.receiptHandle());
                if (told.isEmpty()) done.put(message.messageId(), message.receiptHandle());
                counts = new Counts(
                        counts.messages + 1,
                        counts.signals + told.size(),
                        counts.ignored + (told.isEmpty() ? 1 : 0),
                        counts.unreadable);
            } catch (Event.Malformed unreadable) {
                counts = new Counts(counts.messages + 1, counts.signals, counts.ignored, counts.unreadable + 1);
                // A queue that somebody made without a place to set messages aside would give it back for ever.
                if (readings(message) > READINGS_MAX) done.put(message.messageId(), message.receiptHandle());
            }
        }
        forgetOldest();
        deleteSoon(url, done);
        return signals;
    }

    private static int readings(Message message) {
        return Integer.parseInt(
                message.attributes().getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1"));
    }

    private void forgetOldest() {
        var oldest = receipts.keySet().iterator();
        while (receipts.size() > RECEIPTS_MAX && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Returns at once and never throws: a message that could not be deleted comes again, and is known by then. */
    @Override
    public void acknowledge(List<Signal> signals) {
        var done = new TreeMap<String, String>();
        synchronized (this) {
            for (var signal : signals) done.putAll(receipts.getOrDefault(signal, Map.of()));
            receipts.keySet().removeAll(signals);
        }
        queueUrl().ifPresent(url -> deleteSoon(url, done));
    }

    private void deleteSoon(String url, Map<String, String> receiptByMessage) {
        if (!receiptByMessage.isEmpty()) deletes.execute(() -> delete(url, receiptByMessage));
    }

    /** Waits until everything that is to be deleted is, but not for ever. */
    void awaitDeletes() throws InterruptedException {
        try {
            deletes.submit(() -> {}).get(LAST_DELETES.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException left) {
            // they come again
        }
    }

    /** Before the clients close. */
    @Override
    public void close() {
        try {
            awaitDeletes();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        deletes.shutdownNow();
    }

    private void delete(String url, Map<String, String> receiptByMessage) {
        var entries = new ArrayList<DeleteMessageBatchRequestEntry>();
        receiptByMessage.forEach((id, receipt) -> entries.add(DeleteMessageBatchRequestEntry.builder()
                .id(Integer.toString(entries.size() % BATCH_MAX))
                .receiptHandle(receipt)
                .build()));
        try {
            Together.each(
                    Together.chunks(entries, BATCH_MAX),
                    chunk -> sqs().deleteMessageBatch(
                                    request -> request.queueUrl(url).entries(chunk)));
        } catch (AbortedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (SdkException left) {
            // they come again
        }
    }

    private Optional<String> url() {
        if (queueUrl().isEmpty()) {
            var found = SignalQueue.url(clients, queueName);
            synchronized (this) {
                queueUrl = found;
            }
        }
        return queueUrl();
    }

    private synchronized Optional<String> queueUrl() {
        return queueUrl;
    }

    private synchronized void forgetUrlIfGone(SdkException error) {
        if (AwsErrors.means(error, AwsErrors.Meaning.NOT_FOUND)) queueUrl = Optional.empty();
    }

    private List<Signal> waited(Duration patience) {
        var wait = clock.wallTime(patience.compareTo(LONG_POLL_MAX) < 0 ? patience : LONG_POLL_MAX);
        try {
            Thread.sleep(wait);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }

    /** The patient set also for deletes: deleting a message twice is deleting it. */
    private SqsClient sqs() {
        return clients.reads().sqs();
    }
}
