package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.PurgeQueueInProgressException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDeletedRecentlyException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Queues as the AWS SDK sees them: FIFO, dead letters, visibility, permissions, tags. */
class SqsQueuesContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final SqsClient sqs = cloud.client(SqsClient.builder());

    @AfterEach
    void close() {
        sqs.close();
        cloud.close();
    }

    private String queue(String name, Map<QueueAttributeName, String> attributes) {
        return sqs.createQueue(request -> request.queueName(name).attributes(attributes))
                .queueUrl();
    }

    private String fifo() {
        return queue("orders.fifo", Map.of(QueueAttributeName.FIFO_QUEUE, "true"));
    }

    private SendMessageResponse send(String url, String group, String body) {
        return sqs.sendMessage(request ->
                request.queueUrl(url).messageBody(body).messageGroupId(group).messageDeduplicationId(body));
    }

    private List<Message> receive(String url) {
        return sqs.receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
    }

    private String attribute(String url, QueueAttributeName name) {
        return sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(name))
                .attributes()
                .get(name);
    }

    private static void refused(Runnable call, String code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        SqsException.class,
                        error -> assertThat(error.awsErrorDetails().errorCode()).endsWith(code));
    }

    @Test
    void aGroupComesInOrderAndWaitsForItsFirstMessage() {
        var url = fifo();
        send(url, "a", "a1");
        send(url, "b", "b1");
        send(url, "a", "a2");
        var first =
                sqs.receiveMessage(request -> request.queueUrl(url)).messages().getFirst();
        assertThat(first.body()).isEqualTo("a1");
        assertThat(receive(url)).extracting(Message::body).containsExactly("b1");
        sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(first.receiptHandle()));
        assertThat(receive(url)).extracting(Message::body).containsExactly("a2");
    }

    @Test
    void aMessageThatIsVisibleAgainComesBeforeTheOnesBehindIt() {
        var url = fifo();
        send(url, "a", "a1");
        send(url, "a", "a2");
        sqs.receiveMessage(request -> request.queueUrl(url));
        cloud.pass(Duration.ofSeconds(31));
        assertThat(receive(url)).extracting(Message::body).containsExactly("a1", "a2");
    }

    @Test
    void whatWasSentBeforeIsTakenAndNotDeliveredAgain() {
        var url = fifo();
        var sent = send(url, "a", "once");
        assertThat(sent.sequenceNumber()).hasSize(20);
        assertThat(send(url, "a", "once").messageId()).isEqualTo(sent.messageId());
        var received = receive(url);
        assertThat(received).hasSize(1);
        assertThat(received.getFirst().attributes())
                .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "a")
                .containsEntry(MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID, "once")
                .containsEntry(MessageSystemAttributeName.SEQUENCE_NUMBER, sent.sequenceNumber());
        sqs.deleteMessage(request ->
                request.queueUrl(url).receiptHandle(received.getFirst().receiptHandle()));
        send(url, "a", "once");
        assertThat(receive(url)).isEmpty();
        cloud.pass(Duration.ofMinutes(6));
        send(url, "a", "once");
        assertThat(receive(url)).hasSize(1);
    }

    @Test
    void aFifoQueueSaysWhatAMessageLacks() {
        var url = fifo();
        refused(() -> sqs.sendMessage(request -> request.queueUrl(url).messageBody("x")), "MissingParameter");
        refused(
                () -> sqs.sendMessage(
                        request -> request.queueUrl(url).messageBody("x").messageGroupId("a")),
                "InvalidParameterValue");
        refused(
                () -> sqs.sendMessage(request -> request.queueUrl(url)
                        .messageBody("x")
                        .messageGroupId("a")
                        .messageDeduplicationId("1")
                        .delaySeconds(5)),
                "InvalidParameterValue");
        sqs.setQueueAttributes(request ->
                request.queueUrl(url).attributes(Map.of(QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true")));
        sqs.sendMessage(request -> request.queueUrl(url).messageBody("x").messageGroupId("a"));
        assertThat(attribute(url, QueueAttributeName.CONTENT_BASED_DEDUPLICATION))
                .isEqualTo("true");
    }

    @Test
    void theNameOfAFifoQueueEndsInFifoAndNoOtherDoes() {
        refused(() -> queue("x.fifo", Map.of()), "InvalidParameterValue");
        refused(() -> queue("x", Map.of(QueueAttributeName.FIFO_QUEUE, "true")), "InvalidParameterValue");
        refused(() -> queue("x", Map.of(QueueAttributeName.FIFO_QUEUE, "false")), "InvalidAttributeName");
        refused(
                () -> queue("x", Map.of(QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true")),
                "InvalidAttributeName");
    }

    @Test
    void theHandleOfAFifoMessageExpiresWithItsVisibility() {
        var url = fifo();
        send(url, "a", "1");
        var handle = receive(url).getFirst().receiptHandle();
        cloud.pass(Duration.ofSeconds(31));
        refused(
                () -> sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(handle)),
                "InvalidParameterValue");
    }

    @Test
    void aDeadLetterKeepsItsIdAndSaysWhereItComesFrom() {
        var dead = queue("dead", Map.of());
        var url = queue("live", Map.of());
        var arn = attribute(dead, QueueAttributeName.QUEUE_ARN);
        var policy = "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":\"1\"}";
        sqs.setQueueAttributes(
                request -> request.queueUrl(url).attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, policy)));
        var id = sqs.sendMessage(request -> request.queueUrl(url).messageBody("poison"))
                .messageId();
        assertThat(receive(url)).hasSize(1);
        cloud.pass(Duration.ofSeconds(31));
        assertThat(receive(url)).isEmpty();
        var letter = receive(dead).getFirst();
        assertThat(letter.messageId()).isEqualTo(id);
        assertThat(letter.attributes())
                .containsEntry(
                        MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN,
                        attribute(url, QueueAttributeName.QUEUE_ARN));
        assertThat(sqs.listDeadLetterSourceQueues(request -> request.queueUrl(dead))
                        .queueUrls())
                .containsExactly(url);
    }

    @Test
    void deadLettersGoToAQueueThatExistsAndIsOfTheSameKind() {
        var url = queue("live", Map.of());
        var fifo = attribute(fifo(), QueueAttributeName.QUEUE_ARN);
        for (var policy : List.of(
                "{\"deadLetterTargetArn\":\"arn:aws:sqs:eu-west-1:123456789012:none\",\"maxReceiveCount\":3}",
                "{\"deadLetterTargetArn\":\"" + fifo + "\",\"maxReceiveCount\":3}",
                "{\"deadLetterTargetArn\":\"" + fifo + "\"}",
                "{\"deadLetterTargetArn\":\"" + fifo + "\",\"maxReceiveCount\":1001}",
                "nonsense"))
            refused(
                    () -> sqs.setQueueAttributes(request ->
                            request.queueUrl(url).attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, policy))),
                    "InvalidParameterValue");
    }

    @Test
    void visibilityIsChangedAloneAndInBatchesWithAFailurePerEntry() {
        var url = queue("live", Map.of());
        sqs.sendMessage(request -> request.queueUrl(url).messageBody("x"));
        var handle = receive(url).getFirst().receiptHandle();
        sqs.changeMessageVisibility(
                request -> request.queueUrl(url).receiptHandle(handle).visibilityTimeout(0));
        var again = receive(url).getFirst().receiptHandle();
        var answer = sqs.changeMessageVisibilityBatch(request -> request.queueUrl(url)
                .entries(
                        entry -> entry.id("good").receiptHandle(again).visibilityTimeout(0),
                        entry -> entry.id("bad").receiptHandle("nonsense").visibilityTimeout(0)));
        assertThat(answer.successful()).extracting(entry -> entry.id()).containsExactly("good");
        assertThat(answer.failed()).extracting(entry -> entry.code()).containsExactly("ReceiptHandleIsInvalid");
        var last = receive(url).getFirst().receiptHandle();
        var deleted = sqs.deleteMessageBatch(request -> request.queueUrl(url)
                .entries(
                        entry -> entry.id("good").receiptHandle(last),
                        entry -> entry.id("bad").receiptHandle("nonsense")));
        assertThat(deleted.successful()).hasSize(1);
        assertThat(deleted.failed().getFirst().senderFault()).isTrue();
    }

    @Test
    void aBatchOfElevenIsRefusedWhole() {
        var url = queue("live", Map.of());
        refused(
                () -> sqs.sendMessageBatch(request -> request.queueUrl(url)
                        .entries(IntStream.range(0, 11)
                                .mapToObj(i ->
                                        software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry.builder()
                                                .id("e" + i)
                                                .messageBody("x")
                                                .build())
                                .toList())),
                "TooManyEntriesInBatchRequest");
    }

    @Test
    void aTraceHeaderTravelsWithTheMessage() {
        var url = queue("live", Map.of());
        var sent = sqs.sendMessage(request -> request.queueUrl(url)
                .messageBody("x")
                .messageSystemAttributes(Map.of(
                        MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                        MessageSystemAttributeValue.builder()
                                .dataType("String")
                                .stringValue("Root=1")
                                .build())));
        assertThat(sent.md5OfMessageSystemAttributes()).hasSize(32);
        assertThat(receive(url).getFirst().attributes())
                .containsEntry(MessageSystemAttributeName.AWS_TRACE_HEADER, "Root=1");
    }

    @Test
    void aPermissionIsAStatementOfThePolicy() {
        var url = queue("live", Map.of());
        sqs.addPermission(request -> request.queueUrl(url)
                .label("friends")
                .awsAccountIds("111122223333")
                .actions("SendMessage", "ReceiveMessage"));
        assertThat(attribute(url, QueueAttributeName.POLICY))
                .contains("\"Sid\":\"friends\"", "arn:aws:iam::111122223333:root", "SQS:ReceiveMessage");
        refused(
                () -> sqs.addPermission(request -> request.queueUrl(url)
                        .label("friends")
                        .awsAccountIds("111122223333")
                        .actions("*")),
                "InvalidParameterValue");
        sqs.removePermission(request -> request.queueUrl(url).label("friends"));
        assertThat(attribute(url, QueueAttributeName.POLICY)).isNull();
        refused(() -> sqs.removePermission(request -> request.queueUrl(url).label("friends")), "InvalidParameterValue");
    }

    @Test
    void aQueueIsPurgedOnceAMinute() {
        var url = queue("live", Map.of());
        sqs.sendMessage(request -> request.queueUrl(url).messageBody("x"));
        sqs.purgeQueue(request -> request.queueUrl(url));
        assertThat(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .isEqualTo("0");
        assertThatThrownBy(() -> sqs.purgeQueue(request -> request.queueUrl(url)))
                .isInstanceOf(PurgeQueueInProgressException.class);
    }

    @Test
    void aDeletedQueueIsGoneAndItsNameRests() {
        var url = queue("live", Map.of());
        sqs.deleteQueue(request -> request.queueUrl(url));
        assertThatThrownBy(() -> sqs.listQueueTags(request -> request.queueUrl(url)))
                .isInstanceOf(QueueDoesNotExistException.class);
        assertThatThrownBy(() -> queue("live", Map.of())).isInstanceOf(QueueDeletedRecentlyException.class);
    }

    @Test
    void tagsComeAndGo() {
        var url = queue("live", Map.of());
        sqs.tagQueue(request -> request.queueUrl(url).tags(Map.of("team", "x", "stage", "y")));
        sqs.untagQueue(request -> request.queueUrl(url).tagKeys("stage"));
        assertThat(sqs.listQueueTags(request -> request.queueUrl(url)).tags()).isEqualTo(Map.of("team", "x"));
    }

    @Test
    void aMessageAttributeHasAWellFormedNameAndAValueOfItsType() {
        var url = queue("live", Map.of());
        for (var name : List.of("a b", "aws.x", ".x"))
            refused(() -> sendWith(url, name, "String", "x"), "InvalidParameterValue");
        refused(() -> sendWith(url, "n", "Number", "many"), "InvalidParameterValue");
        sendWith(url, "n", "Number.int", "-3.5e2");
        refused(() -> sqs.tagQueue(request -> request.queueUrl(url).tags(Map.of())), "MissingParameter");
    }

    private void sendWith(String url, String name, String type, String value) {
        sqs.sendMessage(request -> request.queueUrl(url)
                .messageBody("x")
                .messageAttributes(Map.of(
                        name,
                        software.amazon.awssdk.services.sqs.model.MessageAttributeValue.builder()
                                .dataType(type)
                                .stringValue(value)
                                .build())));
    }
}
