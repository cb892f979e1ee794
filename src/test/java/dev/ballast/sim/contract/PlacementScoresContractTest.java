package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ballast.model.InstanceCatalogue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.GetSpotPlacementScoresRequest;
import software.amazon.awssdk.services.ec2.model.SpotPlacementScore;
import software.amazon.awssdk.services.ec2.model.TargetCapacityUnitType;

/** GetSpotPlacementScores as the AWS SDK sees it. */
class PlacementScoresContractTest {
    private static final List<String> TYPES = List.of("m5.large", "c5.large", "r5.large");

    private final ContractCloud cloud = new ContractCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());

    @AfterEach
    void close() {
        ec2.close();
        cloud.close();
    }

    private static GetSpotPlacementScoresRequest.Builder request() {
        return GetSpotPlacementScoresRequest.builder().instanceTypes(TYPES).targetCapacity(10);
    }

    private List<SpotPlacementScore> scores(Consumer<GetSpotPlacementScoresRequest.Builder> more) {
        var request = request();
        more.accept(request);
        return ec2.getSpotPlacementScores(request.build()).spotPlacementScores();
    }

    @Test
    void aRegionIsScoredAsAWholeAndTellsNoZone() {
        var scores = scores(request -> request.regionNames("eu-west-1", "us-east-1"));
        assertThat(scores)
                .hasSize(2)
                .extracting(SpotPlacementScore::region)
                .containsExactlyInAnyOrder("eu-west-1", "us-east-1");
        assertThat(scores).extracting(SpotPlacementScore::availabilityZoneId).containsOnlyNulls();
        assertThat(scores).extracting(SpotPlacementScore::score).allMatch(score -> score >= 1 && score <= 10);
    }

    @Test
    void zonesAreScoredByTheirIdsTheBestFirst() {
        cloud.gate.call(now -> {
            cloud.world.ec2().market().closeZone("eu-west-1a", "test");
            return now;
        });
        var scores = scores(request -> request.regionNames("eu-west-1").singleAvailabilityZone(true));
        assertThat(scores)
                .extracting(SpotPlacementScore::availabilityZoneId)
                .containsExactlyInAnyOrder("euw1-az1", "euw1-az2", "euw1-az3");
        assertThat(scores.getLast().availabilityZoneId()).isEqualTo("euw1-az1");
        assertThat(scores.getLast().score()).isEqualTo(1);
        assertThat(scores.getFirst().score()).isGreaterThan(3);
    }

    @Test
    void aUnitMakesAnInstanceCountForItsSize() {
        var units = scores(request -> request.targetCapacity(2_000)).getFirst().score();
        var vcpus = scores(request -> request.targetCapacity(2_000).targetCapacityUnitType(TargetCapacityUnitType.VCPU))
                .getFirst()
                .score();
        assertThat(vcpus).isGreaterThan(units);
    }

    @Test
    void fewerThanThreeDifferentTypesScoreLow() {
        assertThat(scores(request -> request.instanceTypes("m5.large"))
                        .getFirst()
                        .score())
                .isLessThanOrEqualTo(3);
        assertThat(scores(request -> request.instanceTypes("m5.large", "m5.large", "m5.large", "c5.large"))
                        .getFirst()
                        .score())
                .isLessThanOrEqualTo(3);
        assertThat(scores(request -> {}).getFirst().score()).isGreaterThan(3);
    }

    @Test
    void theAnswerComesInPages() {
        var regions = List.of("eu-west-1", "eu-west-2", "us-east-1", "us-west-2");
        var request = request()
                .regionNames(regions)
                .singleAvailabilityZone(true)
                .maxResults(10)
                .build();
        var first = ec2.getSpotPlacementScores(request);
        assertThat(first.spotPlacementScores()).hasSize(10);
        assertThat(first.nextToken()).isNotBlank();
        var second = ec2.getSpotPlacementScores(
                request.toBuilder().nextToken(first.nextToken()).build());
        assertThat(second.spotPlacementScores()).hasSize(2);
        assertThat(second.nextToken()).isNull();
        assertThat(ec2.getSpotPlacementScoresPaginator(request).spotPlacementScores().stream())
                .hasSize(12)
                .doesNotHaveDuplicates();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refused("InvalidParameterValue", "targetCapacity", request -> request.targetCapacity(0)),
                refused("InvalidParameterValue", "targetCapacity", request -> request.targetCapacity(-1)),
                refused("InvalidParameterValue", "targetCapacity", request -> request.targetCapacity(2_000_000_001)),
                refused("MissingParameter", "TargetCapacity", request -> request.targetCapacity(null)),
                refused("InvalidParameterValue", "maxResults", request -> request.maxResults(9)),
                refused("InvalidParameterValue", "maxResults", request -> request.maxResults(1_001)),
                refused("InvalidPaginationToken", "token", request -> request.nextToken("x")),
                refused("MissingParameter", "InstanceTypes", request -> request.instanceTypes(List.of())),
                refused("InvalidParameterValue", "no.such", request -> request.instanceTypes("no.such")),
                refused(
                        "InvalidParameterValue",
                        "instanceTypes",
                        request -> request.instanceTypes(Collections.nCopies(1_001, "m5.large"))),
                refused(
                        "InvalidParameterValue",
                        "regionNames",
                        request -> request.regionNames(IntStream.rangeClosed(1, 11)
                                .mapToObj(number -> "eu-west-" + number)
                                .toList())),
                refused("InvalidParameterValue", "Mars", request -> request.regionNames("Mars")),
                refused(
                        "InvalidParameterCombination",
                        "InstanceTypes",
                        request -> request.instanceRequirementsWithMetadata(with -> with.instanceRequirements(
                                it -> it.vCpuCount(count -> count.min(2)).memoryMiB(memory -> memory.min(2_048))))));
    }

    private static Arguments refused(String code, String named, Consumer<GetSpotPlacementScoresRequest.Builder> more) {
        return arguments(code, named, more);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusals")
    void whatEc2DoesNotTakeIsRefused(String code, String named, Consumer<GetSpotPlacementScoresRequest.Builder> more) {
        assertThatThrownBy(() -> scores(more)).isInstanceOfSatisfying(Ec2Exception.class, refused -> {
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(refused.awsErrorDetails().errorMessage()).contains(named);
            assertThat(refused.statusCode()).isEqualTo(400);
        });
    }

    @Test
    void theLargestRequestIsAnswered() {
        var types = new ArrayList<String>();
        InstanceCatalogue.all().forEach(entry -> types.add(entry.type().name()));
        assertThat(scores(request -> request.instanceTypes(types.subList(0, Math.min(1_000, types.size())))
                        .targetCapacity(2_000_000_000)
                        .maxResults(1_000)))
                .extracting(SpotPlacementScore::score)
                .containsOnly(1);
    }
}
