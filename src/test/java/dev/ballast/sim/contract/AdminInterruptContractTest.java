package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** {@code POST /_ballast/interrupt}. */
class AdminInterruptContractTest {
    private final AdminCloud cloud = new AdminCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());

    @AfterEach
    void close() {
        ec2.close();
        cloud.close();
    }

    private List<String> interrupt(String body) {
        var ids = new ArrayList<String>();
        cloud.post("interrupt", body).path("interrupted").forEach(id -> ids.add(id.asText()));
        return ids;
    }

    private List<String> hosts(String zone, int count) {
        return cloud.spotHosts(ec2, "live", zone, count);
    }

    @Test
    void anInstanceGetsTwoMinutesUnlessSaidOtherwise() {
        var ids = hosts("eu-west-1a", 2);
        interrupt("{\"instanceIds\":[\"" + ids.get(0) + "\"]}");
        interrupt("{\"instanceIds\":[\"" + ids.get(1) + "\"],\"noticeSeconds\":30}");
        cloud.pass(Duration.ofSeconds(29));
        assertThat(AdminCloud.state(ec2, ids.get(1))).isEqualTo("running");
        cloud.pass(Duration.ofSeconds(1));
        assertThat(AdminCloud.state(ec2, ids.get(1))).isEqualTo("shutting-down");
        cloud.pass(Duration.ofSeconds(89));
        assertThat(AdminCloud.state(ec2, ids.get(0))).isEqualTo("running");
        cloud.pass(Duration.ofSeconds(1));
        assertThat(AdminCloud.state(ec2, ids.get(0))).isEqualTo("shutting-down");
    }

    @Test
    void aPoolIsSaidInOneWordOrInTwo() {
        var inA = hosts("eu-west-1a", 2);
        var inB = hosts("eu-west-1b", 1);
        assertThat(interrupt("{\"pool\":\"m5.large/eu-west-1a\"}")).containsExactlyElementsOf(inA);
        assertThat(interrupt("{\"instanceType\":\"m5.large\",\"zone\":\"eu-west-1b\"}"))
                .containsExactlyElementsOf(inB);
        // Whoever takes the whole pool means the pool.
        assertThat(cloud.get("state?service=ec2").path("market").findValuesAsText("withdrawn"))
                .containsExactly("true", "true");
    }

    @Test
    void aZoneLosesItsSpotInstancesWithoutNotice() {
        var ids = hosts("eu-west-1a", 2);
        var other = hosts("eu-west-1b", 1).getFirst();
        assertThat(interrupt("{\"zone\":\"eu-west-1a\",\"kind\":\"without-notice\"}"))
                .containsExactlyElementsOf(ids);
        for (var id : ids) {
            assertThat(AdminCloud.state(ec2, id)).isEqualTo("shutting-down");
            assertThat(ec2.describeInstances(request -> request.instanceIds(id))
                            .reservations()
                            .getFirst()
                            .instances()
                            .getFirst()
                            .stateReason()
                            .code())
                    .isEqualTo("Server.SpotInstanceTermination");
        }
        assertThat(AdminCloud.state(ec2, other)).isEqualTo("running");
    }

    @Test
    void aRecommendationTakesNothingAway() {
        var id = hosts("eu-west-1a", 1).getFirst();
        interrupt("{\"instanceIds\":[\"" + id + "\"],\"kind\":\"rebalance\"}");
        cloud.pass(Duration.ofHours(1));
        assertThat(AdminCloud.state(ec2, id)).isEqualTo("running");
        var told = cloud.get("state?service=ec2&region=eu-west-1").at("/regions/eu-west-1/ec2/instances/0");
        assertThat(told.has("rebalanceRecommendedAt")).isTrue();
        assertThat(told.has("notice")).isFalse();
    }

    @Test
    void aShareOfAClusterIsDrawnByTheSeed() {
        hosts("eu-west-1a", 10);
        var drawn = interrupt("{\"cluster\":\"live\",\"share\":0.3,\"kind\":\"rebalance\"}");
        assertThat(drawn).hasSize(3).doesNotHaveDuplicates();
        cloud.post("reset", "");
        hosts("eu-west-1a", 10);
        assertThat(interrupt("{\"cluster\":\"live\",\"share\":0.3,\"kind\":\"rebalance\"}"))
                .isEqualTo(drawn);
        assertThat(interrupt("{\"cluster\":\"live\",\"share\":0.001}")).hasSize(1);
        assertThat(interrupt("{\"cluster\":\"live\",\"share\":1,\"region\":\"eu-west-1\"}"))
                .hasSize(10);
    }

    @Test
    void nothingIsHalfDone() {
        var id = hosts("eu-west-1a", 1).getFirst();
        assertThat(cloud.refusal("interrupt", "{\"instanceIds\":[\"" + id + "\",\"i-00000000000000000\"]}"))
                .isEqualTo("InvalidInstanceID.NotFound: The instance ID 'i-00000000000000000' does not exist");
        cloud.pass(Duration.ofMinutes(5));
        assertThat(AdminCloud.state(ec2, id)).isEqualTo("running");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"zone\":\"eu-west-1c\"}|ResourceNotFoundException: There is no running spot instance in eu-west-1c.",
                "{\"pool\":\"c5.large/eu-west-1a\"}|ResourceNotFoundException: There is no running spot instance in c5.large/eu-west-1a.",
                "{\"cluster\":\"none\",\"share\":1}|ResourceNotFoundException: There is no cluster none.",
                "{}|exactly one of instanceIds, pool, zone, and share",
                "{\"zone\":\"eu-west-1a\",\"share\":1,\"cluster\":\"live\"}|exactly one of",
                "{\"share\":1}|'share' needs 'cluster'",
                "{\"instanceType\":\"m5.large\"}|'instanceType' needs 'zone'",
                "{\"instanceIds\":[]}|'instanceIds' must be a list of at least one text",
                "{\"instanceIds\":[7]}|'instanceIds' must be a list",
                "{\"pool\":\"m5.large\"}|'pool' must be TYPE/ZONE",
                "{\"zone\":\"eu-west-1a\",\"kind\":\"soon\"}|'kind' must be one of notice, rebalance, without-notice",
                "{\"zone\":\"eu-west-1a\",\"kind\":\"rebalance\",\"noticeSeconds\":3}|'noticeSeconds' is for kind notice",
                "{\"zone\":\"eu-west-1a\",\"noticeSeconds\":-1}|'noticeSeconds' must be a whole number from 0 to 3600",
                "{\"zone\":\"eu-west-1a\",\"who\":1}|there is no 'who' here"
            })
    void whatCannotBeMeantIsRefused(String body, String sentence) {
        assertThat(cloud.refusal("interrupt", body)).contains(sentence);
    }
}
