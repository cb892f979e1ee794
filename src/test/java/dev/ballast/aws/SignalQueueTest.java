package dev.ballast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalQueueTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void namesSayWhoseTheyAre() {
        var names = SignalNames.of("live");
        assertThat(names.queue()).isEqualTo("ballast-live");
        assertThat(names.asideQueue()).isEqualTo("ballast-live-aside");
        assertThat(names.rules())
                .extracting(SignalNames.Rule::name)
                .containsExactly(
                        "ballast-live-interruption",
                        "ballast-live-rebalance",
                        "ballast-live-state",
                        "ballast-live-health");
    }

    @Test
    void aLongClusterNameFitsAndStaysItsOwn() {
        var one = SignalNames.of("a".repeat(255));
        var other = SignalNames.of("a".repeat(254) + "b");
        assertThat(one.queue()).isNotEqualTo(other.queue());
        assertThat(one.rules()).allMatch(rule -> rule.name().length() <= 64);
    }

    @Test
    void everyRuleMatchesOneKindOfEvent() throws Exception {
        for (var rule : SignalNames.of("live").rules()) {
            var pattern = JSON.readTree(rule.pattern());
            assertThat(pattern.path("source").get(0).asText()).isIn("aws.ec2", "aws.health");
            assertThat(pattern.path("detail-type").size()).isEqualTo(1);
        }
    }

    @Test
    void ecssEventsOfThisClusterHaveAQueueOfTheirOwn() throws Exception {
        var names = SignalNames.of("live");
        assertThat(names.changesQueue()).isEqualTo("ballast-live-changes");
        assertThat(names.changes().name()).isEqualTo("ballast-live-ecs");
        var pattern = JSON.readTree(names.changes().pattern());
        assertThat(pattern.path("source").get(0).asText()).isEqualTo("aws.ecs");
        assertThat(pattern.path("detail-type")).hasSize(2);
        assertThat(pattern.at("/detail/clusterArn/0/suffix").asText()).isEqualTo(":cluster/live");
    }

    @Test
    void onlyTheseRulesMaySend() throws Exception {
        var policy = JSON.readTree(SignalQueue.policy("arn:queue", List.of("arn:rule/1", "arn:rule/2")));
        var statement = policy.path("Statement").get(0);
        assertThat(statement.path("Principal").path("Service").asText()).isEqualTo("events.amazonaws.com");
        assertThat(statement.at("/Condition/ArnEquals/aws:SourceArn").size()).isEqualTo(2);
        assertThat(statement.path("Resource").asText()).isEqualTo("arn:queue");
    }

    @Test
    void aWaitIsCutIntoLongPolls() {
        assertThat(SqsSignalSource.waitSeconds(Duration.ofSeconds(-3))).isZero();
        assertThat(SqsSignalSource.waitSeconds(Duration.ZERO)).isZero();
        assertThat(SqsSignalSource.waitSeconds(Duration.ofMillis(200))).isEqualTo(1);
        assertThat(SqsSignalSource.waitSeconds(Duration.ofMinutes(5))).isEqualTo(20);
    }

    @Test
    void aTokenOfAnyLengthBecomesOneThatAwsTakes() {
        assertThat(ClientToken.of("e-12-3")).isEqualTo("e-12-3");
        var token = "123456789012-eu-west-1-a-cluster-with-a-name@2026-03-01T10:00:00.123456789Z-12-3";
        assertThat(ClientToken.of(token, 7))
                .hasSizeLessThanOrEqualTo(64)
                .matches("[!-~]+")
                .endsWith("-7");
        assertThat(ClientToken.of(token)).isEqualTo(ClientToken.of(token)).isNotEqualTo(ClientToken.of(token + "4"));
    }
}
