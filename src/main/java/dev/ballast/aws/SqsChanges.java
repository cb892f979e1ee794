package dev.ballast.aws;

import dev.ballast.observe.ChangeSource;
import dev.ballast.observe.CloudUnreachable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * What ECS says of the cluster: a host registered, a service found no place. In a queue of its own, because a notice must not wait behind
 * it. Nobody reads what it says: events are doubled and out of order, and the look that they bring about is not.
 */
public final class SqsChanges implements ChangeSource {
    private static final int BATCH_MAX = 10;

    private final AwsClients clients;
    private final String queueName;
    private final CloudClock clock;
    private Optional<String> queueUrl = Optional.empty();

    public SqsChanges(AwsClients clients, String cluster, CloudClock clock) {
        this.clients = clients;
        this.queueName = SignalNames.of(cluster).changesQueue();
        this.clock = clock;
    }

    /**
     * Where the queue does not exist this waits.
     *
     * @throws CloudUnreachable where SQS gave no usable answer
     */
    @Override
    public boolean await(Duration patience) {
        try {
            if (queueUrl.isEmpty()) queueUrl = SignalQueue.url(clients, queueName);
            if (queueUrl.isEmpty()) {
                Thread.sleep(clock.wallTime(patience));
                return false;
            }
            var messages = clients.reads()
                    .sqs()
                    .receiveMessage(request -> request.queueUrl(queueUrl.get())
                            .maxNumberOfMessages(BATCH_MAX)
                            .waitTimeSeconds(SqsSignalSource.waitSeconds(patience)))
                    .messages();
            delete(messages);
            return !messages.isEmpty();
        } catch (InterruptedException | AbortedException ended) {
            Thread.currentThread().interrupt();
            return false;
        } catch (SdkException error) {
            queueUrl = Optional.empty();
            throw AwsErrors.unreachable("receive from queue " + queueName, clients.place(), error);
        }
    }

    private void delete(List<Message> messages) {
        if (messages.isEmpty()) return;
        var entries = new ArrayList<DeleteMessageBatchRequestEntry>();
        for (var message : messages)
            entries.add(DeleteMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(message.receiptHandle())
                    .build());
        clients.reads()
                .sqs()
                .deleteMessageBatch(request -> request.queueUrl(queueUrl.get()).entries(entries));
    }
}
