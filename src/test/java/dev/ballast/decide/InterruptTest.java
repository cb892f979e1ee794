package dev.ballast.decide;

import static dev.ballast.decide.Told.actions;
import static dev.ballast.decide.Told.codes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Action;
import dev.ballast.model.Action.DeregisterTargets;
import dev.ballast.model.Action.DrainInstances;
import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.Action.StopTask;
import dev.ballast.model.Decision;
import dev.ballast.model.Observation.Scope;
import dev.ballast.model.Outcome;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.Signal;
import dev.ballast.model.TaskTarget;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptTest {
    /** Three hosts with a task each, plenty of room on all of them. */
    private static Given roomy() {
        var given = Given.cluster().target(3).survive(Survive.NONE);
        given.host("i-1", "m5.large/a");
        given.host("i-2", "m5.large/b");
        given.host("i-3", "m5.large/c");
        given.service("web", 3);
        given.running("web", "i-1", "i-2", "i-3");
        return given;
    }

    /** Two hosts full of tasks: nowhere to go. */
    private static Given full() {
        var given = Given.cluster().target(2).survive(Survive.NONE);
        given.host("i-1", "m5.large/a");
        given.host("i-2", "m5.large/b");
        given.service("web", 4).needing(1024, 3000);
        given.running("web", "i-1", "i-1", "i-2", "i-2");
        return given;
    }

    @Test
    void aHostWhoseTasksFitElsewhereIsDrainedAtOnceAndReplaced() {
        var given = roomy().notice("i-1");

        var decision = given.decide(Scope.SIGNALS_ONLY);

        assertThat(actions(decision, DrainInstances.class)).containsExactly(new DrainInstances(List.of("arn:ci/i-1")));
        assertThat(actions(decision, LaunchInstances.class)).singleElement().satisfies(launch -> {
            assertThat(launch.total()).isEqualTo(1);
            assertThat(launch.offers().getFirst().pool()).isNotEqualTo(Given.pool("m5.large/a"));
        });
        assertThat(codes(decision)).containsExactly(Code.NOTICE_DRAIN_ROOM, Code.NOTICE_REPLACE);
        assertThat(decision.nextWake()).isEqualTo(given.now);
    }

    @Test
    void aHostWithoutRoomIsReplacedBeforeItIsDrained() {
        var given = full().notice("i-1");

        var first = given.decide();
        assertThat(actions(first, DrainInstances.class)).isEmpty();
        assertThat(actions(first, LaunchInstances.class)).hasSize(1);

        var waiting = given.carryOut(first).later(Duration.ofSeconds(20)).decide();
        assertThat(waiting.steps()).isEmpty();

        var ready = given.later(Duration.ofSeconds(20)).everythingRegisters().decide();
        assertThat(codes(ready)).containsExactly(Code.NOTICE_DRAIN_REPLACED);
    }

    @Test
    void aReplacementIsNeverLaunchedTwice() {
        var given = full().notice("i-1");
        var first = given.decide(Scope.SIGNALS_ONLY);
        given.answer(first.steps().getFirst(), new Outcome.Unknown("no answer"));

        var second = given.later(Duration.ofSeconds(1)).decide();

        assertThat(actions(second, LaunchInstances.class)).hasSize(1);
        assertThat(second.steps().getFirst()).isEqualTo(first.steps().getFirst());
    }

    @Test
    void withoutAReplacementTheHostIsDrainedAtTheCutOffAndItsTasksStoppedInTime() {
        var given = full().notice("i-1");
        given.services.get("web").endingIn(Duration.ofSeconds(10), Duration.ofSeconds(30));
        given.offeredOnly();

        var first = given.decide();
        assertThat(first.steps()).isEmpty();

        // 120 s - 10 s deregistration - 30 s stop timeout - 5 s margin
        var before = given.later(Duration.ofSeconds(74)).decide();
        assertThat(before.steps()).isEmpty();
        assertThat(before.nextWake()).isEqualTo(Given.NOON.plusSeconds(75));

        var cutOff = given.later(Duration.ofSeconds(1)).decide();
        assertThat(codes(cutOff))
                .containsExactly(Code.NOTICE_DRAIN_CUTOFF, Code.NOTICE_STOP_CUTOFF, Code.NOTICE_STOP_CUTOFF);
        assertThat(cutOff.steps().getFirst().action()).isInstanceOf(DrainInstances.class);

        given.carryOut(cutOff);
        assertThat(given.later(Duration.ofSeconds(5)).decide().steps()).isEmpty();
    }

    @Test
    void aServiceThatNeedsLongerThanTheNoticeServesForHalfOfIt() {
        var given = full().notice("i-1");
        given.services.get("web").endingIn(Duration.ofSeconds(300), Duration.ofSeconds(30));
        given.offeredOnly();

        assertThat(given.decide().steps()).isEmpty();
        assertThat(codes(given.later(Duration.ofSeconds(60)).decide())).contains(Code.NOTICE_DRAIN_CUTOFF);
    }

    @Test
    void aLateNoticeIsHandledAtItsCutOffWhichIsNow() {
        var given = full();
        given.offeredOnly();
        given.notice("i-1").later(Duration.ofSeconds(90));

        assertThat(codes(given.decide())).contains(Code.NOTICE_DRAIN_CUTOFF, Code.NOTICE_STOP_CUTOFF);
    }

    @Test
    void aTaskWhoseReplacementIsStartingIsLeftToEcs() {
        var given = roomy().notice("i-1");
        given.carryOut(given.decide());
        given.task("web", "i-2").lastStatus = "PENDING";

        var atCutOff = given.later(Duration.ofSeconds(109)).decide();

        assertThat(actions(atCutOff, StopTask.class)).isEmpty();
        assertThat(atCutOff.nextWake()).isEqualTo(Given.NOON.plusSeconds(110));
    }

    @Test
    void aTaskWhoseReplacementDoesNotComeUpIsStoppedWhileThereIsTimeForItsSigterm() {
        var given = roomy().notice("i-1");
        given.carryOut(given.decide());
        given.task("web", "i-2").lastStatus = "PENDING";

        // 120 s - 5 s margin - 5 s to end
        var lastCall = given.later(Duration.ofSeconds(110)).decide();

        assertThat(actions(lastCall, StopTask.class)).hasSize(1);
        assertThat(codes(lastCall)).contains(Code.NOTICE_STOP_CUTOFF);
    }

    @Test
    void aTaskWhoseReplacementRunsButIsNotHealthyYetServesUntilFiveSecondsBeforeTheEnd() {
        var given = roomy().notice("i-1");
        given.carryOut(given.decide());
        given.task("web", "i-2").behind("web", TaskTarget.State.INITIAL);

        var lastSigterm = given.later(Duration.ofSeconds(114)).decide();
        assertThat(actions(lastSigterm, StopTask.class)).isEmpty();
        assertThat(lastSigterm.nextWake()).isEqualTo(Given.NOON.plusSeconds(115));

        assertThat(actions(given.later(Duration.ofSeconds(1)).decide(), StopTask.class))
                .hasSize(1);
    }

    @Test
    void tasksServeBeyondTheirCutOffWhileCapacityIsOnItsWayThatWillBeThereInTime() {
        var given = full().notice("i-1");
        given.boots = Duration.ofSeconds(100);
        given.carryOut(given.decide());

        var atCutOff = given.later(Duration.ofSeconds(80)).decide();
        assertThat(atCutOff.steps()).isEmpty();

        var there = given.later(Duration.ofSeconds(20)).everythingRegisters().decide();
        assertThat(codes(there)).containsExactly(Code.NOTICE_DRAIN_REPLACED);
        assertThat(actions(given.carryOut(there).later(Duration.ofSeconds(4)).decide(), StopTask.class))
                .as("there is room, and the scheduler is about to use it")
                .isEmpty();
    }

    @Test
    void tasksThatWaitForAHostWhichTakesLongerThanTheNoticeServeUntilThereIsJustTimeForTheirSigterm() {
        var given = full().notice("i-1");
        given.boots = Duration.ofSeconds(180);
        given.carryOut(given.decide());

        assertThat(codes(given.later(Duration.ofSeconds(109)).decide())).isEmpty();
        assertThat(codes(given.later(Duration.ofSeconds(1)).decide()))
                .containsExactly(Code.NOTICE_DRAIN_CUTOFF, Code.NOTICE_STOP_CUTOFF, Code.NOTICE_STOP_CUTOFF);
    }

    @Test
    void aTaskIsStoppedForAnotherOnlyOnce() {
        var given = full().notice("i-1");
        given.boots = Duration.ofSeconds(180);
        given.carryOut(given.decide());
        var stop = given.later(Duration.ofSeconds(110)).decide();
        given.carryOut(stop);

        assertThat(actions(given.later(Duration.ofSeconds(1)).decide(), StopTask.class))
                .isEmpty();
    }

    @Test
    void oneOfSeveralDoomedHostsWaitsWhereItsTasksWouldScatterOverTheRoomThatTheOthersNeed() {
        var given = Given.cluster().target(4).survive(Survive.NONE);
        given.host("i-1", "m5.large/a");
        given.host("i-2", "m5.large/b");
        given.host("i-3", "m5.large/c");
        var booting = given.host("i-4", "c5.large/c").booting().launchedAt(given.now);
        given.service("small", 2).needing(256, 1024);
        given.service("large", 1).needing(1024, 6000);
        given.running("small", "i-1", "i-1");
        given.running("large", "i-2");
        given.notice("i-1").notice("i-2");

        var first = given.decide();
        assertThat(actions(first, DrainInstances.class))
                .as("the large task fits on i-3 only, the small ones also on the host that boots")
                .containsExactly(new DrainInstances(List.of("arn:ci/i-2")));

        given.carryOut(first);
        booting.registered = true;
        assertThat(actions(given.later(Duration.ofSeconds(20)).decide(), DrainInstances.class))
                .containsExactly(new DrainInstances(List.of("arn:ci/i-1")));
    }

    /** i-2 holds what i-1 runs, if ECS places the large task first or spreads well. Another host boots. */
    private static Given tight() {
        var given = Given.cluster().target(3).survive(Survive.NONE);
        given.host("i-1", "m5.large/a");
        given.host("i-2", "m5.large/b");
        given.host("i-4", "c5.large/c").booting().launchedAt(given.now);
        given.service("small", 1).needing(256, 1000);
        given.service("large", 1).needing(1024, 3000);
        given.service("rest", 1).needing(256, 1000);
        given.running("small", "i-1");
        given.running("large", "i-1");
        given.running("rest", "i-2");
        return given.notice("i-1");
    }

    @Test
    void aHostWaitsForTheOneThatComesWhereOneMoreOfItsHardestTaskWouldFindNoPlace() {
        var given = tight();

        var held = given.decide();
        assertThat(actions(held, DrainInstances.class))
                .as("both fit on i-2, but not one large task more")
                .isEmpty();
        assertThat(held.nextWake()).isBeforeOrEqualTo(Given.NOON.plusSeconds(85));

        given.carryOut(held).later(Duration.ofSeconds(40)).everythingRegisters();
        assertThat(actions(given.decide(), DrainInstances.class)).hasSize(1);
    }

    @Test
    void butNotLongerThanThereIsTimeToStartElsewhere() {
        var given = tight();
        given.boots = Duration.ofSeconds(180);
        given.carryOut(given.decide());

        // 120 s - 5 s margin - 30 s to start
        assertThat(actions(given.later(Duration.ofSeconds(84)).decide(), DrainInstances.class))
                .isEmpty();
        assertThat(codes(given.later(Duration.ofSeconds(1)).decide())).containsExactly(Code.NOTICE_DRAIN_ROOM);
    }

    @Test
    void whatPacksButMayNotBePlacedIsTriedWhileThereIsTimeToStartElsewhere() {
        var given = Given.cluster().target(3).survive(Survive.NONE);
        given.host("i-1", "m5.large/a");
        given.host("i-2", "m5.large/b");
        given.host("i-3", "m5.large/c");
        given.service("small", 2).needing(1024, 1000);
        given.service("large", 1).needing(2048, 3000);
        given.running("small", "i-1", "i-1");
        given.running("large", "i-1");
        given.boots = Duration.ofSeconds(180);
        var first = given.notice("i-1").decide();
        assertThat(actions(first, DrainInstances.class))
                .as("the small ones may come first, and stand on both hosts")
                .isEmpty();
        given.carryOut(first);

        // 120 s - 5 s margin - 30 s to start
        assertThat(given.later(Duration.ofSeconds(84)).decide().steps()).isEmpty();
        assertThat(actions(given.later(Duration.ofSeconds(1)).decide(), DrainInstances.class))
                .containsExactly(new DrainInstances(List.of("arn:ci/i-1")));
    }

    @Test
    void targetsThatStillGetRequestsInTheLastSecondsAreTakenOutOfTheirGroup() {
        var given = roomy();
        given.service("ingress", 0).daemon();
        for (var host : List.of("i-1", "i-2", "i-3"))
            given.task("ingress", host).behind("ingress", TaskTarget.State.HEALTHY);
        given.notice("i-1");
        given.carryOut(given.decide());

        assertThat(actions(given.later(Duration.ofSeconds(104)).decide(), DeregisterTargets.class))
                .isEmpty();
        var lastCall = given.later(Duration.ofSeconds(1)).decide();
        assertThat(actions(lastCall, DeregisterTargets.class))
                .containsExactly(
                        new DeregisterTargets("arn:tg/ingress", List.of(new TaskTarget.Address("i-1", 32_768))));
        assertThat(actions(given.carryOut(lastCall).later(Duration.ofSeconds(1)).decide(), DeregisterTargets.class))
                .as("asked once")
                .isEmpty();
    }

    @Test
    void theOnlyTargetThatServesItsGroupServesToTheEnd() {
        var given = roomy();
        given.service("ingress", 0).daemon();
        given.task("ingress", "i-1").behind("ingress", TaskTarget.State.HEALTHY);
        given.task("ingress", "i-2").behind("ingress", TaskTarget.State.UNHEALTHY);
        given.notice("i-1");
        given.carryOut(given.decide());

        assertThat(actions(given.later(Duration.ofSeconds(110)).decide(), DeregisterTargets.class))
                .isEmpty();
    }

    @Test
    void targetsThatDrainAlreadyAreLeftAlone() {
        var given = roomy();
        given.task("web", "i-1").behind("web", TaskTarget.State.DRAINING);
        given.task("web", "i-2").behind("web", TaskTarget.State.HEALTHY);
        given.notice("i-1");
        given.carryOut(given.decide());

        assertThat(actions(given.later(Duration.ofSeconds(110)).decide(), DeregisterTargets.class))
                .isEmpty();
    }

    @Test
    void aServiceThatNeverMovesByItselfIsStoppedAtItsCutOff() {
        var given = roomy();
        given.services.get("web").healthy(100, 100);
        given.notice("i-1");
        given.carryOut(given.decide());

        assertThat(actions(given.later(Duration.ofSeconds(70)).decide(), StopTask.class))
                .isEmpty();
        assertThat(actions(given.later(Duration.ofSeconds(6)).decide(), StopTask.class))
                .hasSize(1);
    }

    @Test
    void doomedHostsCompeteForTheSameRoom() {
        var given = Given.cluster().target(3).survive(Survive.NONE);
        for (var id : List.of("i-1", "i-2", "i-3")) given.host(id, "m5.large/" + "abc".charAt(id.charAt(2) - '1'));
        given.service("web", 3).needing(1024, 3000);
        given.running("web", "i-1", "i-2", "i-3");
        given.notice("i-1").notice("i-2");

        var decision = given.decide();

        // i-3 has room for one of the two
        assertThat(actions(decision, DrainInstances.class)).containsExactly(new DrainInstances(List.of("arn:ci/i-1")));
        assertThat(decision.memory().doomed().get("i-2").drainedAt()).isEmpty();
    }

    @Test
    void manyHostsAreDrainedTenACall() {
        var given = Given.cluster().target(0).survive(Survive.NONE);
        for (var i = 10; i < 35; i++) given.host("i-" + i, "m5.large/a");
        given.host("i-99", "m5.xlarge/b");
        given.service("web", 25).needing(64, 128);
        for (var i = 10; i < 35; i++) given.running("web", "i-" + i).notice("i-" + i);

        var drains = actions(given.decide(Scope.SIGNALS_ONLY), DrainInstances.class);

        assertThat(drains)
                .extracting(drain -> drain.containerInstanceArns().size())
                .containsExactly(10, 10, 5);
    }

    @Test
    void ofNoticesThatComeTogetherTheHostWithMostAtStakeIsDrainedFirst() {
        var given = Given.cluster().target(0).survive(Survive.NONE);
        for (var id : List.of("i-1", "i-2", "i-3")) given.host(id, "m5.large/a");
        given.host("i-9", "m5.xlarge/b");
        given.service("web", 6).needing(64, 128);
        given.running("web", "i-1", "i-2", "i-2", "i-2", "i-3", "i-3");
        given.notice("i-1").later(Duration.ofSeconds(2)).notice("i-2").notice("i-3");

        assertThat(actions(given.decide(Scope.SIGNALS_ONLY), DrainInstances.class))
                .containsExactly(new DrainInstances(List.of("arn:ci/i-2", "arn:ci/i-3", "arn:ci/i-1")));
    }

    @Test
    void butADeadlineThatIsMuchNearerComesFirst() {
        var given = Given.cluster().target(0).survive(Survive.NONE);
        for (var id : List.of("i-1", "i-2")) given.host(id, "m5.large/a");
        given.host("i-9", "m5.xlarge/b");
        given.service("web", 4).needing(64, 128);
        given.running("web", "i-1", "i-2", "i-2", "i-2");
        given.notice("i-1").later(Duration.ofSeconds(30)).notice("i-2");

        assertThat(actions(given.decide(Scope.SIGNALS_ONLY), DrainInstances.class))
                .containsExactly(new DrainInstances(List.of("arn:ci/i-1", "arn:ci/i-2")));
    }

    @Test
    void aDaemonStaysUntilItsHostEnds() {
        var given = roomy();
        given.service("agent", 0).daemon().endingIn(Duration.ofSeconds(60), Duration.ofSeconds(30));
        var agent = given.task("agent", "i-1").arn;
        for (var host : List.of("i-2", "i-3")) given.running("agent", host);
        given.notice("i-1");

        for (var second = 0; second < 120; second++) {
            var decision = given.decide();
            assertThat(actions(decision, StopTask.class))
                    .as("second %d", second)
                    .noneMatch(stop -> stop.taskArn().equals(agent));
            given.carryOut(decision).later(Duration.ofSeconds(1));
        }
    }

    @Test
    void aForeignInstanceIsIgnored() {
        var given = roomy().notice("i-9");
        assertThat(given.decide().memory().doomed()).isEmpty();
    }

    @Test
    void theSameNoticeAgainChangesNothing() {
        var given = roomy().notice("i-1");
        given.carryOut(given.decide());
        var again = given.later(Duration.ofSeconds(2)).decide(Scope.SIGNALS_ONLY);
        assertThat(again.steps()).isEmpty();
    }

    @Test
    void aHostThatIsStillRegisteringWhenItsNoticeComesIsReplaced() {
        var given = roomy();
        given.hosts.get("i-1").booting().launchedAt(given.now.minusSeconds(30));
        given.tasks.values().removeIf(task -> task.host.id.equals("i-1"));
        given.notice("i-1");

        var decision = given.decide();

        assertThat(codes(decision)).containsExactly(Code.NOTICE_REPLACE);
    }

    @Test
    void whatTheAgentDrainedIsNotDrainedAgain() {
        var given = roomy().notice("i-1");
        given.hosts.get("i-1").draining();

        var decision = given.decide();

        assertThat(actions(decision, DrainInstances.class)).isEmpty();
        assertThat(decision.memory().doomed().get("i-1").drainedAt()).contains(given.now);
    }

    @Test
    void aDrainThatEcsRefusedIsTriedAgainLater() {
        var given = roomy().notice("i-1");
        var first = given.decide();
        for (var step : first.steps())
            given.answer(
                    step,
                    step.action() instanceof DrainInstances drain
                            ? new Outcome.PartlyDone(
                                    List.of(),
                                    List.of(new Outcome.Failure(
                                            drain.containerInstanceArns().getFirst(), "MISSING", "")))
                            : new Outcome.NoCapacity(List.of()));

        var second = given.later(Duration.ofSeconds(1)).decide();
        assertThat(actions(second, DrainInstances.class)).isEmpty();
        var third = given.later(Duration.ofSeconds(31)).decide();
        assertThat(actions(third, DrainInstances.class)).hasSize(1);
    }

    @Test
    void anInterruptedPoolIsNotBoughtFromForAWhile() {
        var given = roomy().notice("i-1");
        var decision = given.decide();
        assertThat(decision.memory().quarantine()).containsKey(Given.pool("m5.large/a"));
    }

    @Test
    void aPoolThatLosesInstancesIsStillBetterThanNone() {
        var given = roomy().offeredOnly("m5.large/eu-west-1a");
        given.notice("i-1");
        assertThat(actions(given.decide(), LaunchInstances.class)).hasSize(1);
    }

    @Test
    void whenTheHostIsGoneItsTimelineIsClosedAndTold() {
        var given = roomy().notice("i-1");
        given.carryOut(given.decide());
        given.schedulerRuns().everythingRegisters();
        given.later(Duration.ofSeconds(40)).decide();
        given.end("i-1");

        var after = given.later(Duration.ofSeconds(80)).decide();

        assertThat(after.memory().doomed()).isEmpty();
        assertThat(after.notes()).anySatisfy(note -> {
            assertThat(note.code()).isEqualTo(Code.NOTICE_OUTCOME);
            assertThat(note.sentence()).contains("drained 0 s after it", "empty 80 s before the deadline");
        });
    }

    @Test
    void aRecommendationIsFollowedReplacementFirst() {
        var given = roomy().signal(Signal.Kind.REBALANCE, "i-1");

        var replace = given.decide();
        assertThat(codes(replace)).containsExactly(Code.REBALANCE_REPLACE);

        given.carryOut(replace).everythingRegisters().later(Duration.ofSeconds(60));
        var drain = given.decide();
        assertThat(codes(drain)).containsExactly(Code.REBALANCE_DRAIN);
        assertThat(drain.steps().getFirst().action()).isEqualTo(new DrainInstances(List.of("arn:ci/i-1")));

        given.carryOut(drain).schedulerRuns().later(Duration.ofSeconds(30));
        assertThat(given.decide().steps())
                .singleElement()
                .satisfies(step -> assertThat(step.action()).isEqualTo(new Action.TerminateInstances(List.of("i-1"))));
    }

    @Test
    void aYoungHostIsNotReplacedForARecommendation() {
        var given = roomy().signal(Signal.Kind.REBALANCE, "i-1");
        given.hosts.get("i-1").launchedAt(given.now.minusSeconds(300));

        var decision = given.decide();

        assertThat(decision.steps()).isEmpty();
        assertThat(decision.notes()).anySatisfy(note -> assertThat(note.code()).isEqualTo(Code.REBALANCE_IGNORED));
        assertThat(decision.settled()).isTrue();
    }

    @Test
    void aThunderOfRecommendationsReplacesOneHostAtATime() {
        var given = roomy();
        for (var id : List.of("i-1", "i-2", "i-3")) given.signal(Signal.Kind.REBALANCE, id);

        var decision = given.decide();

        assertThat(decision.memory().retiring()).hasSize(1);
        assertThat(actions(decision, LaunchInstances.class))
                .singleElement()
                .satisfies(launch -> assertThat(launch.total()).isEqualTo(1));
    }

    @Test
    void aHostWhosePoolIsTalkedAboutIsReplacedBeforeOneThatHasMoreTasks() {
        var given = Given.cluster().target(7).survive(Survive.NONE);
        for (var id : List.of("i-1", "i-2", "i-3", "i-4")) given.host(id, "m5.large/a");
        for (var id : List.of("i-5", "i-6")) given.host(id, "c5.large/b");
        given.host("i-7", "r5.large/c");
        given.service("web", 7).needing(64, 128);
        given.running("web", "i-1", "i-1", "i-1", "i-5", "i-5", "i-6", "i-7");
        // one of four with three tasks: 4 x 1/4; both of two, one with two tasks: 3 x 2/2
        for (var id : List.of("i-1", "i-5", "i-6")) given.signal(Signal.Kind.REBALANCE, id);

        assertThat(given.decide().memory().retiring()).containsOnlyKeys("i-5");
    }

    @Test
    void aRecommendationIsUpgradedByANotice() {
        var given = roomy().signal(Signal.Kind.REBALANCE, "i-1");
        given.carryOut(given.decide());
        given.later(Duration.ofSeconds(30)).notice("i-1");

        var decision = given.decide(Scope.SIGNALS_ONLY);

        assertThat(codes(decision)).containsExactly(Code.NOTICE_DRAIN_ROOM);
        assertThat(decision.memory().doomed().get("i-1").deadline()).isEqualTo(given.now.plusSeconds(120));
    }

    @Test
    void aStandaloneTaskIsStoppedInOrderAndRunAgainWhenAsked() {
        var given = roomy().rerunningStandaloneTasks();
        var task = given.standalone("i-1");
        given.notice("i-1");
        given.carryOut(given.decide());

        // 120 s - 30 s stop timeout - 5 s margin
        var atCutOff = given.later(Duration.ofSeconds(85)).decide();
        assertThat(actions(atCutOff, StopTask.class))
                .extracting(StopTask::taskArn)
                .contains(task.arn);
        given.carryOut(atCutOff);

        var rerun = given.later(Duration.ofSeconds(5)).decide();
        assertThat(actions(rerun, Action.RerunTask.class)).containsExactly(new Action.RerunTask(task.arn));

        given.answer(rerun.steps().getLast(), new Outcome.NoCapacity(List.of()));
        var waiting = given.later(Duration.ofSeconds(1)).decide();
        assertThat(actions(waiting, Action.RerunTask.class)).isEmpty();
        var again = given.later(Duration.ofSeconds(5)).decide();
        assertThat(actions(again, Action.RerunTask.class)).hasSize(1);
        given.carryOut(again);
        assertThat(given.later(Duration.ofSeconds(5)).decide().memory().reruns())
                .isEmpty();
    }

    @Test
    void aStandaloneTaskThatFindsNoPlaceInTwelveTriesIsGivenUpAndThatIsSaid() {
        var given = roomy().rerunningStandaloneTasks();
        given.standalone("i-1");
        given.notice("i-1");
        given.carryOut(given.decide());
        given.carryOut(given.later(Duration.ofSeconds(85)).decide());

        var tries = 0;
        var decision = given.later(Duration.ofSeconds(5)).decide();
        while (!decision.memory().reruns().isEmpty() && tries <= 12) {
            for (var step : decision.steps())
                if (step.action() instanceof Action.RerunTask) {
                    tries++;
                    given.answer(step, new Outcome.NoCapacity(List.of()));
                }
            decision = given.later(Duration.ofMinutes(2)).decide();
        }
        assertThat(tries).isEqualTo(12);
        assertThat(decision.notes())
                .anySatisfy(note -> assertThat(note.sentence()).contains("found no room in 12 tries and is given up"));
    }

    @Test
    void standaloneTasksAreLeftAloneUnlessAsked() {
        var given = roomy();
        given.standalone("i-1");
        given.notice("i-1");
        given.carryOut(given.decide()).schedulerRuns();
        assertThat(actions(given.later(Duration.ofSeconds(110)).decide(), StopTask.class))
                .isEmpty();
    }

    @Test
    void aHostThatIsGoingAnywayStaysWhenAnotherIsTaken() {
        var given = Given.cluster().target(2).survive(Survive.NONE);
        given.host("i-1", "m5.large/a");
        given.host("i-2", "m5.large/b");
        given.host("i-3", "c5.large/c");
        given.decide();
        var drain = given.later(Duration.ofMinutes(2)).decide();
        assertThat(actions(drain, DrainInstances.class)).hasSize(1);
        var going = drain.memory().retiring().firstKey();
        given.carryOut(drain);
        var taken = given.hosts.keySet().stream()
                .filter(id -> !id.equals(going))
                .findFirst()
                .orElseThrow();
        given.later(Duration.ofSeconds(5)).notice(taken);

        var decision = given.decide(Scope.SIGNALS_ONLY);

        assertThat(actions(decision, Action.ActivateInstances.class))
                .containsExactly(new Action.ActivateInstances(List.of("arn:ci/" + going)));
        assertThat(actions(decision, LaunchInstances.class)).isEmpty();
        given.carryOut(decision);
        assertThat(actions(given.decide(Scope.SIGNALS_ONLY), LaunchInstances.class))
                .isEmpty();
    }

    @Test
    void whatBecameOfEveryTaskIsRecordedWhenTheHostIsGone() {
        var given = full().notice("i-1");
        given.carryOut(given.decide(Scope.SIGNALS_ONLY));
        given.carryOut(given.later(Duration.ofSeconds(60)).everythingRegisters().decide());
        given.tasks.get("arn:task/00002").desiredStatus = "STOPPED";
        given.later(Duration.ofSeconds(30)).decide();
        given.end("i-1");

        assertThat(outcome(given.later(Duration.ofSeconds(30)).decide()))
                .isEqualTo(
                        "i-1 is gone: first call 0 s after its notice, drained 60 s after it, not seen empty of service "
                                + "tasks before it went; left in time: 0 of 2 of web; lost: 1 of web (no replacement was healthy in "
                                + "time); replaced but cut short: 1 of web (it began to end too late)");
    }

    @Test
    void theRecordSaysWhichSettingsLeftNoWay() {
        var given = full().notice("i-1");
        given.services.get("web").endingIn(Duration.ofSeconds(300), Duration.ofSeconds(30));
        given.carryOut(given.decide());
        for (var task : List.of("arn:task/00001", "arn:task/00002")) given.tasks.get(task).desiredStatus = "STOPPED";
        given.later(Duration.ofSeconds(60)).decide();
        given.end("i-1");

        assertThat(outcome(given.later(Duration.ofSeconds(60)).decide()))
                .contains("(its 300 s deregistration delay and 30 s stop timeout do not fit into the notice)");
    }

    private static String outcome(Decision decision) {
        return decision.notes().stream()
                .filter(note -> note.code() == Code.NOTICE_OUTCOME)
                .map(note -> note.sentence())
                .findFirst()
                .orElseThrow();
    }
}
