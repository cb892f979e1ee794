package dev.ballast.bench.notices;

import java.net.URI;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Puts interruption warnings into a cluster's queue, word for word as EventBridge does, and remembers when. Nothing is taken away: the
 * bench is about the first call.
 */
final class Warnings implements AutoCloseable {
    static final int BATCH_MAX = 10;

    private final SqsClient sqs;
    private final String queueUrl;
    private final InstantSource clock;
    private final Map<String, Long> sentAt = new ConcurrentHashMap<>();

    /** @param clock the cloud's: a warning is dated by it */
    Warnings(URI endpoint, String region, String cluster, InstantSource clock) {
        this.clock = clock;
        sqs = SqsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "none")))
                .build();
        queueUrl = sqs.getQueueUrl(request -> request.queueName("ballast-" + cluster))
                .queueUrl();
    }

    /** @param instanceIds at most {@link #BATCH_MAX} */
    void send(List<String> instanceIds) {
        var entries = instanceIds.stream()
                .map(id -> SendMessageBatchRequestEntry.builder()
                        .id(id)
                        .messageBody(warning(id))
                        .build())
                .toList();
        var begin = System.nanoTime();
        instanceIds.forEach(id -> sentAt.put(id, begin));
        var answer = sqs.sendMessageBatch(request -> request.queueUrl(queueUrl).entries(entries));
        if (answer.hasFailed()) throw new IllegalStateException("not sent: " + answer.failed());
    }

    /** Of System.nanoTime, before the message was handed to SQS: its own way there counts too. */
    Map<String, Long> sentAt() {
        return sentAt;
    }

    private String warning(String id) {
        return """
                {"version":"0","id":"12345678-1234-1234-1234-123456789012","detail-type":"EC2 Spot Instance Interruption Warning",\
                "source":"aws.ec2","account":"123456789012","time":"%s","region":"eu-west-1",\
                "resources":["arn:aws:ec2:eu-west-1a:instance/%s"],\
                "detail":{"instance-id":"%s","instance-action":"terminate"}}""".formatted(clock.instant().truncatedTo(ChronoUnit.SECONDS), id, id);
    }

    @Override
    public void close() {
        sqs.close();
    }
}
