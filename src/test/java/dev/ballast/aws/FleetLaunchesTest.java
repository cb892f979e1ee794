package dev.ballast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceType;
import dev.ballast.model.Offer;
import dev.ballast.model.Outcome;
import dev.ballast.model.Outcome.Failure;
import dev.ballast.model.Outcome.Launched;
import dev.ballast.model.UsdPerHour;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.CreateFleetResponse;
import software.amazon.awssdk.services.ec2.model.FleetData;
import software.amazon.awssdk.services.ec2.model.Tag;

class FleetLaunchesTest {
    private static final CapacityPool A = CapacityPool.spot("m5.large", "eu-west-1a");
    private static final CapacityPool B = CapacityPool.spot("c5.large", "eu-west-1b");
    private static final CapacityPool BARE = CapacityPool.onDemand("m5.large", "eu-west-1a");
    private static final CapacityPool OTHER = CapacityPool.onDemand("m5.large", "eu-west-1b");
    private static final LaunchInstances SPOT = launch(Optional.empty(), A, B);

    private final FleetLaunches launches =
            new FleetLaunches(AwsClients.open(new AwsPlace("eu-west-1", Optional.empty(), Optional.empty())), "live");

    @Test
    void spotIsOneDiversifiedFleetOverItsPools() {
        var parts = FleetLaunches.parts("e-3-1", SPOT);
        assertThat(parts).hasSize(1);
        var request = launches.request(parts.getFirst());
        assertThat(request.typeAsString()).isEqualTo("instant");
        assertThat(request.clientToken()).isEqualTo("e-3-1");
        assertThat(request.spotOptions().allocationStrategyAsString()).isEqualTo("diversified");
        assertThat(request.targetCapacitySpecification().totalTargetCapacity()).isEqualTo(4);
        assertThat(request.targetCapacitySpecification().defaultTargetCapacityTypeAsString())
                .isEqualTo("spot");
        var config = request.launchTemplateConfigs().getFirst();
        assertThat(config.launchTemplateSpecification().launchTemplateName()).isEqualTo("ballast-live-abc123");
        assertThat(config.overrides())
                .extracting(o -> o.instanceTypeAsString() + " " + o.subnetId() + " " + o.maxPrice())
                .containsExactly("m5.large subnet-a null", "c5.large subnet-b null");
    }

    @Test
    void everyInstanceCarriesOwnerLaunchAndTemplate() {
        var request = launches.request(FleetLaunches.parts("e-3-1", SPOT).getFirst());
        assertThat(request.tagSpecifications())
                .extracting(t -> t.resourceTypeAsString())
                .containsExactly("instance", "fleet");
        assertThat(request.tagSpecifications().getFirst().tags())
                .containsExactly(
                        tag("ballast:cluster", "live"),
                        tag("ballast:launch", "e-3-1"),
                        tag("ballast:template", "abc123"));
    }

    @Test
    void aPriceBoundIsSentOnlyWhereOneIsSet() {
        var bounded = launch(Optional.of(UsdPerHour.of("0.050")), A);
        var request = launches.request(FleetLaunches.parts("t", bounded).getFirst());
        assertThat(request.launchTemplateConfigs()
                        .getFirst()
                        .overrides()
                        .getFirst()
                        .maxPrice())
                .isEqualTo("0.05");
    }

    @Test
    void onDemandIsOneFleetAPoolBecauseNoStrategySpreadsIt() {
        var parts = FleetLaunches.parts("e-3-1", launch(Optional.empty(), BARE, OTHER));
        assertThat(parts).extracting(FleetLaunches.Part::clientToken).containsExactly("e-3-1-0", "e-3-1-1");
        assertThat(parts).extracting(FleetLaunches.Part::launch).containsOnly("e-3-1");
        var request = launches.request(parts.getFirst());
        assertThat(request.spotOptions()).isNull();
        assertThat(request.targetCapacitySpecification().totalTargetCapacity()).isEqualTo(2);
        assertThat(request.targetCapacitySpecification().defaultTargetCapacityTypeAsString())
                .isEqualTo("on-demand");
    }

    @Test
    void aWholeLaunchIsDone() {
        var told = CreateFleetResponse.builder()
                .fleetId("fleet-1")
                .instances(
                        i -> i.instanceType("m5.large")
                                .instanceIds("i-1", "i-3")
                                .launchTemplateAndOverrides(o -> o.overrides(
                                        v -> v.instanceType("m5.large").subnetId("subnet-a"))),
                        i -> i.instanceType("c5.large")
                                .instanceIds("i-2", "i-4")
                                .launchTemplateAndOverrides(o -> o.overrides(
                                        v -> v.instanceType("c5.large").subnetId("subnet-b"))))
                .build();
        assertThat(outcome(told))
                .isEqualTo(new Outcome.Done(
                        List.of("fleet-1"),
                        List.of(
                                new Launched("i-1", A),
                                new Launched("i-2", B),
                                new Launched("i-3", A),
                                new Launched("i-4", B))));
    }

