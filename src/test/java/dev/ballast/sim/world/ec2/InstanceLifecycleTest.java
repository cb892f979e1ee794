package dev.ballast.sim.world.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.Architecture;
import dev.ballast.model.InstanceState;
import dev.ballast.model.InstanceType;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.market.Market;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InstanceLifecycleTest {
    private static final InstanceType M5_LARGE = new InstanceType(
            "m5.large", Architecture.X86_64, 2, 8192, 3, 10, 0, new InstanceType.TypeTraits(true, false, false));

    private final WorldTime time = new WorldTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final Draws draws = new Draws(1);
    private final Market market = new Market(draws);
    private final Ec2 ec2 = new Ec2(time, draws, new Ids(draws), market, Ec2Rules.DEFAULT);
    private final Region region = ec2.region("eu-west-1");
    private final List<String> heard = new ArrayList<>();

    private Ec2Instance launchSpot() {
        return ec2.launch(spot(), 1, 1).getFirst();
    }

    private Launch spot() {
        var spec = new LaunchSpec(
                region.images().recommended(Architecture.X86_64),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                UserData.ofText("#!/bin/sh\necho ECS_CLUSTER=live > /etc/ecs/ecs.config"),
                List.of(),
                Optional.empty(),
                new TreeMap<>(),
                new TreeMap<>(),
                LaunchSpec.Switches.DEFAULT);
        var subnet = region.network().defaultSubnet("eu-west-1a").orElseThrow();
        return new Launch(
                M5_LARGE,
                subnet,
                spec,
                Optional.of(new Launch.SpotOffer(
                        "", LaunchParameters.SpotOptions.DEFAULT, Optional.empty(), LaunchParameters.EMPTY)),
                "");
    }

    private void advance(int seconds) {
        time.advanceTo(time.now().plusSeconds(seconds));
    }

    @Test
    void anInstanceBootsWithinTheDocumentedTimeAndTellsIt() {
        ec2.listen(new InstanceListener() {
            @Override
            public void stateChanged(Ec2Instance instance, InstanceState before) {
                heard.add(instance.state().ec2Name());
            }

            @Override
            public void booted(Ec2Instance instance) {
                heard.add("booted into " + instance.ecsConfig().cluster());
            }
        });
        var instance = launchSpot();
        assertThat(instance.state()).isEqualTo(InstanceState.PENDING);
        advance(41);
        assertThat(instance.isBooted()).isFalse();
        assertThat(instance.state()).isEqualTo(InstanceState.RUNNING);
        advance(41);
        assertThat(instance.isBooted()).isTrue();
        assertThat(heard).containsExactly("pending", "running", "booted into live");
    }

    @Test
    void anInterruptionComesTwoMinutesAfterItsNotice() {
        var instance = launchSpot();
        advance(100);
        ec2.interrupt(instance);
        assertThat(instance.notice().orElseThrow().at()).isEqualTo(time.now().plusSeconds(120));
        advance(119);
        assertThat(instance.state()).isEqualTo(InstanceState.RUNNING);
        advance(1);
        assertThat(instance.state()).isEqualTo(InstanceState.SHUTTING_DOWN);
        assertThat(instance.stateReason()).isEqualTo(StateReason.SPOT);
        advance(60);
        assertThat(instance.state()).isEqualTo(InstanceState.TERMINATED);
    }

    @Test
    void aTerminatedInstanceIsShownForAnHour() {
        var instance = launchSpot();
        advance(100);
        ec2.terminate(instance, StateReason.USER);
        advance(3600);
        assertThat(region.instance(instance.id())).isPresent();
        advance(41);
        assertThat(region.instance(instance.id())).isEmpty();
    }

    @Test
    void anInterruptedPoolHasNoCapacityUntilItIsRestored() {
        var instance = launchSpot();
        assertThat(ec2.interruptPool(instance.pool())).containsExactly(instance);
        assertThatThrownBy(this::launchSpot)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("InsufficientInstanceCapacity"));
        market.restore(instance.pool());
        assertThat(launchSpot().state()).isEqualTo(InstanceState.PENDING);
    }

    @Test
    void aTerminationDuringBootLeavesNothingToBoot() {
        var instance = launchSpot();
        advance(5);
        ec2.terminate(instance, StateReason.USER);
        advance(120);
        assertThat(instance.isBooted()).isFalse();
        assertThat(instance.state()).isEqualTo(InstanceState.TERMINATED);
    }

    @Test
    void unknownSubnetsAreAdoptedOverTheZonesInOrder() {
        var network = region.network();
        assertThat(List.of("subnet-0a1a1a1a1a1a1a1a1", "subnet-0b2b2b2b2b2b2b2b2", "subnet-0c3c3c3c3c3c3c3c3"))
                .extracting(id -> network.subnet(id).zone().name())
                .containsExactly("eu-west-1a", "eu-west-1b", "eu-west-1c");
        assertThatThrownBy(() -> network.subnet("subnet-xyz")).isInstanceOf(Refused.class);
    }

    @Test
    void aStrictAccountRefusesWhatItDoesNotHave() {
        var strict = new Ec2(
                new WorldTime(time.now()),
                draws,
                new Ids(draws),
                market,
                new Ec2Rules("123456789012", Ec2Rules.UnknownIds.REFUSED, Ec2Rules.Timings.DEFAULT));
        assertThatThrownBy(() -> strict.region("eu-west-1").network().subnet("subnet-0a1a1a1a1a1a1a1a1"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("InvalidSubnetID.NotFound"));
    }

    @Test
    void everyInstanceOfABigLaunchIsBootedAfterItsLongestTime() {
        ec2.launch(spot(), 1, 150);
        time.advanceTo(time.now().plus(Duration.ofSeconds(82)));
        assertThat(region.instances()).hasSize(150).allMatch(Ec2Instance::isBooted);
    }
}
