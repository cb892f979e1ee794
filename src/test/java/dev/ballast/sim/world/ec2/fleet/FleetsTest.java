package dev.ballast.sim.world.ec2.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.UsdPerHour;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.Ec2Rules;
import dev.ballast.sim.world.ec2.InterruptionNotice;
import dev.ballast.sim.world.ec2.LaunchParameters;
import dev.ballast.sim.world.ec2.LaunchTemplates;
import dev.ballast.sim.world.ec2.Region;
import dev.ballast.sim.world.ec2.StateReason;
import dev.ballast.sim.world.ec2.fleet.Fleet.Activity;
import dev.ballast.sim.world.ec2.fleet.Fleet.State;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Excess;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Kind;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Minimum;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.OnDemandStrategy;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Origin;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Override;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Policies;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Source;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Specification;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.SpotStrategy;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Strategies;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Target;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.TemplateConfig;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Type;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Window;
import dev.ballast.sim.world.market.Market;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FleetsTest {
    private static final List<String> TYPES = List.of("m4.xlarge", "m5.xlarge", "c5.xlarge", "r5.xlarge");
    private static final Origin NOBODY = new Origin(
            "arn:aws:iam::123456789012:role/fleet",
            "",
            Optional.empty(),
            new TreeMap<>(),
            LaunchParameters.EMPTY.tagging());

    private final WorldTime time = new WorldTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final Draws draws = new Draws(5);
    private final Ids ids = new Ids(draws);
    private final Market market = new Market(draws);
    private final Ec2 ec2 = new Ec2(time, draws, ids, market, Ec2Rules.DEFAULT);
    private final Fleets fleets = new Fleets(time, draws, ids, ec2);
    private final Region region = ec2.region("eu-west-1");

    private static FleetConfig spotFleet(int target) {
        var specifications = new ArrayList<Specification>();
        for (var type : TYPES)
            for (var subnet :
                    List.of("subnet-0a1a1a1a1a1a1a1a1", "subnet-0b2b2b2b2b2b2b2b2", "subnet-0c3c3c3c3c3c3c3c3"))
                specifications.add(new Specification(
                        parameters().placedAs(type, Optional.of(subnet), Optional.empty()),
                        Optional.empty(),
                        Optional.empty()));
        return new FleetConfig(
                Kind.SPOT_FLEET,
                Type.MAINTAIN,
                target(target, 0),
                strategies(SpotStrategy.DIVERSIFIED),
                policies(Excess.TERMINATED, Minimum.NONE),
                new Window(Optional.empty(), Optional.empty()),
                new Source.Specifications(specifications),
                NOBODY);
    }

    private static LaunchParameters parameters() {
        return LaunchParameters.EMPTY.with(
                new LaunchParameters.Machine(Optional.of("ami-76e95b05"), Optional.empty(), Optional.empty()));
    }

    private static Target target(int total, int onDemand) {
        return new Target(total, onDemand, 0, PurchaseOption.SPOT, Target.Unit.UNITS);
    }

    private static Strategies strategies(SpotStrategy strategy) {
        return new Strategies(strategy, OnDemandStrategy.LOWEST_PRICE, 1);
    }

    private static Policies policies(Excess excess, Minimum minimum) {
        return new Policies(excess, false, false, InterruptionNotice.Action.TERMINATE, Optional.empty(), minimum);
    }

    private FleetConfig instant(int target, int onDemand, String token, Override... overrides) {
        return new FleetConfig(
                Kind.EC2_FLEET,
                Type.INSTANT,
                target(target, onDemand),
                strategies(SpotStrategy.PRICE_CAPACITY_OPTIMIZED),
                policies(Excess.TERMINATED, Minimum.NONE),
                new Window(Optional.empty(), Optional.empty()),
                new Source.Templates(List.of(new TemplateConfig(template(), List.of(overrides)))),
                new Origin("", token, Optional.empty(), new TreeMap<>(), LaunchParameters.EMPTY.tagging()));
    }

    private LaunchTemplates.Reference template() {
        if (region.launchTemplates().all().isEmpty())
            region.launchTemplates().create("hosts", "", parameters(), new TreeMap<>(), time.now());
        return new LaunchTemplates.Reference(Optional.empty(), Optional.of("hosts"), "$Latest");
    }

    private static Override pool(String type, String zone) {
        return weighted(type, zone, Optional.empty());
    }

    private static Override weighted(String type, String zone, Optional<Double> weight) {
        return new Override(
                Optional.of(type),
                Optional.empty(),
                Optional.of(zone),
                Optional.empty(),
                weight,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private void advance(int seconds) {
        time.advanceTo(time.now().plusSeconds(seconds));
    }

    private static List<CapacityPool> poolsOf(Fleet fleet) {
        return fleet.members().stream().map(member -> member.instance().pool()).toList();
    }

    @Test
    void aSpotFleetGoesFromSubmittedToActiveAndFulfilled() {
        var fleet = fleets.create(region, spotFleet(5));
        assertThat(fleet.state()).isEqualTo(State.SUBMITTED);
        assertThat(fleet.activity()).isEqualTo(Activity.PENDING_FULFILLMENT);
        advance(10);
        assertThat(fleet.state()).isEqualTo(State.ACTIVE);
        assertThat(fleet.activity()).isEqualTo(Activity.FULFILLED);
        assertThat(fleet.members()).hasSize(5);
        assertThat(fleet.history()).extracting(FleetEvent::subType).startsWith("submitted", "active", "launched");
        assertThat(fleet.members())
                .allMatch(member -> member.instance()
                        .tags()
                        .get("aws:ec2spot:fleet-request-id")
                        .equals(fleet.id()));
    }

    @Test
    void diversifiedFillsEveryPoolBeforeItFillsOneTwice() {
        var fleet = fleets.create(region, spotFleet(12));
        advance(10);
        assertThat(new TreeSet<>(poolsOf(fleet))).hasSize(12);
        fleets.modify(fleet, fleet.config().with(target(20, 0)));
        assertThat(fleet.state()).isEqualTo(State.MODIFYING);
        advance(10);
        assertThat(fleet.members()).hasSize(20);
        assertThat(fleet.state()).isEqualTo(State.ACTIVE);
        for (var pool : new TreeSet<>(poolsOf(fleet)))
            assertThat(poolsOf(fleet).stream().filter(pool::equals).count()).isBetween(1L, 2L);
    }

    @Test
    void whatAMaintainedFleetLosesItLaunchesAgainInPoolsThatHaveCapacity() {
        var fleet = fleets.create(region, spotFleet(12));
        advance(100);
        var lost = poolsOf(fleet).getFirst();
        assertThat(ec2.interruptPool(lost)).hasSize(1);
        advance(119);
        assertThat(fleet.members()).hasSize(12);
        advance(1);
        assertThat(fleet.members()).hasSize(11);
        advance(10);
        assertThat(fleet.members()).hasSize(12);
        assertThat(poolsOf(fleet)).doesNotContain(lost);
        assertThat(fleet.history()).extracting(FleetEvent::subType).contains("termination_notified", "terminated");
    }

    @Test
    void aMemberThatIsTerminatedByHandIsReplaced() {
        var fleet = fleets.create(region, spotFleet(3));
        advance(100);
        ec2.terminate(fleet.members().iterator().next().instance(), StateReason.USER);
        assertThat(fleet.members()).hasSize(2);
        advance(10);
        assertThat(fleet.members()).hasSize(3);
    }

    @Test
    void aSmallerTargetTerminatesWhatIsTooMuchUnlessItIsToldNotTo() {
        var fleet = fleets.create(region, spotFleet(6));
        advance(100);
        fleets.modify(
                fleet, fleet.config().with(policies(Excess.LEFT, Minimum.NONE)).with(target(4, 0)));
        advance(30);
        assertThat(fleet.members()).hasSize(6);
        assertThat(fleet.state()).isEqualTo(State.ACTIVE);
        fleets.modify(
                fleet,
                fleet.config().with(policies(Excess.TERMINATED, Minimum.NONE)).with(target(4, 0)));
        advance(30);
        assertThat(fleet.members()).hasSize(4);
        assertThat(fleet.state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void cancellingKeepsTheInstancesOrTakesThemAlong() {
        var kept = fleets.create(region, spotFleet(2));
        var taken = fleets.create(region, spotFleet(2));
        advance(100);
        fleets.end(kept, Fleets.Ending.LEAVE_INSTANCES);
        fleets.end(taken, Fleets.Ending.TERMINATE_INSTANCES);
        assertThat(kept.state().ec2Name(Kind.SPOT_FLEET)).isEqualTo("cancelled_running");
        assertThat(taken.state().ec2Name(Kind.SPOT_FLEET)).isEqualTo("cancelled_terminating");
        advance(60);
        assertThat(kept.members()).hasSize(2);
        assertThat(taken.state()).isEqualTo(State.ENDED);
        kept.members().stream().map(Fleet.Member::instance).toList().forEach(it -> ec2.terminate(it, StateReason.USER));
        advance(60);
        assertThat(kept.state()).isEqualTo(State.ENDED);
        advance(49 * 3600);
        assertThat(fleets.find(kept.id())).isEmpty();
    }

    @Test
    void anEndInThePastIsRefusedAndAnEndInTheFutureComes() {
        var config = spotFleet(2);
        var past = new FleetConfig(
                config.kind(),
                config.type(),
                config.target(),
                config.strategies(),
                config.policies(),
                new Window(Optional.empty(), Optional.of(Instant.parse("2017-02-15T14:28:42Z"))),
                config.source(),
                config.origin());
        assertThatThrownBy(() -> fleets.create(region, past)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo("InvalidSpotFleetRequestConfig");
            assertThat(refused.getMessage()).isEqualTo("Parameter: SpotFleetRequestConfig.ValidUntil is invalid.");
        });
        var future = new FleetConfig(
                config.kind(),
                config.type(),
                config.target(),
                config.strategies(),
                config.policies(),
                new Window(Optional.empty(), Optional.of(time.now().plus(Duration.ofHours(1)))),
                config.source(),
                config.origin());
        var fleet = fleets.create(region, future);
        advance(3599);
        assertThat(fleet.state()).isEqualTo(State.ACTIVE);
        advance(1);
        assertThat(fleet.state()).isEqualTo(State.ENDED_RUNNING);
        assertThat(fleet.members()).hasSize(2);
    }

    @Test
    void weightsRoundUp() {
        var fleet = fleets.create(region, instant(10, 0, "", weighted("m5.2xlarge", "eu-west-1a", Optional.of(4.0))));
        assertThat(fleet.members()).hasSize(3);
        assertThat(fleet.fulfilled()).isEqualTo(12);
    }

    @Test
    void anInstantFleetAnswersWithInstancesAndErrorsTogether() {
        market.withdraw(CapacityPool.spot("m5.large", "eu-west-1a"));
        market.setDepth(CapacityPool.spot("m5.large", "eu-west-1b"), 3);
        var fleet = fleets.create(
                region, instant(5, 0, "", pool("m5.large", "eu-west-1a"), pool("m5.large", "eu-west-1b")));
        assertThat(fleet.members()).hasSize(3);
        assertThat(fleet.errors()).extracting(Fleet.LaunchError::code).contains("InsufficientInstanceCapacity");
        assertThat(fleet.errors())
                .extracting(error -> error.launchable().zone())
                .contains("eu-west-1a", "eu-west-1b");
        advance(600);
        assertThat(fleet.members()).hasSize(3);
    }

    @Test
    void theSameTokenIsTheSameFleet() {
        var first = fleets.create(region, instant(2, 0, "token", pool("m5.large", "eu-west-1a")));
        var again = fleets.create(region, instant(2, 0, "token", pool("m5.large", "eu-west-1a")));
        assertThat(again).isSameAs(first);
        assertThat(region.instances()).hasSize(2);
        assertThatThrownBy(() -> fleets.create(region, instant(3, 0, "token", pool("m5.large", "eu-west-1a"))))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("IdempotentParameterMismatch"));
    }

    @Test
    void aMinimumThatCannotBeReachedLaunchesNothing() {
        market.setDepth(CapacityPool.spot("m5.large", "eu-west-1a"), 3);
        var config = instant(5, 0, "", pool("m5.large", "eu-west-1a"))
                .with(policies(Excess.TERMINATED, new Minimum(5, false, false)));
        var fleet = fleets.create(region, config);
        assertThat(fleet.members()).isEmpty();
        assertThat(fleet.errors()).extracting(Fleet.LaunchError::code).containsExactly("UnfulfillableCapacity");
    }

    @Test
    void partOfAFleetMayBeOnDemand() {
        var fleet = fleets.create(region, instant(5, 2, "", pool("m5.large", "eu-west-1a")));
        assertThat(fleet.members())
                .extracting(member -> member.instance().option())
                .containsExactlyInAnyOrder(
                        PurchaseOption.SPOT,
                        PurchaseOption.SPOT,
                        PurchaseOption.SPOT,
                        PurchaseOption.ON_DEMAND,
                        PurchaseOption.ON_DEMAND);
    }

    @ParameterizedTest
    @EnumSource(SpotStrategy.class)
    void everyStrategyReachesItsTarget(SpotStrategy strategy) {
        var config = spotFleet(9);
        var fleet = fleets.create(
                region,
                new FleetConfig(
                        config.kind(),
                        config.type(),
                        config.target(),
                        strategies(strategy),
                        config.policies(),
                        config.window(),
                        config.source(),
                        config.origin()));
        advance(10);
        assertThat(fleet.members()).hasSize(9);
        if (strategy == SpotStrategy.LOWEST_PRICE) {
            var cheapest = market.price(poolsOf(fleet).getFirst(), time.now());
            for (var type : TYPES)
                for (var zone : List.of("eu-west-1a", "eu-west-1b", "eu-west-1c"))
                    assertThat(cheapest).isLessThanOrEqualTo(market.price(CapacityPool.spot(type, zone), time.now()));
        }
        if (strategy == SpotStrategy.CAPACITY_OPTIMIZED)
            assertThat(new TreeSet<>(poolsOf(fleet))).hasSize(1);
    }

    @Test
    void aBoundBelowTheMarketLaunchesNothingAndSaysWhy() {
        var config = spotFleet(2);
        var fleet = fleets.create(
                region,
                new FleetConfig(
                        config.kind(),
                        config.type(),
                        config.target(),
                        config.strategies(),
                        config.policies(),
                        config.window(),
                        config.source(),
                        new Origin(
                                "role",
                                "",
                                Optional.of(UsdPerHour.of("0.01")),
                                new TreeMap<>(),
                                LaunchParameters.EMPTY.tagging())));
        advance(10);
        assertThat(fleet.members()).isEmpty();
        assertThat(fleet.activity()).isEqualTo(Activity.ERROR);
        assertThat(fleet.history())
                .extracting(FleetEvent::description)
                .anyMatch(text -> text.contains("SpotMaxPriceTooLow"));
    }

    @Test
    void aRebalanceRecommendationBringsAReplacementWhereThatIsAsked() {
        var config = spotFleet(4);
        var fleet = fleets.create(
                region,
                config.with(new Policies(
                        Excess.TERMINATED,
                        false,
                        false,
                        InterruptionNotice.Action.TERMINATE,
                        Optional.of(Duration.ofMinutes(5)),
                        Minimum.NONE)));
        advance(100);
        Ec2Instance risky = fleet.members().iterator().next().instance();
        ec2.recommendRebalance(risky);
        advance(10);
        assertThat(fleet.members()).hasSize(5);
        advance(300);
        assertThat(fleet.members()).hasSize(4).noneMatch(member -> member.instance() == risky);
    }

    @Test
    void aFleetOfTenThousandIsFilledAtOnce() {
        var fleet = fleets.create(region, spotFleet(10_000));
        advance(10);
        assertThat(fleet.members()).hasSize(10_000);
        fleets.modify(fleet, fleet.config().with(target(5_000, 0)));
        advance(10);
        assertThat(fleet.members()).hasSize(5_000);
    }
}
