package dev.ballast.aws.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.Signal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void anInterruptionWarningIsANoticeOfTheInstanceInItsDetail() {
        // the ARN carries the zone where the region belongs, and must not be read
        var message = """
                {"version": "0", "id": "1e5527d7-bb36-4607-3370-4164db56a40e",
                 "detail-type": "EC2 Spot Instance Interruption Warning", "source": "aws.ec2", "account": "123456789012",
                 "time": "2026-03-01T10:00:00Z", "region": "eu-west-1",
                 "resources": ["arn:aws:ec2:eu-west-1b:instance/i-0b662ef9931388ba0"],
                 "detail": {"instance-id": "i-0b662ef9931388ba0", "instance-action": "terminate"}}
                """;
        assertThat(Messages.signals(message))
                .containsExactly(new Signal(Signal.Kind.NOTICE, "i-0b662ef9931388ba0", AT));
    }

    @Test
    void aRebalanceRecommendationIsOne() {
        assertThat(Messages.signals(
                        event("aws.ec2", "EC2 Instance Rebalance Recommendation", "{\"instance-id\":\"i-1\"}")))
                .containsExactly(new Signal(Signal.Kind.REBALANCE, "i-1", AT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shutting-down", "terminated", "stopping", "stopped"})
    void anInstanceThatEndsIsGone(String state) {
        assertThat(Messages.signals(stateChange(state))).containsExactly(new Signal(Signal.Kind.GONE, "i-1", AT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "running"})
    void anInstanceThatStartsIsNoSignal(String state) {
        assertThat(Messages.signals(stateChange(state))).isEmpty();
    }

    @Test
    void otherEventsTellNothing() {
        assertThat(Messages.signals(event("aws.ecs", "ECS Task State Change", "{\"version\": 3}")))
                .isEmpty();
        assertThat(Messages.signals(event("aws.health", "AWS Health Event", "{}")))
                .isEmpty();
        assertThat(Messages.signals(event("aws.ec2", "EC2 Spot Instance Request Fulfillment", "{}")))
                .isEmpty();
        // somebody's own event may borrow the words
        assertThat(Messages.signals(
                        event("my.app", "EC2 Spot Instance Interruption Warning", "{\"instance-id\":\"i-1\"}")))
                .isEmpty();
    }

    @Test
    void aScheduledChangeOfInstancesIsARebalanceRecommendationForEach() {
        assertThat(Messages.signals(health("EC2", "scheduledChange", "upcoming")))
                .containsExactly(
                        new Signal(Signal.Kind.REBALANCE, "i-1", AT), new Signal(Signal.Kind.REBALANCE, "i-2", AT));
    }

    @Test
    void otherNewsOfHealthIsNone() {
        assertThat(Messages.signals(health("RDS", "scheduledChange", "upcoming")))
                .isEmpty();
        assertThat(Messages.signals(health("EC2", "issue", "open"))).isEmpty();
        assertThat(Messages.signals(health("EC2", "scheduledChange", "closed"))).isEmpty();
    }

    private static String health(String service, String category, String status) {
        return event(
                "aws.health",
                "AWS Health Event",
                "{\"service\": \"" + service + "\", \"eventTypeCategory\": \"" + category + "\", \"statusCode\": \""
                        + status
                        + "\", \"eventTypeCode\": \"AWS_EC2_PERSISTENT_INSTANCE_RETIREMENT_SCHEDULED\", \"affectedEntities\":"
                        + " [{\"entityValue\": \"i-1\"}, {\"entityValue\": \"vol-1\"}, {\"entityValue\": \"i-2\"}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[]",
                "{}",
                "{\"source\": \"aws.ec2\"}",
                "{\"source\": \"aws.ec2\", \"detail-type\": \"EC2 Spot Instance Interruption Warning\", \"time\": \"today\"}",
                "{\"source\": \"aws.ec2\", \"detail-type\": \"EC2 Spot Instance Interruption Warning\","
                        + " \"time\": \"2026-03-01T10:00:00Z\", \"detail\": {\"instance-id\": 7}}",
                "{\"source\": \"aws.ec2\", \"detail-type\": \"EC2 Instance State-change Notification\","
                        + " \"time\": \"2026-03-01T10:00:00Z\", \"detail\": {\"instance-id\": \"i-1\", \"state\": \"asleep\"}}"
            })
    void whatIsNoEventIsMalformed(String message) {
        assertThatThrownBy(() -> Messages.signals(message)).isInstanceOf(Event.Malformed.class);
    }

    private static String stateChange(String state) {
        return event(
                "aws.ec2",
                "EC2 Instance State-change Notification",
                "{\"instance-id\": \"i-1\", \"state\": \"" + state + "\"}");
    }

    private static String event(String source, String detailType, String detail) {
        return "{\"version\":\"0\",\"id\":\"x\",\"detail-type\":\"" + detailType + "\",\"source\":\"" + source
                + "\",\"account\":\"123456789012\",\"time\":\"2026-03-01T10:00:00Z\",\"region\":\"eu-west-1\","
                + "\"resources\":[],\"detail\":" + detail + "}";
    }
}
