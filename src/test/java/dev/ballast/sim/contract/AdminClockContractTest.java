package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** {@code POST /_ballast/clock}. */
class AdminClockContractTest {
    private final AdminCloud cloud = new AdminCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());

    @AfterEach
    void close() {
        ec2.close();
        cloud.close();
    }

    @Test
    void anAdvanceLetsEverythingHappenUntilThenAndInOrder() {
        var id = ec2.runInstances(request -> AdminCloud.spot(request, "eu-west-1a", 1))
                .instances()
                .getFirst()
                .instanceId();
        assertThat(AdminCloud.state(ec2, id)).isEqualTo("pending");
        var answer = cloud.post("clock", "{\"advance\":\"PT3M\"}");
        assertThat(answer.path("now").asText()).isEqualTo("2026-01-05T08:03:00Z");
        assertThat(answer.path("left").asText()).isEqualTo("PT0S");
        assertThat(AdminCloud.state(ec2, id)).isEqualTo("running");
        cloud.post("interrupt", "{\"instanceIds\":[\"" + id + "\"]}");
        cloud.post("clock", "{\"advance\":\"P1D\"}");
        assertThat(ec2.describeInstances().reservations()).isEmpty();
        assertThat(cloud.now())
                .isEqualTo(AdminCloud.START.plus(Duration.ofMinutes(3)).plus(Duration.ofDays(1)));
    }

    @Test
    void aMonthOfAFleetThatIsNeverFullIsBoundedAndRunsToItsEnd() {
        cloud.post("faults", "{\"kind\":\"capacity\",\"pool\":\"m5.large/eu-west-1a\"}");
        ec2.requestSpotInstances(request -> request.instanceCount(1)
                .launchSpecification(specification -> specification
                        .imageId(AdminCloud.IMAGE)
                        .instanceType("m5.large")
                        .placement(placement -> placement.availabilityZone("eu-west-1a"))));
        var answer = cloud.post("clock", "{\"advance\":\"P31D\"}");
        assertThat(Duration.parse(answer.path("left").asText()).plus(Duration.between(AdminCloud.START, cloud.now())))
                .isEqualTo(Duration.ofDays(31));
    }

    @Test
    void timeIsAdvancedToAMoment() {
        cloud.post("clock", "{\"to\":\"2026-01-06T00:00:00Z\"}");
        assertThat(cloud.now()).hasToString("2026-01-06T00:00:00Z");
        assertThat(cloud.refusal("clock", "{\"to\":\"2026-01-05T00:00:00Z\"}"))
                .contains("'to' must not be before now, 2026-01-06T00:00:00Z");
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        assertThat(cloud.refusal("clock", "{\"speed\":0,\"paused\":\"yes\",\"advance\":\"later\",\"sped\":1,\"x\":2}"))
                .contains("'speed' must be", "'paused' must be true or false", "'advance' must be a duration")
                .contains("there is no 'sped', no 'x' here, only speed, paused, advance, to");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"speed\":10001}|'speed' must be a number above 0 and at most 10000",
                "{\"advance\":\"P400D\"}|at most PT744H",
                "{\"to\":\"2036-01-01T00:00:00Z\"}|'to' must be within PT744H of now",
                "{\"advance\":\"PT1S\",\"to\":\"2026-01-06T00:00:00Z\"}|exclude each other",
                "null|the body must be a JSON object"
            })
    void whatIsOutOfBoundsIsRefused(String body, String sentence) {
        assertThat(cloud.refusal("clock", body)).contains(sentence);
        assertThat(cloud.now()).isEqualTo(AdminCloud.START);
    }
}
