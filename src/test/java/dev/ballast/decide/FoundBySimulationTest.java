package dev.ballast.decide;

import static dev.ballast.decide.Told.actions;
import static dev.ballast.decide.Told.codes;
import static dev.ballast.decide.Told.notes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Action.ActivateInstances;
import dev.ballast.model.Action.DrainInstances;
import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.Action.TerminateInstances;
import dev.ballast.model.ContainerInstance;
import dev.ballast.model.Outcome;
import dev.ballast.model.Outcome.Failure;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.Signal;
import dev.ballast.model.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults that simulated seeds found, each cut down to the table that shows it. The seed is that of the simulation which found it. */
class FoundBySimulationTest {
    private static final Duration STUCK = Duration.ofMinutes(16);

    /** Its tasks leave only while another one may run beside them, and there was such a moment when it was chosen. */
    private static Given surplusThatCannotLeave() {
        var given = PlanTest.whole().survive(Survive.NONE).target(2);
        given.decide();
        given.later(Duration.ofMinutes(2));
        given.carryOut(given.decide());
        return given;
    }

    @Test
    void seed2ADrainThatIsTakenBackDoesNotEndTheDecision() {
        var given = surplusThatCannotLeave();
        assertThat(given.memory.retiring()).hasSize(1);

        var back = given.later(STUCK).decide();

        assertThat(actions(back, ActivateInstances.class)).hasSize(1);
        assertThat(actions(back, DrainInstances.class)).isEmpty();
    }

    @Test
    void seed9AHostWhoseTasksCannotMoveIsNoSurplus() {
        var given = PlanTest.whole().survive(Survive.NONE).target(2);
        given.services.get("web").healthy(100, 100);
        given.decide();

        assertThat(given.later(Duration.ofMinutes(2)).decide().steps()).isEmpty();
    }

    @Test
    void seed18AHostWhoseTasksCannotMoveStaysOnDemand() {
        var given = PlanTest.whole().survive(Survive.NONE);
        given.services.get("web").healthy(100, 100);
        given.host("i-4", "c5.large/a/on-demand");
        given.running("web", "i-4");
        given.services.get("web").desired = 4;
        given.target(4);

        assertThat(given.later(Duration.ofMinutes(20)).decide().memory().retiring())
                .isEmpty();
    }

    @Test
    void seed4ARebalanceOfAHostWhoseTasksCannotMoveIsNotFollowed() {
        var given = PlanTest.whole().survive(Survive.NONE);
        given.services.get("web").healthy(100, 100);
        given.later(Duration.ofHours(1)).signal(Signal.Kind.REBALANCE, "i-1");

        var decision = given.decide();

        assertThat(decision.memory().retiring()).isEmpty();
        assertThat(notes(decision)).contains(Code.REBALANCE_IGNORED);
    }

    @Test
    void seed1AHostDrainedByHandWhoseTasksCannotMoveIsSaidAndLeftToItsPerson() {
        var given = PlanTest.whole().survive(Survive.NONE).target(2);
        given.services.get("web").healthy(100, 100);
        given.hosts.get("i-1").draining();
        given.decide();

        var decision = given.later(Duration.ofMinutes(61)).decide();

        assertThat(decision.memory().retiring()).isEmpty();
        assertThat(notes(decision)).contains(Code.ORPHAN);
    }

    @Test
    void seed63AnIdleHostGoesAlsoWhereARebalanceWasRecommendedForIt() {
        var given = PlanTest.whole().survive(Survive.NONE).target(2);
        given.tasks.values().removeIf(task -> task.host.id.equals("i-1"));
        given.services.get("web").desired = 2;
        given.hosts.get("i-1").draining();
        given.signal(Signal.Kind.REBALANCE, "i-1");
        given.decide();

        var end = given.later(Duration.ofMinutes(61)).decide();

        assertThat(actions(end, TerminateInstances.class)).containsExactly(new TerminateInstances(List.of("i-1")));
    }

    @Test
    void seed43AnEndWithoutAnAnswerIsNotSentAgainOnceSomebodyHasActivatedTheHost() {
        var given = surplusThatCannotLeave();
        var id = given.memory.retiring().firstKey();
        given.tasks.values().removeIf(task -> task.host.id.equals(id));
        given.services.get("web").desired = 2;
        var end = given.later(Duration.ofMinutes(1)).decide();
        assertThat(actions(end, TerminateInstances.class)).hasSize(1);
        given.answer(end.steps().getFirst(), new Outcome.Unknown("no answer"));
        given.hosts.get(id).status = ContainerInstance.Status.ACTIVE;
        given.services.get("web").desired = 3;
        given.task("web", id);

        assertThat(actions(given.later(Duration.ofSeconds(1)).decide(), TerminateInstances.class))
                .isEmpty();
    }

