package dev.ballast.decide;

import static dev.ballast.decide.Told.actions;
import static dev.ballast.decide.Told.notes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.Action.TerminateInstances;
import dev.ballast.model.Outcome;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Survive;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
    @Test
    void tokensAreNeverTheSameAndFitWhatAwsAllows() {
        var given = Given.cluster().target(29);
        var tokens = given.decide().steps().stream().map(step -> step.token()).toList();
        assertThat(tokens).doesNotHaveDuplicates().allMatch(token -> token.matches("b[0-9a-f]{31}"));
        var other = Given.cluster().target(29);
        other.memory = dev.ballast.model.Memory.fresh("another epoch").atDecision(0);
        assertThat(other.decide().steps().getFirst().token()).isNotIn(tokens);
    }

    @Test
    void aThrottledLaunchIsSentAgainAfterTheWaitWithItsOldToken() {
        var given = Given.cluster().target(3);
        var first = given.decide();
        given.answer(first.steps().getFirst(), new Outcome.Throttled(Duration.ofSeconds(4)));

        var early = given.later(Duration.ofSeconds(1)).decide();
        assertThat(early.steps()).isEmpty();
        assertThat(early.nextWake()).isEqualTo(Given.NOON.plusSeconds(4));

        var again = given.later(Duration.ofSeconds(3)).decide();
        assertThat(again.steps()).containsExactly(first.steps().getFirst());
    }

    @Test
    void aStepThatStaysUnansweredIsTriedEverMoreSeldomAndAtLastGivenUp() {
        var given = Given.cluster().target(3);
        var step = given.decide().steps().getFirst();
        var sent = 1;
        var end = given.now.plus(Duration.ofMinutes(16));
        given.answer(step, new Outcome.Unknown("?"));
        while (given.now.isBefore(end) && sent < 100) {
            var decision = given.later(Duration.ofSeconds(1)).decide();
            if (!decision.memory().resends().containsKey(step.token())) break;
            if (!decision.steps().isEmpty()) {
                assertThat(decision.steps()).containsExactly(step);
                sent++;
                given.answer(step, new Outcome.Unknown("?"));
            }
        }
        assertThat(sent).isBetween(10, 30);
        assertThat(given.now).isAfter(Given.NOON.plus(Duration.ofMinutes(14)));
    }

    @Test
    void aRefusedLaunchIsSaidAndNotRepeatedAtOnce() {
        var given = Given.cluster().target(3);
        given.answer(given.decide().steps().getFirst(), new Outcome.Refused("InvalidKeyPair.NotFound", "no key 'x'"));

        var after = given.later(Duration.ofSeconds(1)).decide();

        assertThat(after.steps()).isEmpty();
        assertThat(after.memory().launches()).isEmpty();
        assertThat(after.notes())
                .anySatisfy(note -> assertThat(note.sentence())
                        .isEqualTo("the launch of 3 instances was refused: InvalidKeyPair.NotFound, no key 'x'"));
        assertThat(given.later(Duration.ofSeconds(30)).decide().steps()).hasSize(1);
    }

    @Test
    void aTerminationThatFailedIsTriedAgain() {
        var given = PlanTest.whole().survive(Survive.NONE).target(2);
        given.decide();
        var drain = given.later(Duration.ofSeconds(60)).decide();
        given.carryOut(drain).schedulerRuns();
        var end = given.later(Duration.ofSeconds(15)).decide();
        var id = actions(end, TerminateInstances.class).getFirst().instanceIds().getFirst();
        given.answer(
                end.steps().getFirst(),
                new Outcome.PartlyDone(
                        List.of(), List.of(new Outcome.Failure(id, "OperationNotPermitted", "protected"))));

        assertThat(given.later(Duration.ofSeconds(15)).decide().steps()).isEmpty();
        assertThat(actions(given.later(Duration.ofSeconds(31)).decide(), TerminateInstances.class))
                .hasSize(1);
    }

    @Test
    void aTakenDownClusterBuysNothingAgain() {
        var given = Given.cluster().target(3);
        given.answer(given.decide().steps().getFirst(), new Outcome.Unknown("?"));
        given.takenDown();
        assertThat(actions(given.later(Duration.ofSeconds(1)).decide(), LaunchInstances.class))
                .isEmpty();
    }

    @Test
    void factsThatAreTooOldHoldEverything() {
        var given = Given.cluster().target(3);
        given.factAge = Duration.ofMinutes(6);
        var decision = given.decide();
        assertThat(decision.steps()).isEmpty();
        assertThat(notes(decision)).containsExactly(Code.FACTS_TOO_OLD);
        assertThat(decision.settled()).isFalse();
    }

    @Test
    void interruptionsAreHandledUnderAnyBrake() {
        var given = PlanTest.whole().survive(Survive.NONE).notice("i-1");
        given.factAge = Duration.ofMinutes(6);
        assertThat(Told.codes(given.decide())).containsExactly(Code.NOTICE_DRAIN_ROOM, Code.NOTICE_REPLACE);
    }

    @Test
    void halfTheClusterGoneAtOnceIsNotBelievedForThreeMinutes() {
        var given = PlanTest.whole().survive(Survive.NONE);
        given.decide();
        given.hosts.get("i-1").listed = false;
        given.hosts.get("i-1").registered = false;
        given.hosts.get("i-2").listed = false;
        given.hosts.get("i-2").registered = false;
        given.tasks.values().removeIf(task -> !task.host.registered);

        var held = given.later(Duration.ofSeconds(60)).decide();
        assertThat(held.steps()).isEmpty();
        assertThat(notes(held)).contains(Code.TOO_MANY_HOSTS_MISSING);

        var believed = given.later(Duration.ofMinutes(3)).decide();
        assertThat(actions(believed, LaunchInstances.class)).hasSize(1);
    }

    @Test
    void hostsThatWereAnnouncedAreNotMissing() {
        var given = PlanTest.whole().survive(Survive.NONE);
        given.decide();
        given.notice("i-1").notice("i-2");
        given.carryOut(given.decide()).everythingRegisters().schedulerRuns();
        given.end("i-1");
        given.end("i-2");
        given.signals.clear();
        var after = given.later(Duration.ofSeconds(120)).decide();
        assertThat(notes(after)).doesNotContain(Code.TOO_MANY_HOSTS_MISSING);
    }
}
