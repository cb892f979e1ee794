package dev.ballast.sim.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.Action;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.LaunchTemplateSpec;
import dev.ballast.model.Offer;
import dev.ballast.model.Outcome;
import dev.ballast.model.Service;
import dev.ballast.model.Signal;
import dev.ballast.model.Step;
import dev.ballast.model.TaskShape;
import dev.ballast.model.UsdPerHour;
import dev.ballast.observe.CloudUnreachable;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.events.Ec2Events;
import dev.ballast.sim.world.faults.Calls;
import dev.ballast.sim.world.faults.Chance;
import dev.ballast.sim.world.faults.Events;
import dev.ballast.sim.world.faults.ThrottleRules;
import dev.ballast.sim.world.faults.What;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorldPortFaultsTest {
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final String REGION = "eu-west-1";
    private static final Outcome THROTTLED = new Outcome.Throttled(Duration.ofSeconds(1));

    private final World world = new World(7, START, World.Rules.DEFAULT);
    private final WorldPort port = new WorldPort(world, REGION, "live");

    @BeforeEach
    void aClusterAndATemplate() {
        perform("cluster", new Action.PutCluster());
        perform(
                "template",
                new Action.EnsureLaunchTemplate(new LaunchTemplateSpec(
                        "template",
                        "ami-76e95b05",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        true,
                        List.of(),
                        "#!/bin/bash\necho ECS_CLUSTER=live >> /etc/ecs/ecs.config\n",
                        Map.of())));
    }

    private Outcome perform(String token, Action action) {
        return port.writer().perform(new Step(token, action, null));
    }

    private Outcome launch(String token) {
        var type = InstanceCatalogue.find("m5.large").orElseThrow().type();
        var subnet = world.ec2()
                .region(REGION)
                .network()
                .defaultSubnet("eu-west-1a")
                .orElseThrow()
                .id();
        var offer = new Offer(
                CapacityPool.spot("m5.large", "eu-west-1a"), type, UsdPerHour.ZERO, UsdPerHour.ZERO, subnet, 0);
        return perform(token, new Action.LaunchInstances("template", List.of(offer), 1, Optional.empty()));
    }

    private static Calls calls(String service, String operation) {
        return new Calls(Optional.of(service), Optional.of(operation), Optional.empty());
    }

    private static Chance times(int times) {
        return new Chance(1, OptionalInt.of(times));
    }

    private void refuse(Calls calls, String code, int status, Chance chance) {
        world.faults().begin(new What.ApiError(calls, new What.Refusal(code, "no", status), chance), Optional.empty());
    }

    private void pass(Duration duration) {
        world.time().advanceTo(world.time().now().plus(duration));
    }

    private int instances() {
        return world.ec2().region(REGION).instances().size();
    }

    @Test
    void fleetsThatComeTooFastAreThrottledAndTheSameTokenSucceedsLater() {
        for (var i = 0; i < 50; i++) assertThat(launch("token-" + i)).isInstanceOf(Outcome.Done.class);
        assertThat(launch("late")).isEqualTo(THROTTLED);
        assertThat(instances()).isEqualTo(50);
        pass(Duration.ofSeconds(1));
        assertThat(launch("late")).isInstanceOf(Outcome.Done.class);
        assertThat(instances()).isEqualTo(51);
    }

    @Test
    void newTaskDefinitionsShareTheirBucketWithWhoeverElseRegistersSome() {
        var outcomes = new ArrayList<Outcome>();
        for (var i = 0; i < 21; i++)
            outcomes.add(perform(
                    "put-" + i,
                    new Action.PutService(new Action.ServiceSpec(
                            "web",
                            "nginx:" + i,
                            TaskShape.of(256, 256),
                            1,
                            new Service.HealthyPercent(100, 200),
                            Duration.ofSeconds(20)))));
        assertThat(outcomes.subList(0, 20)).containsOnly(Outcome.DONE);
        assertThat(outcomes.getLast()).isEqualTo(THROTTLED);
    }

    @Test
    void aLaunchWhoseAnswerIsLostIsFoundByItsToken() {
        world.faults().begin(new What.LostAnswer(calls("ec2", "CreateFleet"), times(1)), Optional.empty());
        assertThat(launch("once")).isInstanceOf(Outcome.Unknown.class);
        assertThat(instances()).isEqualTo(1);
        assertThat(launch("once"))
                .isInstanceOfSatisfying(
                        Outcome.Done.class, done -> assertThat(done.launched()).hasSize(1));
        assertThat(instances()).isEqualTo(1);
    }

    @Test
    void whatAFaultRefusesHasNotHappened() {
        refuse(calls("ec2", "CreateFleet"), "InternalError", 500, times(1));
        assertThat(launch("once")).isEqualTo(new Outcome.Unknown("InternalError: no"));
        assertThat(instances()).isZero();
        assertThat(launch("once")).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aReadIsTriedFiveTimesWhereAnotherAttemptMayBeAnswered() {
        refuse(calls("ecs", "ListServices"), "ServerException", 500, times(4));
        assertThat(port.cluster().services()).isEmpty();
        refuse(calls("ecs", "ListServices"), "ServerException", 500, times(5));
        assertThatThrownBy(() -> port.cluster().services())
                .isInstanceOf(CloudUnreachable.class)
                .hasMessageContaining("cannot read the services of cluster 'live': ServerException");
        refuse(calls("ecs", "ListServices"), "AccessDeniedException", 400, times(1));
        assertThatThrownBy(() -> port.cluster().services()).isInstanceOf(CloudUnreachable.class);
        assertThat(port.cluster().services()).isEmpty();
    }

    @Test
    void whoReadsTooOftenGetsNothingUntilTheBucketRefills() {
        for (var i = 0; i < 100; i++) port.cluster().services();
        assertThatThrownBy(() -> port.cluster().services())
                .isInstanceOf(CloudUnreachable.class)
                .hasMessageContaining("ThrottlingException");
        pass(Duration.ofMillis(50));
        assertThat(port.cluster().services()).isEmpty();
    }

    @Test
    void aWorldWithoutThrottlesAnswersHoweverOftenItIsAsked() {
        var patient = new World(7, START, World.Rules.DEFAULT.with(ThrottleRules.NONE));
        var inside = new WorldPort(patient, REGION, "live");
        for (var i = 0; i < 1_000; i++) assertThat(inside.cluster().services()).isEmpty();
    }

    private String running() {
        launch("once");
        pass(Duration.ofMinutes(2));
        return world.ec2().region(REGION).instances().iterator().next().id();
    }

    private static Events of(String detailType) {
        return new Events(Optional.of("aws.ec2"), Optional.of(detailType), Optional.empty());
    }

    private List<Signal.Kind> heard() {
        return port.signals().receive(Duration.ZERO).stream().map(Signal::kind).toList();
    }

    @Test
    void aNoticeIsMissedWhereItsEventIsLost() {
        var id = running();
        world.faults().begin(new What.LostEvents(of(Ec2Events.INTERRUPTION_WARNING), Chance.ALWAYS), Optional.empty());
        world.reclaim().instances(List.of(id));
        assertThat(heard()).isEmpty();
        pass(Duration.ofMinutes(4));
        assertThat(heard()).containsExactly(Signal.Kind.GONE);
    }

    @Test
    void aLateNoticeWakesTheClockWhenItArrivesWithTheMomentAtWhichItWasGiven() {
        var id = running();
        var given = world.time().now();
        world.faults()
                .begin(new What.LateEvents(Events.ALL, Duration.ofMillis(1_500), Chance.ALWAYS), Optional.empty());
        world.reclaim().instances(List.of(id));
        assertThat(heard()).isEmpty();
        var arrival = port.nextEventAt().orElseThrow();
        assertThat(arrival).isEqualTo(given.plusMillis(1_500));
        port.advanceTo(arrival);
        assertThat(port.signals().receive(Duration.ZERO)).containsExactly(new Signal(Signal.Kind.NOTICE, id, given));
    }

    @Test
    void aDoubledNoticeIsSaidTwiceAndAWrongClockDatesIt() {
        var id = running();
        world.faults().begin(new What.DoubledEvents(Events.ALL, Duration.ZERO, Chance.ALWAYS), Optional.empty());
        world.faults().begin(new What.WrongClock(Events.ALL, Duration.ofSeconds(-40)), Optional.empty());
        world.reclaim().instances(List.of(id));
        var dated = new Signal(Signal.Kind.NOTICE, id, world.time().now().minusSeconds(40));
        assertThat(port.signals().receive(Duration.ZERO)).containsExactly(dated, dated);
    }

    @Test
    void anInterruptionByHandIsNoCallToAws() {
        var id = running();
        refuse(Calls.ALL, "InternalError", 500, Chance.ALWAYS);
        assertThat(perform("interrupt", new Action.InterruptInstances(List.of(id))))
                .isEqualTo(Outcome.DONE);
    }
}