    @Test
    void seed1ASilentHostWhoseTasksCannotMoveIsEndedAllTheSame() {
        var given = silentAndDrained();

        var end = given.later(STUCK).decide();

        assertThat(actions(end, TerminateInstances.class)).containsExactly(new TerminateInstances(List.of("i-1")));
        assertThat(codes(end)).contains(Code.AGENT_LOST);
    }

    @Test
    void seed1ASilentHostThatSpeaksAgainAndCannotBeEmptiedTakesTasksAgain() {
        var given = silentAndDrained();
        given.hosts.get("i-1").connected = true;

        var back = given.later(STUCK).decide();

        assertThat(actions(back, TerminateInstances.class)).isEmpty();
        assertThat(actions(back, ActivateInstances.class))
                .containsExactly(new ActivateInstances(List.of("arn:ci/i-1")));
    }

    @Test
    void seed762ASilentHostThatSpeaksBeforeItsDrainStays() {
        var given = PlanTest.whole().survive(Survive.NONE);
        given.services.get("web").healthy(100, 100);
        given.hosts.get("i-1").disconnected();
        given.decide();
        given.carryOut(given.later(Duration.ofMinutes(10)).decide());
        assertThat(given.memory.retiring()).containsOnlyKeys("i-1");
        given.hosts.get("i-1").connected = true;

        var decision = given.later(Duration.ofMinutes(1)).decide();

        assertThat(decision.memory().retiring()).isEmpty();
        assertThat(actions(decision, DrainInstances.class)).isEmpty();
    }

    @Test
    void seed771AHostThatJoinedTooLateAndWasNotEndedStays() {
        var given = PlanTest.whole().survive(Survive.NONE).target(4);
        given.host("i-4", "r5.large/a").booting().launchedAt(given.now);
        given.decide();
        var end = given.later(Duration.ofMinutes(10)).decide();
        for (var step : end.steps()) given.answer(step, new Outcome.Unknown("no answer"));
        given.everythingRegisters();
        given.services.get("web").healthy(100, 100);
        given.running("web", "i-4");
        given.services.get("web").desired = 4;

        given.later(Duration.ofMinutes(10)).decide();

        var decision = given.later(Duration.ofSeconds(15)).decide();

        assertThat(decision.memory().retiring()).isEmpty();
        assertThat(actions(decision, TerminateInstances.class)).isEmpty();
        assertThat(actions(decision, DrainInstances.class)).isEmpty();
    }

    @Test
    void seed344AHostThatWasToGoBecauseItStoodDrainedAndIdleStaysOnceSomebodyLetsItWorkAgain() {
        var given = PlanTest.whole().survive(Survive.NONE).target(2);
        given.tasks.values().removeIf(task -> task.host.id.equals("i-1"));
        given.services.get("web").desired = 2;
        given.hosts.get("i-1").draining();
        given.decide();
        var end = given.later(Duration.ofMinutes(61)).decide();
        assertThat(actions(end, TerminateInstances.class)).hasSize(1);
        given.answer(end.steps().getFirst(), new Outcome.Throttled(Duration.ofSeconds(5)));
        given.services.get("web").healthy(100, 100).desired = 3;
        given.hosts.get("i-1").active();
        given.task("web", "i-1");

        var decision = given.later(Duration.ofMinutes(1)).decide();

        assertThat(decision.memory().retiring()).isEmpty();
        assertThat(decision.steps()).isEmpty();
    }

    private static Given silentAndDrained() {
        var given = PlanTest.whole().survive(Survive.NONE);
        given.services.get("web").healthy(100, 100);
        given.hosts.get("i-1").disconnected();
        given.decide();
        var replace = given.later(Duration.ofMinutes(10)).decide();
        given.carryOut(replace).everythingRegisters();
        var drain = given.later(Duration.ofMinutes(1)).decide();
        assertThat(actions(drain, DrainInstances.class)).hasSize(1);
        return given.carryOut(drain);
    }

