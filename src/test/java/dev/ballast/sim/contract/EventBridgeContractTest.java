package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Rules, targets and buses as the AWS SDK sees them. */
class EventBridgeContractTest {
    private static final String QUEUE = "arn:aws:sqs:eu-west-1:123456789012:q";
    private static final String POLICY = """
            {"Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sqs:SendMessage",
             "Resource":"*"}]}""";

    private final ContractCloud cloud = new ContractCloud();
    private final EventBridgeClient events = cloud.client(EventBridgeClient.builder());

    @AfterEach
    void close() {
        events.close();
        cloud.close();
    }

    private void rule(String name) {
        events.putRule(request ->
                request.name(name).eventPattern("{\"source\":[\"my.app\"]}").description("mine"));
        events.putTargets(request ->
                request.rule(name).targets(Target.builder().id("q").arn(QUEUE).build()));
    }

    @Test
    void aRuleIsSwitchedOffAndOnAgain() {
        rule("own");
        events.disableRule(request -> request.name("own"));
        var described = events.describeRule(request -> request.name("own"));
        assertThat(described.state()).isEqualTo(RuleState.DISABLED);
        assertThat(described.description()).isEqualTo("mine");
        assertThat(described.eventBusName()).isEqualTo("default");
        events.enableRule(request -> request.name("own"));
        assertThat(events.describeRule(request -> request.name("own")).state()).isEqualTo(RuleState.ENABLED);
    }

    @Test
    void aRuleWithTargetsIsNotDeleted() {
        rule("own");
        assertThat(events.listRuleNamesByTarget(request -> request.targetArn(QUEUE))
                        .ruleNames())
                .containsExactly("own");
        assertThatThrownBy(() -> events.deleteRule(request -> request.name("own")))
                .isInstanceOf(EventBridgeException.class)
                .hasMessageContaining("Rule can't be deleted since it has targets.");
        var removed = events.removeTargets(request -> request.rule("own").ids("q", "none"));
        assertThat(removed.failedEntries())
                .singleElement()
                .satisfies(failed -> assertThat(failed.targetId()).isEqualTo("none"));
        events.deleteRule(request -> request.name("own"));
        assertThatThrownBy(() -> events.describeRule(request -> request.name("own")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aPatternIsTriedWithoutARule() {
        var event = """
                {"id":"1","detail-type":"t","source":"my.app","account":"123456789012","time":"2026-01-05T08:00:00Z",
                 "region":"eu-west-1","resources":[],"detail":{"n":5}}""";
        assertThat(events.testEventPattern(request ->
                                request.event(event).eventPattern("{\"detail\":{\"n\":[{\"numeric\":[\">\",4]}]}}"))
                        .result())
                .isTrue();
        assertThat(events.testEventPattern(request -> request.event(event).eventPattern("{\"source\":[\"other\"]}"))
                        .result())
                .isFalse();
    }

    @Test
    void aBusOfOnesOwnHasItsOwnRules() {
        events.createEventBus(request -> request.name("mine"));
        assertThatThrownBy(() -> events.createEventBus(request -> request.name("mine")))
                .isInstanceOf(ResourceAlreadyExistsException.class);
        events.putRule(request -> request.name("own").eventBusName("mine").eventPattern("{\"source\":[\"a\"]}"));
        assertThat(events.describeEventBus(request -> request.name("mine")).arn())
                .isEqualTo("arn:aws:events:eu-west-1:123456789012:event-bus/mine");
        assertThat(events.listEventBuses(request -> {}).eventBuses())
                .extracting(bus -> bus.name())
                .containsExactly("default", "mine");
        assertThatThrownBy(() -> events.deleteEventBus(request -> request.name("mine")))
                .isInstanceOf(EventBridgeException.class);
        events.deleteRule(request -> request.name("own").eventBusName("mine"));
        events.deleteEventBus(request -> request.name("mine"));
        assertThatThrownBy(() -> events.describeEventBus(request -> request.name("mine")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aRuleKeepsItsTags() {
        rule("own");
        var arn = events.describeRule(request -> request.name("own")).arn();
        events.tagResource(request -> request.resourceARN(arn)
                .tags(tag -> tag.key("a").value("1"), tag -> tag.key("b").value("2")));
        events.untagResource(request -> request.resourceARN(arn).tagKeys("a"));
        assertThat(events.listTagsForResource(request -> request.resourceARN(arn))
                        .tags())
                .singleElement()
                .satisfies(tag -> assertThat(tag.key()).isEqualTo("b"));
    }

    @Test
    void aFifoQueueGetsEventsInTheGroupThatItsTargetNames() {
        try (var sqs = cloud.client(SqsClient.builder())) {
            var url = sqs.createQueue(request -> request.queueName("q.fifo")
                            .attributes(Map.of(
                                    QueueAttributeName.FIFO_QUEUE, "true",
                                    QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true",
                                    QueueAttributeName.POLICY, POLICY)))
                    .queueUrl();
            rule("own");
            events.putTargets(request -> request.rule("own")
                    .targets(target -> target.id("f")
                            .arn(QUEUE + ".fifo")
                            .sqsParameters(parameters -> parameters.messageGroupId("g"))));
            events.putEvents(request -> request.entries(
                    entry -> entry.source("my.app").detailType("t").detail("{}")));
            cloud.pass(Duration.ofSeconds(2));
            var message = sqs.receiveMessage(request ->
                            request.queueUrl(url).messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                    .messages()
                    .getFirst();
            assertThat(message.attributes()).containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "g");
        }
    }

    @Test
    void aScheduleIsDataButCheckedLikeAnyOther() {
        events.putRule(request -> request.name("hourly").scheduleExpression("rate(1 hour)"));
        events.putRule(request -> request.name("noon").scheduleExpression("cron(0 12 * * ? *)"));
        assertThat(events.describeRule(request -> request.name("noon")).scheduleExpression())
                .isEqualTo("cron(0 12 * * ? *)");
        assertThatThrownBy(() -> events.putRule(request -> request.name("never").scheduleExpression("now and then")))
                .isInstanceOf(EventBridgeException.class)
                .hasMessageContaining("Parameter ScheduleExpression is not valid.");
        events.createEventBus(request -> request.name("mine"));
        assertThatThrownBy(() -> events.putRule(
                        request -> request.name("hourly").eventBusName("mine").scheduleExpression("rate(1 hour)")))
                .isInstanceOf(EventBridgeException.class);
    }
}
