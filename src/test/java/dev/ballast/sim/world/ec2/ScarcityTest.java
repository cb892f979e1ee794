package dev.ballast.sim.world.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceState;
import dev.ballast.model.MarketTrace;
import dev.ballast.model.MarketTrace.DepthAt;
import dev.ballast.model.Signal;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.market.MarketRules;
import dev.ballast.sim.world.market.Regime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScarcityTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final String ZONE = "eu-west-1a";
    private static final CapacityPool POOL = CapacityPool.spot("m5.large", ZONE);

    private final List<String> heard = new ArrayList<>();

    private World world(MarketRules rules) {
        var world = new World(11, START, World.Rules.DEFAULT.with(rules));
        world.ec2().listen(new InstanceListener() {
            @Override
            public void interruptionNotice(Ec2Instance instance, InterruptionNotice notice) {
                heard.add(Duration.between(START, notice.saidAt()) + " notice " + instance.id());
            }

            @Override
            public void rebalanceRecommended(Ec2Instance instance) {
                heard.add(Duration.between(START, world.time().now()) + " rebalance " + instance.id());
            }
        });
        return world;
    }

    /** A pool of ours holds 10, after an hour 4, after two hours 10 again, and is as ever after a day. */
    private static MarketRules anHourWithFour() {
        var depths = new MarketTrace.Depths(
                POOL,
                List.of(
                        new DepthAt(Duration.ZERO, 10),
                        new DepthAt(Duration.ofHours(1), 4),
                        new DepthAt(Duration.ofHours(2), 10)),
                Duration.ofDays(1));
        return new MarketRules(Regime.CALM, new MarketTrace(List.of(depths), List.of()));
    }

    private static List<Ec2Instance> launch(World world, int atLeast, int atMost) {
        var region = world.ec2().region("eu-west-1");
        var image = region.images().recommended(Architecture.X86_64).id();
        var asked = LaunchParameters.EMPTY
                .with(new LaunchParameters.Machine(Optional.of(image), Optional.of("m5.large"), Optional.empty()))
                .with(LaunchParameters.Placing.in(ZONE))
                .with(LaunchParameters.SpotOptions.DEFAULT);
        return world.ec2().run(region, asked, atLeast, atMost, "");
    }

    private static void advanceTo(World world, Duration sinceStart) {
        world.time().advanceTo(START.plus(sinceStart));
    }

    private static long standing(List<Ec2Instance> instances) {
        return instances.stream().filter(it -> it.notice().isEmpty()).count();
    }

    @Test
    void aLaunchGetsWhatThePoolHoldsOrIsRefused() {
        var world = world(anHourWithFour());
        assertThat(launch(world, 1, 25)).hasSize(10);
        assertThatThrownBy(() -> launch(world, 1, 1))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("InsufficientInstanceCapacity"));
    }

    @Test
    void whatIsBeyondTheDepthGetsItsTwoMinutesWithinMinutesAndTheRestStays() {
        var world = world(anHourWithFour());
        var instances = launch(world, 10, 10);
        advanceTo(world, Duration.ofMinutes(59));
        assertThat(standing(instances)).isEqualTo(10);
        advanceTo(world, Duration.ofMinutes(64));
        assertThat(standing(instances)).isEqualTo(4);
        assertThat(instances.stream().flatMap(it -> it.notice().stream()))
                .hasSize(6)
                .allSatisfy(notice -> {
                    assertThat(notice.saidAt()).isBetween(START.plusSeconds(3600), START.plusSeconds(3600 + 240));
                    assertThat(notice.at()).isEqualTo(notice.saidAt().plus(Signal.NOTICE));
                });
        advanceTo(world, Duration.ofMinutes(90));
        assertThat(instances.stream().filter(it -> it.state() == InstanceState.TERMINATED))
                .hasSize(6);
        assertThatThrownBy(() -> launch(world, 1, 1)).isInstanceOf(Refused.class);
        advanceTo(world, Duration.ofHours(2));
        assertThat(launch(world, 1, 10)).hasSize(6);
    }

    @Test
    void afterTheRecordingAnyNumberIsThereAgain() {
        var world = world(anHourWithFour());
        advanceTo(world, Duration.ofDays(1));
        assertThat(launch(world, 1, 50)).hasSize(50);
        advanceTo(world, Duration.ofDays(9));
        assertThat(heard).isEmpty();
    }

    @Test
    void onDemandInstancesOfAShortPoolAreLeftAlone() {
        var world = world(anHourWithFour());
        var region = world.ec2().region("eu-west-1");
        var image = region.images().recommended(Architecture.X86_64).id();
        var asked = LaunchParameters.EMPTY
                .with(new LaunchParameters.Machine(Optional.of(image), Optional.of("m5.large"), Optional.empty()))
                .with(LaunchParameters.Placing.in(ZONE));
        var kept = world.ec2().run(region, asked, 20, 20, "");
        advanceTo(world, Duration.ofHours(3));
        assertThat(kept).allMatch(it -> it.state() == InstanceState.RUNNING);
        assertThat(heard).isEmpty();
    }

    @Test
    void aCalmWorldLosesNothingAndHasNothingToWaitFor() {
        var world = world(MarketRules.CALM);
        var instances = launch(world, 10, 10);
        advanceTo(world, Duration.ofDays(30));
        assertThat(standing(instances)).isEqualTo(10);
        assertThat(heard).isEmpty();
        assertThat(world.time().nextEventAt()).isEmpty();
    }

    @Test
    void underStressSomeNoticesFollowARecommendationAndSomeComeWithoutOne() {
        var world = world(MarketRules.of(Regime.STRESS));
        var instances = new ArrayList<Ec2Instance>();
        for (var hour = 0; hour < 24 * 20; hour++) {
            advanceTo(world, Duration.ofHours(hour));
            var missing = 5 - (int) standing(instances);
            try {
                if (missing > 0) instances.addAll(launch(world, 1, missing));
            } catch (Refused drought) {
                assertThat(drought.code()).isEqualTo("InsufficientInstanceCapacity");
            }
        }
        var before = 0;
        var without = 0;
        for (var instance : instances) {
            var told = instance.rebalanceRecommendedAt();
            var lost = instance.notice();
            if (told.isEmpty() && lost.isPresent()) without++;
            if (told.isPresent() && lost.isPresent()) {
                before++;
                assertThat(told.get()).isBeforeOrEqualTo(lost.get().saidAt());
            }
        }
        assertThat(before).as("recommended, then lost").isGreaterThan(20);
        assertThat(without).as("lost without a recommendation").isGreaterThan(20);
        assertThat(before + without).as("losses").isGreaterThan(100);
    }

    @Test
    void theSameSeedTakesTheSameInstancesAtTheSameTimes() {
        var first = twoDays();
        assertThat(twoDays()).isEqualTo(first).isNotEmpty();
    }

    private List<String> twoDays() {
        heard.clear();
        var world = world(MarketRules.of(Regime.STRESS));
        launch(world, 10, 10);
        advanceTo(world, Duration.ofDays(2));
        return List.copyOf(heard);
    }

    @Test
    void aRegionHasTheZonesOfItsRecordings() {
        var pool = CapacityPool.spot("p3.2xlarge", "us-east-1f");
        var depths = new MarketTrace.Depths(pool, List.of(new DepthAt(Duration.ZERO, 2)), Duration.ofDays(1));
        var world = world(new MarketRules(Regime.CALM, new MarketTrace(List.of(depths), List.of())));
        assertThat(world.ec2().region("us-east-1").zones())
                .extracting(Zone::name, Zone::id)
                .containsExactly(
                        tuple("us-east-1a", "use1-az1"),
                        tuple("us-east-1b", "use1-az2"),
                        tuple("us-east-1c", "use1-az3"),
                        tuple("us-east-1f", "use1-az6"));
        assertThat(world.ec2().region("us-east-1").network().defaultSubnet("us-east-1f"))
                .isPresent();
        assertThat(world.ec2().region("eu-west-1").zones()).hasSize(3);
    }

    @Test
    void aPoolThatSomebodyTookAwayStaysAwayThroughTheRegimesGoodTimes() {
        var world = world(anHourWithFour());
        var instances = launch(world, 5, 5);
        world.reclaim().instances(instances.stream().map(Ec2Instance::id).toList());
        advanceTo(world, Duration.ofMinutes(20));
        assertThatThrownBy(() -> launch(world, 1, 1)).isInstanceOf(Refused.class);
        advanceTo(world, Duration.ofMinutes(31));
        assertThat(launch(world, 1, 20)).hasSize(10);
    }
}