    @Test
    void seed119AHostThatSomebodyDrainedIsNotIdleWhileAStandaloneTaskRunsThere() {
        var given = PlanTest.whole().survive(Survive.NONE).target(2);
        given.tasks.values().removeIf(task -> task.host.id.equals("i-1"));
        given.services.get("web").desired = 2;
        given.hosts.get("i-1").draining();
        var job = given.standalone("i-1");
        given.decide();

        var waiting = given.later(Duration.ofMinutes(61)).decide();
        assertThat(waiting.memory().retiring()).isEmpty();
        assertThat(notes(waiting)).contains(Code.ORPHAN);
        assertThat(waiting.settled()).isTrue();

        given.tasks.remove(job.arn);
        assertThat(actions(given.later(Duration.ofMinutes(1)).decide(), TerminateInstances.class))
                .containsExactly(new TerminateInstances(List.of("i-1")));
    }

    @Test
    void seed119ADrainedHostThatWaitsForItsStandaloneTasksTakesNobodysTurn() {
        var given = PlanTest.whole().survive(Survive.NONE).drainsAtOnce(1);
        given.services.get("web").needing(256, 512);
        for (var host : List.of("i-1", "i-2", "i-3")) given.standalone(host);
        given.target(2).decide();
        given.carryOut(given.later(Duration.ofMinutes(2)).decide());
        assertThat(given.memory.retiring()).hasSize(1);
        given.schedulerRuns().target(1).later(Duration.ofMinutes(1)).decide();

        assertThat(given.later(Duration.ofMinutes(2)).decide().memory().retiring())
                .hasSize(2);
    }

    @Test
    void seed119ARebalanceWhoseReplacementDoesNotComeIsTriedLaterEachTime() {
        var given = PlanTest.whole().survive(Survive.NONE);
        given.later(Duration.ofHours(1)).signal(Signal.Kind.REBALANCE, "i-1");
        given.decide();
        var tries = 0;
        var settled = 0;
        for (var minute = 0; minute < 12 * 60; minute++) {
            var before = given.memory.retiring();
            var decision = given.later(Duration.ofMinutes(1)).decide();
            for (var step : decision.steps()) given.answer(step, noCapacity(step));
            if (before.isEmpty() && !decision.memory().retiring().isEmpty()) tries++;
            if (decision.settled()) settled++;
        }
        assertThat(tries).isBetween(3, 6);
        assertThat(settled).as("minutes in which the cluster is whole").isGreaterThan(9 * 60);
    }

    @Test
    void seed119ASurplusThatWaitsForItsTurnDoesNotWakeTheLoop() {
        var given = PlanTest.whole().survive(Survive.NONE).drainsAtOnce(1).target(1);
        given.services.get("web").desired = 1;
        given.decide();
        given.carryOut(given.later(Duration.ofMinutes(2)).decide());
        assertThat(given.memory.retiring()).hasSize(1);

        var waiting = given.later(Duration.ofSeconds(5)).decide();

        assertThat(waiting.memory().retiring()).hasSize(1);
        assertThat(waiting.nextWake()).isAfterOrEqualTo(given.now.plusSeconds(15));
    }

    @Test
    void seed193WhatIsBoughtWhileASurplusGoesHoldsUpTheNextSurplus() {
        var given = surplusThatCannotLeave();
        given.service("big", 1).needing(3_000, 4_000);
        var replace = given.later(Duration.ofSeconds(15)).decide();
        assertThat(actions(replace, LaunchInstances.class)).hasSize(1);
        given.carryOut(replace).everythingRegisters().schedulerRuns();
        while (!given.memory.retiring().isEmpty())
            given.carryOut(given.later(Duration.ofSeconds(30)).decide());

        for (var minute = 0; minute < 5; minute++)
            assertThat(given.later(Duration.ofMinutes(1)).decide().settled()).isTrue();

        given.later(Duration.ofMinutes(10)).decide();
        assertThat(given.later(Duration.ofMinutes(2)).decide().memory().retiring())
                .as("there is a surplus, and later it goes")
                .hasSize(1);
    }

    private static Outcome noCapacity(Step step) {
        var launch = (LaunchInstances) step.action();
        return new Outcome.NoCapacity(launch.offers().stream()
                .map(offer -> new Failure(offer.pool().toString(), "InsufficientInstanceCapacity", "there is none"))
                .toList());
    }
}
