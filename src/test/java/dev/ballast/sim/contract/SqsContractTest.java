package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.InvalidEventPatternException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** SQS and EventBridge as the AWS SDK sees them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SqsContractTest {
    private static final String POLICY = """
            {"Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sqs:SendMessage",
             "Resource":"*"}]}""";

    private final ContractCloud cloud = new ContractCloud();
    private final SqsClient sqs = cloud.client(SqsClient.builder());
    private final String url =
            sqs.createQueue(request -> request.queueName("signals")).queueUrl();

    @AfterEach
    void close() {
        sqs.close();
        cloud.close();
    }

    @Test
    void aQueueIsFoundByItsNameAndHasItsDefaults() {
        assertThat(url).isEqualTo(cloud.server.endpoint() + "/123456789012/signals");
        assertThat(sqs.getQueueUrl(request -> request.queueName("signals")).queueUrl())
                .isEqualTo(url);
        assertThat(sqs.listQueues(request -> request.queueNamePrefix("sig")).queueUrls())
                .containsExactly(url);
        var attributes = sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();
        assertThat(attributes)
                .containsEntry(QueueAttributeName.QUEUE_ARN, "arn:aws:sqs:eu-west-1:123456789012:signals")
                .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "30")
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0");
    }

    @Test
    void anUnknownQueueIsAnException() {
        assertThatThrownBy(() -> sqs.getQueueUrl(request -> request.queueName("none")))
                .isInstanceOf(QueueDoesNotExistException.class);
        assertThatThrownBy(() ->
                        sqs.sendMessage(request -> request.queueUrl(url + "2").messageBody("x")))
                .isInstanceOf(QueueDoesNotExistException.class);
    }

    @Test
    void aMessageArrivesWithItsAttributesAndIsDeleted() {
        sqs.sendMessage(request -> request.queueUrl(url)
                .messageBody("hello")
                .messageAttributes(Map.of(
                        "kind",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("greeting")
                                .build())));
        var message = sqs.receiveMessage(request -> request.queueUrl(url)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages()
                .getFirst();
        assertThat(message.body()).isEqualTo("hello");
        assertThat(message.messageAttributes().get("kind").stringValue()).isEqualTo("greeting");
        assertThat(message.attributes()).containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
        sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
        cloud.pass(Duration.ofMinutes(1));
        assertThat(sqs.receiveMessage(request -> request.queueUrl(url)).messages())
                .isEmpty();
    }

    @Test
    void aBatchAnswersEntryByEntry() {
        var answer = sqs.sendMessageBatch(request -> request.queueUrl(url)
                .entries(
                        SendMessageBatchRequestEntry.builder()
                                .id("a")
                                .messageBody("1")
                                .build(),
                        SendMessageBatchRequestEntry.builder()
                                .id("b")
                                .messageBody("2")
                                .delaySeconds(901)
                                .build()));
        assertThat(answer.successful())
                .singleElement()
                .satisfies(done -> assertThat(done.id()).isEqualTo("a"));
        assertThat(answer.failed()).singleElement().satisfies(failed -> {
            assertThat(failed.id()).isEqualTo("b");
            assertThat(failed.code()).isEqualTo("InvalidParameterValue");
        });
    }

    @Test
    void aMalformedReceiptHandleIsRefused() {
        assertThatThrownBy(
                        () -> sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle("nonsense")))
                .isInstanceOf(ReceiptHandleIsInvalidException.class);
    }

    @Test
    void aLongPollWaitsUntilAMessageComes() throws Exception {
        var waiting = CompletableFuture.supplyAsync(
                () -> sqs.receiveMessage(request -> request.queueUrl(url).waitTimeSeconds(20)));
        while (!waiting.isDone()) {
            // Sent again until the poll has it: whether it came before or after the poll began does not matter.
            sqs.sendMessage(request -> request.queueUrl(url).messageBody("late"));
            Thread.onSpinWait();
        }
        assertThat(waiting.get().messages()).hasSize(1);
    }

    @Test
    void aLongPollEndsEmptyWhenItsTimeIsOver() throws Exception {
        var waiting = CompletableFuture.supplyAsync(
                () -> sqs.receiveMessage(request -> request.queueUrl(url).waitTimeSeconds(20)));
        while (!waiting.isDone()) {
            cloud.pass(Duration.ofSeconds(21));
            Thread.onSpinWait();
        }
        assertThat(waiting.get().messages()).isEmpty();
    }

    @Test
    void aRuleBringsEventsToAQueue() throws JsonProcessingException {
        try (var events = cloud.client(EventBridgeClient.builder())) {
            sqs.setQueueAttributes(
                    request -> request.queueUrl(url).attributes(Map.of(QueueAttributeName.POLICY, POLICY)));
            events.putRule(request -> request.name("hosts")
                    .eventPattern("{\"source\":[\"aws.ecs\"],\"detail\":{\"status\":[\"ACTIVE\"]}}"));
            assertThat(events.putTargets(request -> request.rule("hosts")
                                    .targets(
                                            target -> target.id("q").arn("arn:aws:sqs:eu-west-1:123456789012:signals")))
                            .failedEntryCount())
                    .isZero();
            cloud.gate.call(
                    now -> cloud.world.ecs().region(ContractCloud.REGION).createCluster("live"));
            cloud.host("live", "a");
            var body = sqs.receiveMessage(request -> request.queueUrl(url))
                    .messages()
                    .getFirst()
                    .body();
            assertThat(new ObjectMapper().readTree(body).path("detail-type").asText())
                    .isEqualTo("ECS Container Instance State Change");
            assertThat(events.listRules(request -> {}).rules().getFirst().arn())
                    .isEqualTo("arn:aws:events:eu-west-1:123456789012:rule/hosts");
            assertThat(events.listTargetsByRule(request -> request.rule("hosts"))
                            .targets())
                    .hasSize(1);
            assertThatThrownBy(
                            () -> events.putRule(request -> request.name("bad").eventPattern("{\"a\":1}")))
                    .isInstanceOf(InvalidEventPatternException.class);
        }
    }

    @Test
    void eventsOfOnesOwnAreMatchedToo() {
        try (var events = cloud.client(EventBridgeClient.builder())) {
            sqs.setQueueAttributes(
                    request -> request.queueUrl(url).attributes(Map.of(QueueAttributeName.POLICY, POLICY)));
            events.putRule(request -> request.name("own").eventPattern("{\"source\":[\"my.app\"]}"));
            events.putTargets(request -> request.rule("own")
                    .targets(target -> target.id("q").arn("arn:aws:sqs:eu-west-1:123456789012:signals")));
            var answer = events.putEvents(request -> request.entries(
                    entry -> entry.source("my.app").detailType("thing").detail("{\"a\":1}"),
                    entry -> entry.source("aws.ec2").detailType("thing").detail("{}"),
                    entry -> entry.source("my.app").detailType("thing").detail("[")));
            assertThat(answer.failedEntryCount()).isEqualTo(2);
            cloud.pass(Duration.ofSeconds(2));
            assertThat(sqs.receiveMessage(request -> request.queueUrl(url)).messages())
                    .hasSize(1);
        }
    }
}
