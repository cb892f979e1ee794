package dev.ballast.decide;

import static dev.ballast.decide.Told.actions;
import static dev.ballast.decide.Told.codes;
import static dev.ballast.decide.Told.notes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Action.CancelSpotFleet;
import dev.ballast.model.Action.DeregisterContainerInstance;
import dev.ballast.model.Action.DrainInstances;
import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.Action.SetSpotFleetTarget;
import dev.ballast.model.Action.StopTask;
import dev.ballast.model.Action.TerminateInstances;
import dev.ballast.model.InstanceState;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings;
import dev.ballast.model.Settings.Backend;
import dev.ballast.model.Settings.Survive;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpkeepTest {
    @Test
    void anInstanceThatNeverJoinsIsEndedAndReplaced() {
        var given = PlanTest.whole().survive(Survive.NONE).target(4);
        given.host("i-4", "r5.large/a").booting().launchedAt(given.now);
        assertThat(given.later(Duration.ofMinutes(9)).decide().steps()).isEmpty();

        var decision = given.later(Duration.ofMinutes(1)).decide();

        assertThat(codes(decision)).containsOnly(Code.NEVER_REGISTERED);
        assertThat(actions(decision, LaunchInstances.class)).hasSize(1);
        assertThat(actions(decision, TerminateInstances.class)).containsExactly(new TerminateInstances(List.of("i-4")));
    }

    @Test
    void aTemplateOfWhichNothingEverJoinsIsBoughtEverMoreSeldom() {
        var given = Given.cluster().target(2);
        given.carryOut(given.decide());

        var ended = given.later(Duration.ofMinutes(10)).decide();
        assertThat(actions(ended, TerminateInstances.class)).hasSize(1);
        assertThat(actions(ended, LaunchInstances.class)).isEmpty();
        assertThat(ended.memory().refusals()).isNotEmpty();

        given.carryOut(ended);
        assertThat(actions(given.later(Duration.ofSeconds(31)).decide(), LaunchInstances.class))
                .isNotEmpty();
    }

    @Test
    void anAgentThatIsSilentForAMomentIsNoLoss() {
        var given = PlanTest.whole().survive(Survive.NONE);
        given.decide();
        given.hosts.get("i-1").disconnected();
        assertThat(given.later(Duration.ofMinutes(1)).decide().steps()).isEmpty();
        assertThat(given.later(Duration.ofMinutes(8)).decide().steps()).isEmpty();
        given.hosts.get("i-1").connected = true;
        assertThat(given.later(Duration.ofMinutes(1)).decide().steps()).isEmpty();
        given.hosts.get("i-1").disconnected();
        assertThat(given.later(Duration.ofMinutes(5)).decide().steps()).isEmpty();
    }

    @Test
    void anAgentThatStaysSilentIsReplacedThenDrainedThenEnded() {
        var given = PlanTest.whole().survive(Survive.NONE);
        given.hosts.get("i-1").disconnected();
        given.decide();

        var replace = given.later(Duration.ofMinutes(10)).decide();
        assertThat(codes(replace)).containsExactly(Code.AGENT_LOST);
        assertThat(actions(replace, LaunchInstances.class)).hasSize(1);

        given.carryOut(replace).everythingRegisters();
        var drain = given.later(Duration.ofMinutes(1)).decide();
        assertThat(actions(drain, DrainInstances.class)).containsExactly(new DrainInstances(List.of("arn:ci/i-1")));

        // its task never reports its end, but the service has another
        given.carryOut(drain).task("web", "i-2");
        var end = given.later(Duration.ofMinutes(1)).decide();
        assertThat(actions(end, TerminateInstances.class)).containsExactly(new TerminateInstances(List.of("i-1")));
    }

    @Test
    void aRegistrationWithoutItsInstanceIsRemovedWhenEcsDoesNot() {
        var given = PlanTest.whole().survive(Survive.NONE).target(2);
        given.hosts.get("i-3").disconnected().in(InstanceState.TERMINATED);
        given.tasks.values().removeIf(task -> task.host.id.equals("i-3"));
        given.service("web", 2);
        assertThat(given.decide().steps()).isEmpty();

        var decision = given.later(Duration.ofMinutes(3)).decide();

        assertThat(actions(decision, DeregisterContainerInstance.class))
                .containsExactly(new DeregisterContainerInstance("arn:ci/i-3"));
        assertThat(codes(decision)).containsExactly(Code.ORPHAN);
    }

    @Test
    void aForeignHostIsRoomButNotBallastsToEnd() {
        var given = Given.cluster().target(0).survive(Survive.NONE);
        given.host("i-1", "m5.large/a").foreign();
        given.service("web", 2);
        assertThat(given.decide().steps()).as("its room is used").isEmpty();
        assertThat(given.later(Duration.ofMinutes(5)).decide().steps())
                .as("and it stays although nothing needs it")
                .isEmpty();
        given.notice("i-1");
        given.running("web", "i-1", "i-1");
        assertThat(codes(given.decide())).containsExactly(Code.NOTICE_REPLACE);
    }

    @Test
    void takenDownEverythingIsDrainedStoppedAndTerminatedAndNothingReplaced() {
        var given = PlanTest.whole().takenDown();

        var drain = given.decide();
        assertThat(codes(drain)).containsOnly(Code.TAKE_DOWN);
        assertThat(actions(drain, DrainInstances.class).getFirst().containerInstanceArns())
                .hasSize(3);
        assertThat(actions(drain, StopTask.class)).hasSize(3);

        given.carryOut(drain);
        var end = given.later(Duration.ofSeconds(15)).decide();
        assertThat(actions(end, TerminateInstances.class))
                .containsExactly(new TerminateInstances(List.of("i-1", "i-2", "i-3")));
        assertThat(end.settled()).isFalse();

        given.carryOut(end);
        var down = given.later(Duration.ofSeconds(15)).decide();
        assertThat(down.steps()).isEmpty();
        assertThat(down.settled()).isTrue();
        assertThat(notes(down)).containsExactly(Code.TAKE_DOWN);
    }

    @Test
    void aHostThatWillNotEmptyIsEndedAfterItsGraceWhenTakenDown() {
        var given = PlanTest.whole().takenDown();
        for (var step : given.decide().steps())
            if (step.action() instanceof DrainInstances) given.hosts.values().forEach(GivenHost::draining);
        assertThat(actions(given.later(Duration.ofMinutes(9)).decide(), TerminateInstances.class))
                .isEmpty();
        assertThat(actions(given.later(Duration.ofMinutes(2)).decide(), TerminateInstances.class))
                .hasSize(1);
    }

    @Test
    void upAgainBeforeItIsDownTakesTheDrainsBack() {
        var given = PlanTest.whole().takenDown();
        var drain = given.decide();
        for (var step : drain.steps())
            if (step.action() instanceof DrainInstances) given.hosts.values().forEach(GivenHost::draining);
        given.settings = given.settings.withMode(Settings.Mode.KEEP);

        var up = given.later(Duration.ofSeconds(5)).decide();

        assertThat(up.steps())
                .singleElement()
                .satisfies(step ->
                        assertThat(step.action()).isInstanceOf(dev.ballast.model.Action.ActivateInstances.class));
    }

    @Test
    void aSpotFleetIsAskedOnceAndKeepsTheTarget() {
        var given = Given.cluster().target(3).backend(Backend.SPOT_FLEET);

        var ask = given.decide();
        assertThat(actions(ask, SetSpotFleetTarget.class)).singleElement().satisfies(set -> {
            assertThat(set.fleetId()).isEmpty();
            assertThat(set.target()).isEqualTo(3);
            assertThat(set.offers()).hasSize(12);
        });
        given.carryOut(ask);
        assertThat(given.later(Duration.ofSeconds(5)).decide().steps()).isEmpty();

        for (var i = 1; i <= 3; i++) given.host("i-" + i, "m5.large/" + "abc".charAt(i - 1));
        var whole = given.later(Duration.ofSeconds(60)).decide();
        assertThat(whole.steps()).isEmpty();
        assertThat(whole.settled()).isTrue();
    }

    @Test
    void aSpotFleetsTargetIsLoweredBeforeItsInstancesGo() {
        var given = fleetOfThree();
        given.target(2).decide();
        var chosen = given.later(Duration.ofMinutes(1)).decide();
        assertThat(actions(chosen, DrainInstances.class)).hasSize(1);
        given.carryOut(chosen).later(Duration.ofSeconds(15));

        var lower = given.decide();
        assertThat(actions(lower, SetSpotFleetTarget.class))
                .singleElement()
                .satisfies(set -> assertThat(set.target()).isEqualTo(2));
        assertThat(actions(lower, TerminateInstances.class)).isEmpty();

        given.carryOut(lower).later(Duration.ofSeconds(1));
        assertThat(actions(given.decide(), TerminateInstances.class)).hasSize(1);
    }

    @Test
    void aDoomedFleetInstanceRaisesTheTargetUntilItsReplacementIsThere() {
        var given = fleetOfThree();
        given.notice("i-1");

        var raise = given.decide();
        assertThat(actions(raise, SetSpotFleetTarget.class))
                .singleElement()
                .satisfies(set -> assertThat(set.target()).isEqualTo(4));
        given.carryOut(raise);
        given.host("i-4", "r5.large/b");

        var lower = given.later(Duration.ofSeconds(40)).decide();
        assertThat(actions(lower, SetSpotFleetTarget.class))
                .singleElement()
                .satisfies(set -> assertThat(set.target()).isEqualTo(3));
    }

    private static Given fleetOfThree() {
        var given = Given.cluster().target(3).survive(Survive.NONE).backend(Backend.SPOT_FLEET);
        given.carryOut(given.decide());
        for (var i = 1; i <= 3; i++) given.host("i-" + i, "m5.large/" + "abc".charAt(i - 1));
        given.later(Duration.ofSeconds(60)).decide();
        return given;
    }

    @Test
    void takenDownAFleetIsCancelledBeforeItsInstancesGo() {
        var given = fleetOfThree().takenDown();
        var first = given.decide();
        assertThat(actions(first, CancelSpotFleet.class)).hasSize(1);
        assertThat(actions(first, TerminateInstances.class)).isEmpty();
        given.carryOut(first);
        assertThat(actions(given.later(Duration.ofSeconds(1)).decide(), TerminateInstances.class))
                .hasSize(1);
    }
}
