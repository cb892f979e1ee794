package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.MarketTrace;
import dev.ballast.model.MarketTrace.DepthAt;
import dev.ballast.model.MarketTrace.PriceAt;
import dev.ballast.model.UsdPerHour;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.market.MarketRules;
import dev.ballast.sim.world.market.Regime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.MarketType;

/** A recorded market as the AWS SDK sees it: three types that hold ten each, then none, then ten again. */
class MarketContractTest {
    private static final List<String> TYPES = List.of("m5.large", "c5.large", "r5.large");

    private final ContractCloud cloud = new ContractCloud(World.Rules.DEFAULT.with(rules()));
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());

    private static MarketRules rules() {
        var depths = new ArrayList<MarketTrace.Depths>();
        for (var type : TYPES)
            for (var zone : List.of("a", "b", "c"))
                depths.add(new MarketTrace.Depths(
                        CapacityPool.spot(type, ContractCloud.REGION + zone),
                        List.of(
                                new DepthAt(Duration.ZERO, 10),
                                new DepthAt(Duration.ofHours(1), 0),
                                new DepthAt(Duration.ofHours(2), 10)),
                        Duration.ofDays(1)));
        var prices = new MarketTrace.Prices(
                CapacityPool.spot("m5.large", ContractCloud.REGION + "a"),
                List.of(
                        new PriceAt(Duration.ZERO, UsdPerHour.of("0.0501")),
                        new PriceAt(Duration.ofMinutes(30), UsdPerHour.of("0.0502"))));
        return new MarketRules(Regime.CALM, new MarketTrace(depths, List.of(prices)));
    }

    @AfterEach
    void close() {
        ec2.close();
        cloud.close();
    }

    private List<Instance> run(int atLeast, int atMost) {
        var image = ec2.describeImages(request -> request.owners("amazon")).images().stream()
                .filter(it ->
                        it.name().contains("ecs") && it.architectureAsString().equals("x86_64"))
                .findFirst()
                .orElseThrow()
                .imageId();
        return ec2.runInstances(request -> request.imageId(image)
                        .instanceType(InstanceType.M5_LARGE)
                        .minCount(atLeast)
                        .maxCount(atMost)
                        .placement(placement -> placement.availabilityZone(ContractCloud.REGION + "a"))
                        .instanceMarketOptions(market -> market.marketType(MarketType.SPOT)))
                .instances();
    }

    private int score() {
        return ec2.getSpotPlacementScores(
                        request -> request.instanceTypes(TYPES).targetCapacity(10))
                .spotPlacementScores()
                .getFirst()
                .score();
    }

    @Test
    void aShortPoolScoresLowRefusesLaunchesAndTakesItsInstancesBack() {
        assertThat(score()).isEqualTo(9);
        assertThat(run(1, 30)).hasSize(10);
        assertThat(score()).isEqualTo(8);
        cloud.pass(Duration.ofMinutes(70));
        assertThat(score()).isEqualTo(1);
        assertThatThrownBy(() -> run(1, 1))
                .isInstanceOfSatisfying(
                        Ec2Exception.class,
                        refused -> assertThat(refused.awsErrorDetails().errorCode())
                                .isEqualTo("InsufficientInstanceCapacity"));
        assertThat(ec2.describeInstances().reservations().stream()
                        .flatMap(reservation -> reservation.instances().stream()))
                .hasSize(10)
                .allSatisfy(instance ->
                        assertThat(instance.stateReason().code()).isEqualTo("Server.SpotInstanceTermination"));
        cloud.pass(Duration.ofHours(1));
        assertThat(run(1, 4)).hasSize(4);
    }

    @Test
    void theRecordedPriceIsWhatThePriceHistoryTells() {
        cloud.pass(Duration.ofMinutes(45));
        var prices = ec2.describeSpotPriceHistory(request -> request.instanceTypes(InstanceType.M5_LARGE)
                        .availabilityZone(ContractCloud.REGION + "a")
                        .productDescriptions("Linux/UNIX")
                        .startTime(cloud.world.time().now().minus(Duration.ofMinutes(40))))
                .spotPriceHistory();
        assertThat(prices).extracting(price -> price.spotPrice()).containsExactly("0.050200", "0.050100");
    }
}