    @Test
    void partOfALaunchTellsWhichPoolHadNone() {
        var told = CreateFleetResponse.builder()
                .fleetId("fleet-1")
                .instances(i -> i.instanceType("m5.large")
                        .instanceIds("i-1", "i-2")
                        .launchTemplateAndOverrides(
                                o -> o.overrides(v -> v.instanceType("m5.large").subnetId("subnet-a"))))
                .errors(
                        e -> e.errorCode("InsufficientInstanceCapacity")
                                .errorMessage("There is no Spot capacity available.")
                                .launchTemplateAndOverrides(o -> o.overrides(
                                        v -> v.instanceType("c5.large").subnetId("subnet-b"))),
                        e -> e.errorCode("InsufficientInstanceCapacity")
                                .errorMessage("There is no Spot capacity available.")
                                .launchTemplateAndOverrides(o -> o.overrides(
                                        v -> v.instanceType("c5.large").subnetId("subnet-b"))))
                .build();
        assertThat(outcome(told))
                .isEqualTo(new Outcome.PartlyDone(
                        List.of(new Launched("i-1", A), new Launched("i-2", A)),
                        List.of(new Failure(
                                B.toString(),
                                "InsufficientInstanceCapacity",
                                "There is no Spot capacity available."))));
    }

    @Test
    void aPoolThatFallsShortWithoutAWordIsNamed() {
        var told = CreateFleetResponse.builder()
                .fleetId("fleet-1")
                .instances(i -> i.instanceType("m5.large")
                        .instanceIds("i-1", "i-2")
                        .launchTemplateAndOverrides(
                                o -> o.overrides(v -> v.instanceType("m5.large").subnetId("subnet-a"))))
                .build();
        assertThat(outcome(told))
                .isInstanceOfSatisfying(
                        Outcome.PartlyDone.class,
                        partly -> assertThat(partly.failures())
                                .containsExactly(new Failure(
                                        B.toString(),
                                        "UnfulfillableCapacity",
                                        "EC2 Fleet launched 0 of 2 here and gave no reason")));
    }

    @Test
    void nothingForWantOfCapacityIsNoCapacity() {
        assertThat(outcome(onlyError("InsufficientInstanceCapacity"))).isInstanceOf(Outcome.NoCapacity.class);
        assertThat(outcome(onlyError("VcpuLimitExceeded"))).isInstanceOf(Outcome.NoCapacity.class);
    }

    @Test
    void nothingForAnotherReasonIsARefusalOnlyIfNoPoolLackedCapacity() {
        var both = FleetLaunches.answer(SPOT, onlyError("UnauthorizedOperation"));
        var allDenied = new FleetAnswer(
                List.of(),
                List.of(),
                List.of(
                        new Failure(A.toString(), "UnauthorizedOperation", "no"),
                        new Failure(B.toString(), "UnauthorizedOperation", "no")));
        assertThat(allDenied.outcome(wanted())).isEqualTo(new Outcome.Refused("UnauthorizedOperation", "no"));
        assertThat(both.outcome(wanted())).isInstanceOf(Outcome.NoCapacity.class);
    }

    @Test
    void aRepeatedLaunchIsReadFromTheFleetItself() {
        var told = FleetData.builder()
                .fleetId("fleet-1")
                .instances(i -> i.instanceType("m5.large")
                        .instanceIds("i-1")
                        .launchTemplateAndOverrides(
                                o -> o.overrides(v -> v.instanceType("m5.large").availabilityZone("eu-west-1a"))))
                .build();
        assertThat(FleetLaunches.answer(SPOT, told).launched()).containsExactly(new Launched("i-1", A));
    }

    private static CreateFleetResponse onlyError(String code) {
        return CreateFleetResponse.builder()
                .fleetId("fleet-1")
                .errors(e -> e.errorCode(code)
                        .errorMessage("no")
                        .launchTemplateAndOverrides(
                                o -> o.overrides(v -> v.instanceType("m5.large").subnetId("subnet-a"))))
                .build();
    }

    private static Outcome outcome(CreateFleetResponse told) {
        return FleetLaunches.answer(SPOT, told).outcome(wanted());
    }

    private static Map<CapacityPool, Integer> wanted() {
        return new TreeMap<>(Map.of(A, 2, B, 2));
    }

    private static LaunchInstances launch(Optional<UsdPerHour> maxPrice, CapacityPool... pools) {
        var offers = List.of(pools).stream().map(FleetLaunchesTest::offer).toList();
        return new LaunchInstances("ballast-live-abc123", offers, 2, maxPrice);
    }

    private static Offer offer(CapacityPool pool) {
        var type = new InstanceType(
                pool.instanceType(),
                Architecture.X86_64,
                2,
                8192,
                3,
                0,
                0,
                new InstanceType.TypeTraits(true, false, false));
        var subnet = "subnet-" + pool.zone().substring(pool.zone().length() - 1);
        return new Offer(pool, type, UsdPerHour.of("0.04"), UsdPerHour.of("0.1"), subnet, 0.005);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
