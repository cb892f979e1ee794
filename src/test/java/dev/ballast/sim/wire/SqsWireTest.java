package dev.ballast.sim.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.sim.api.Await;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.Service;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** SQS speaks JSON to new clients and AWS Query to old ones; both must reach the same operation. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SqsWireTest {
    private static final String URL = "http://127.0.0.1/123456789012/q";

    private final Deque<Message> messages = new ArrayDeque<>();
    private final AtomicReference<Object> received = new AtomicReference<>();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final LocalWire wire = new LocalWire(LocalWire.api(Service.SQS, operations -> {
        operations.on("SendMessage", SendMessageRequest::builder, (request, context) -> {
            received.set(request);
            messages.add(Message.builder()
                    .messageId("m-1")
                    .body(request.messageBody())
                    .attributes(Map.of(MessageSystemAttributeName.SENT_TIMESTAMP, "1"))
                    .messageAttributes(request.messageAttributes())
                    .build());
            return SendMessageResponse.builder().messageId("m-1").build();
        });
        operations.on("SendMessageBatch", SendMessageBatchRequest::builder, (request, context) -> {
            received.set(request);
            return SendMessageBatchResponse.builder()
                    .successful(SendMessageBatchResultEntry.builder()
                            .id("a")
                            .messageId("m-2")
                            .build())
                    .failed(BatchResultErrorEntry.builder()
                            .id("b")
                            .senderFault(true)
                            .code("No")
                            .build())
                    .build();
        });
        operations.on("ReceiveMessage", ReceiveMessageRequest::builder, (request, context) -> {
            received.set(request);
            Instant deadline =
                    context.received().plusSeconds(request.waitTimeSeconds() == null ? 0 : request.waitTimeSeconds());
            if (messages.isEmpty() && context.now().isBefore(deadline)) {
                waiting.countDown();
                throw new Await(deadline, () -> !messages.isEmpty());
            }
            return messages.isEmpty()
                    ? ReceiveMessageResponse.builder().build()
                    : ReceiveMessageResponse.builder().messages(messages.poll()).build();
        });
        operations.on("GetQueueAttributes", GetQueueAttributesRequest::builder, (request, context) -> {
            received.set(request);
            if (request.queueUrl().endsWith("none")) {
                throw AwsError.refused("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.")
                        .withShape("com.amazonaws.sqs#QueueDoesNotExist");
            }
            return GetQueueAttributesResponse.builder()
                    .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "30"))
                    .build();
        });
        operations.on(
                "ListQueues",
                ListQueuesRequest::builder,
                (request, context) -> ListQueuesResponse.builder().build());
    }));
    private SqsClient sqs;

    @BeforeEach
    void connect() {
        // The operations here count no MD5 sums.
        sqs = wire.client(SqsClient.builder().checksumValidationEnabled(false));
    }

    @AfterEach
    void stop() {
        sqs.close();
        wire.close();
    }

    @Test
    void messagesAndTheirAttributesGoThereAndBack() {
        sqs.sendMessage(request -> request.queueUrl(URL)
                .messageBody("hello")
                .messageAttributes(Map.of(
                        "kind",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("notice")
                                .build())));
        Message message = sqs.receiveMessage(request -> request.queueUrl(URL)
                        .attributeNamesWithStrings("SentTimestamp")
                        .messageAttributeNames("All"))
                .messages()
                .getFirst();
        assertThat(message.body()).isEqualTo("hello");
        assertThat(message.attributes()).containsEntry(MessageSystemAttributeName.SENT_TIMESTAMP, "1");
        assertThat(message.messageAttributes().get("kind").stringValue()).isEqualTo("notice");
    }

    @Test
    void anEmptyAnswerHasNoListAsInSqsItself() throws Exception {
        HttpResponse<String> raw = wire.json("sqs", "AmazonSQS.ListQueues", "{}");
        assertThat(raw.body()).isEqualTo("{}");
        assertThat(raw.headers().firstValue("content-type")).contains("application/x-amz-json-1.0");
        assertThat(sqs.receiveMessage(request -> request.queueUrl(URL)).hasMessages())
                .isFalse();
    }

    @Test
    void errorsCarryTheCodeOfBothProtocols() throws Exception {
        assertThatThrownBy(() -> sqs.getQueueAttributes(request -> request.queueUrl(URL + "/none")))
                .isInstanceOfSatisfying(
                        QueueDoesNotExistException.class,
                        error -> assertThat(error.awsErrorDetails().errorCode())
                                .isEqualTo("AWS.SimpleQueueService.NonExistentQueue"));
        HttpResponse<String> json =
                wire.json("sqs", "AmazonSQS.GetQueueAttributes", "{\"QueueUrl\":\"" + URL + "/none\"}");
        assertThat(json.body()).contains("\"__type\":\"com.amazonaws.sqs#QueueDoesNotExist\"");
        assertThat(json.headers().firstValue("x-amzn-query-error"))
                .contains("AWS.SimpleQueueService.NonExistentQueue;Sender");
        HttpResponse<String> query = query("Action=GetQueueAttributes&QueueUrl=" + URL + "/none");
        assertThat(query.body())
                .contains(
                        "<ErrorResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><Error><Type>Sender</Type>"
                                + "<Code>AWS.SimpleQueueService.NonExistentQueue</Code>");
    }

    @Test
    void missingParametersAreNamed() throws Exception {
        assertThat(query("Action=SendMessage&QueueUrl=" + URL).body())
                .contains("<Code>MissingParameter</Code>", "The request must contain the parameter MessageBody.");
        HttpResponse<String> json = wire.json("sqs", "AmazonSQS.SendMessage", "{\"QueueUrl\":\"" + URL + "\"}");
        assertThat(json.headers().firstValue("x-amzn-query-error")).contains("MissingParameter;Sender");
    }

    @Test
    void oldClientsNamesAreReadAndWritten() throws Exception {
        query("Action=SendMessage&MessageBody=hi&QueueUrl=" + URL
                + "&MessageAttribute.1.Name=kind&MessageAttribute.1.Value.DataType=String"
                + "&MessageAttribute.1.Value.StringValue=notice");
        assertThat(((SendMessageRequest) received.get())
                        .messageAttributes()
                        .get("kind")
                        .stringValue())
                .isEqualTo("notice");

        HttpResponse<String> messages =
                query("Action=ReceiveMessage&AttributeName.1=All&AttributeName.2=SentTimestamp&QueueUrl=" + URL);
        assertThat(((ReceiveMessageRequest) received.get()).attributeNamesAsStrings())
                .containsExactly("All", "SentTimestamp");
        assertThat(messages.body())
                .contains("<ReceiveMessageResult><Message><MessageId>m-1</MessageId>")
                .contains("<Attribute><Name>SentTimestamp</Name><Value>1</Value></Attribute>")
                .contains("<MessageAttribute><Name>kind</Name><Value><StringValue>notice</StringValue>");

        HttpResponse<String> batch = query("Action=SendMessageBatch&QueueUrl=" + URL
                + "&SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageBody=x");
        assertThat(((SendMessageBatchRequest) received.get())
                        .entries()
                        .getFirst()
                        .messageBody())
                .isEqualTo("x");
        assertThat(batch.body())
                .contains("<SendMessageBatchResultEntry><Id>a</Id>", "<BatchResultErrorEntry><Id>b</Id>");

        assertThat(query("Action=GetQueueAttributes&AttributeName.1=All&QueueUrl=" + URL)
                        .body())
                .contains("<GetQueueAttributesResult><Attribute><Name>VisibilityTimeout</Name><Value>30</Value>"
                        + "</Attribute></GetQueueAttributesResult><ResponseMetadata><RequestId>");
    }

    @Test
    void theQueueMayBeNamedByThePath() throws Exception {
        HttpResponse<String> raw = wire.send(wire.request("/123456789012/q")
                .header("Authorization", LocalWire.authorization("sqs"))
                .header("X-Amz-Date", "20260105T080000Z")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("Action=GetQueueAttributes&Version=2012-11-05")));
        assertThat(raw.statusCode()).isEqualTo(200);
        assertThat(((GetQueueAttributesRequest) received.get()).queueUrl()).endsWith("/123456789012/q");
    }

    @Test
    void aLongPollIsAnsweredByTheMessageThatComes() throws Exception {
        CompletableFuture<ReceiveMessageResponse> poll = poll();
        sqs.sendMessage(request -> request.queueUrl(URL).messageBody("late"));
        assertThat(poll.get().messages().getFirst().body()).isEqualTo("late");
    }

    @Test
    void aLongPollInVainEndsInTheWorldsTime() throws Exception {
        CompletableFuture<ReceiveMessageResponse> poll = poll();
        wire.clock.advance(Duration.ofSeconds(20));
        assertThat(poll.get().hasMessages()).isFalse();
    }

    private CompletableFuture<ReceiveMessageResponse> poll() throws InterruptedException {
        CompletableFuture<ReceiveMessageResponse> poll = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                poll.complete(
                        sqs.receiveMessage(request -> request.queueUrl(URL).waitTimeSeconds(20)));
            } catch (RuntimeException failed) {
                poll.completeExceptionally(failed);
            }
        });
        waiting.await();
        return poll;
    }

    private HttpResponse<String> query(String body) throws Exception {
        return wire.form("sqs", body + "&Version=2012-11-05");
    }
}
