package dev.ballast.decide;

import static dev.ballast.decide.Told.actions;
import static dev.ballast.decide.Told.codes;
import static dev.ballast.decide.Told.notes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Decision;
import dev.ballast.model.Experience.Auto;
import dev.ballast.model.Experience.Cause;
import dev.ballast.model.LossBand;
import dev.ballast.model.Memory.Quarantine;
import dev.ballast.model.Offer;
import dev.ballast.model.Outcome;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.TaskTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** When {@code survive: auto} holds a spare, and why; docs/decisions/053-survive-auto.md. */
class SurviveAutoTest {
    private static final List<String> POOLS =
            List.of("m5.large/a", "m5.large/b", "m5.large/c", "c5.large/a", "c5.large/b", "c5.large/c");

    /** As many hosts, each of a pool of its own and half full. */
    private static Given cluster(int hosts) {
        var given = Given.cluster().target(hosts).survive(Survive.AUTO);
        given.service("web", hosts).needing(512, 1024);
        for (var i = 0; i < hosts; i++) {
            given.host("i-" + i, POOLS.get(i));
            given.running("web", "i-" + i);
        }
        return given;
    }

    private static List<Duration> times(int launches, int seconds) {
        return Collections.nCopies(launches, Duration.ofSeconds(seconds));
    }

    private static Auto auto(Decision decision) {
        return decision.memory().experience().auto().orElseThrow();
    }

    private static Consumer<Given> coldStarts(int launches, int seconds) {
        return given -> given.coldStarts(times(launches, seconds));
    }

    private static Consumer<Given> risk(double share) {
        return given -> given.risk(new Settings.Risk(share, new TreeMap<>()));
    }

    private static Consumer<Given> band(LossBand band) {
        return given -> {
            var rates = new TreeMap<String, LossBand>();
            rates.put("m5.large", band);
            rates.put("c5.large", band);
            given.risk(new Settings.Risk(0.0001, rates));
        };
    }

    /** So many of its twelve spot pools have nothing. */
    private static Consumer<Given> dry(int pools) {
        return given -> {
            var quarantine = new TreeMap<CapacityPool, Quarantine>();
            given.offers.stream()
                    .map(Offer::pool)
                    .filter(pool -> !pool.toString().endsWith("on-demand"))
                    .limit(pools)
                    .forEach(pool -> quarantine.put(
                            pool, new Quarantine(given.now.minusSeconds(1), 1, "InsufficientInstanceCapacity", null)));
            given.quarantine(quarantine);
        };
    }

    /** The offers say 0.01 losses a day; the margin is 5 s, so 115 s are quick enough. */
    static Stream<Arguments> verdicts() {
        return Stream.of(
                arguments("nothing measured", 6, coldStarts(0, 0), Cause.UNMEASURED),
                arguments("four launches measured", 6, coldStarts(4, 30), Cause.UNMEASURED),
                arguments("within the notice", 6, coldStarts(5, 115), Cause.QUICK),
                arguments(
                        "a second more, and no risk is allowed",
                        6,
                        coldStarts(5, 116).andThen(risk(0)),
                        Cause.RISK),
                // 6 x 0.01 x 105 s / 86400 s = 0.00007
                arguments("a little late, few pools", 6, coldStarts(20, 220), Cause.QUICK),
                // 6 x 0.01 x 165 s / 86400 s = 0.00011
                arguments("later, few pools", 6, coldStarts(20, 280), Cause.RISK),
                // 3 x 0.01 x 165 s / 86400 s = 0.00006
                arguments("as late, fewer pools", 3, coldStarts(20, 280), Cause.QUICK),
                arguments(
                        "as late, a greater risk allowed",
                        6,
                        coldStarts(20, 280).andThen(risk(0.001)),
                        Cause.QUICK),
                arguments(
                        "as late, types that are seldom lost",
                        6,
                        coldStarts(20, 280).andThen(band(LossBand.BELOW_5)),
                        Cause.QUICK),
                arguments(
                        "very late, types that are often lost",
                        3,
                        coldStarts(20, 400).andThen(band(LossBand.ABOVE_20)),
                        Cause.QUICK),
                arguments(
                        "very late, as often lost, more pools",
                        6,
                        coldStarts(20, 400).andThen(band(LossBand.ABOVE_20)),
                        Cause.RISK),
                arguments("half of the pools had nothing", 6, coldStarts(20, 60).andThen(dry(6)), Cause.QUICK),
                arguments("more than half had nothing", 6, coldStarts(20, 60).andThen(dry(7)), Cause.SHORTAGE));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("verdicts")
    void aSpareIsHeldWhereItIsNeeded(String what, int hosts, Consumer<Given> known, Cause cause) {
        var given = cluster(hosts);
        known.accept(given);
        var first = auto(given.decide());
        assertThat(first.holds()).isEqualTo(Survive.POOL);
        assertThat(first.cause()).isEqualTo(cause == Cause.QUICK ? Cause.TOO_NEW : cause);

        given.later(Duration.ofHours(1));
        var later = auto(given.decide());
        // an hour later pools that had nothing may have some again
        assertThat(later.cause()).isEqualTo(cause == Cause.SHORTAGE ? Cause.TOO_NEW : cause);
        assertThat(later.holds()).isEqualTo(cause == Cause.QUICK ? Survive.NONE : Survive.POOL);
    }

    @Test
    void oneSlowLaunchInTwentyDecidesNothingAndTwoDo() {
        var times = new ArrayList<>(times(19, 60));
        times.add(Duration.ofSeconds(900));
        var given = cluster(6).coldStarts(times);
        assertThat(auto(given.decide()).cause()).isEqualTo(Cause.TOO_NEW);

        times.set(7, Duration.ofSeconds(900));
        assertThat(auto(cluster(6).coldStarts(times).decide()).cause()).isEqualTo(Cause.RISK);
    }

    @Test
    void theReasonIsToldWithItsNumbersWhereTheChoiceOrItsCauseChanges() {
        var given = cluster(6).coldStarts(times(20, 280));
        assertThat(said(given.decide()))
                .containsExactly("auto holds a spare for any one pool, because a new host takes 280 s (95 of 100, of 20"
                        + " launches), 165 s longer than a notice leaves, and of 6 pools with tasks 0.060 are lost a day:"
                        + " without a spare tasks have no place for 0.00011 of the time, and capacity.risk is 0.0001");
        assertThat(said(given.later(Duration.ofMinutes(1)).decide())).isEmpty();

        given.coldStarts(times(20, 80)).later(Duration.ofMinutes(1));
        assertThat(said(given.decide()))
                .singleElement()
                .asString()
                .contains("no spare is needed since 2026-01-01T12:02:00Z, which is to hold for an hour first");
        given.later(Duration.ofHours(1));
        assertThat(said(given.decide()))
                .containsExactly("auto holds no spare, because a new host takes 80 s (95 of 100, of 20 launches) and is"
                        + " there 5 s or more before a notice ends");
    }

    private static List<String> said(Decision decision) {
        return decision.notes().stream()
                .filter(note -> note.code() == Code.SURVIVE_AUTO)
                .map(Reason::sentence)
                .toList();
    }

    @Test
    void theSpareIsGivenUpAfterAnHourWithoutNeedAndTakenBackAtOnce() {
        var given = cluster(6).coldStarts(times(20, 80));
        given.decide();
        given.later(Duration.ofMinutes(59));
        assertThat(auto(given.decide()).holds()).isEqualTo(Survive.POOL);
        given.later(Duration.ofMinutes(1));
        assertThat(auto(given.decide()).holds()).isEqualTo(Survive.NONE);

        given.coldStarts(times(20, 600)).later(Duration.ofMinutes(1));
        assertThat(auto(given.decide()).holds()).isEqualTo(Survive.POOL);

        given.coldStarts(times(20, 80)).later(Duration.ofMinutes(1));
        assertThat(auto(given.decide()).cause()).as("the hour begins anew").isEqualTo(Cause.TOO_NEW);
    }

    @Test
    void whatIsBoughtFollowsTheChoice() {
        var given = Given.cluster().target(2).survive(Survive.AUTO).coldStarts(times(20, 80));
        given.service("web", 2).needing(1900, 4096);
        given.host("i-1", "m5.large/a");
        given.host("i-2", "m5.large/b");
        given.running("web", "i-1", "i-2");

        var holding = given.decide();
        assertThat(codes(holding)).containsExactly(Code.SPARE_FOR_LOSS);

        given.answer(holding.steps().getFirst(), new Outcome.NoCapacity(List.of()));
        given.later(Duration.ofHours(3)).decide();
        given.later(Duration.ofHours(3));
        assertThat(actions(given.decide(), LaunchInstances.class)).isEmpty();
    }

    @Test
    void aNoticeRaisesTheRateOfItsPoolAndSoTheRisk() {
        var given = cluster(6).coldStarts(times(20, 220));
        given.decide();
        given.later(Duration.ofHours(1));
        assertThat(auto(given.decide()).holds()).isEqualTo(Survive.NONE);

        given.notice("i-0");
        var struck = given.decide();

        assertThat(auto(struck).cause()).isEqualTo(Cause.RISK);
        assertThat(notes(struck)).contains(Code.SURVIVE_AUTO);
    }

    @Test
    void whoAsksForAnotherLossHasNoAuto() {
        var given = cluster(6).coldStarts(times(20, 80));
        given.decide();
        given.survive(Survive.ZONE);
        assertThat(given.decide().memory().experience().auto()).isEmpty();
    }

    @Test
    void aQuietDecisionSaysWhatAutoCameTo() {
        var given = cluster(3).coldStarts(times(20, 80));
        given.decide();
        given.later(Duration.ofHours(1));
        var decision = given.decide();
        assertThat(decision.settled()).isTrue();
        assertThat(decision.notes().getLast().sentence()).endsWith("5 s or more before a notice ends");
    }

    // what is measured

    /** Launched at noon, registered after a minute. */
    private static Given launched() {
        var given = Given.cluster().target(1).survive(Survive.NONE);
        given.service("web", 1);
        given.service("log", 0).daemon().needing(64, 64);
        var buy = given.decide();
        given.carryOut(buy).later(Duration.ofSeconds(5));
        given.decide();
        given.later(Duration.ofSeconds(60)).everythingRegisters();
        return given;
    }

    private static List<Duration> measured(Given given) {
        return given.decide().memory().experience().coldStarts();
    }

    @Test
    void aColdStartIsMeasuredFromTheDecisionToTheFirstTaskThatServes() {
        var given = launched();
        assertThat(measured(given)).as("no task yet").isEmpty();
        given.later(Duration.ofMinutes(10));
        given.task("web", "i-new0001").placedAt(given.now, Duration.ofSeconds(12));
        given.later(Duration.ofSeconds(20));
        // 60 s until it was there, 12 s until the task ran; the ten minutes in which nobody needed it do not count
        assertThat(measured(given)).containsExactly(Duration.ofSeconds(72));
        assertThat(given.memory.experience().starting()).isEmpty();
        assertThat(measured(given.later(Duration.ofMinutes(1)))).hasSize(1);
    }

    @Test
    void aTaskBehindALoadBalancerServesWhenItsTargetDoes() {
        var given = launched();
        var task = given.task("web", "i-new0001").placedAt(given.now, Duration.ofSeconds(5));
        task.behind("web", TaskTarget.State.INITIAL);
        given.later(Duration.ofSeconds(10));
        assertThat(measured(given)).isEmpty();
        task.behind("web", TaskTarget.State.HEALTHY);
        given.later(Duration.ofSeconds(30));
        assertThat(measured(given)).containsExactly(Duration.ofSeconds(60 + 40));
    }

    @Test
    void aDaemonSaysNothingOfATaskThatMoves() {
        var given = launched();
        given.task("log", "i-new0001").placedAt(given.now, Duration.ofSeconds(1));
        assertThat(measured(given.later(Duration.ofSeconds(10)))).isEmpty();
    }

    @Test
    void aHostThatRunsNothingWithinAnHourOrIsGoneIsMeasuredNoMore() {
        var given = launched();
        given.decide();
        given.later(Duration.ofHours(1));
        assertThat(given.decide().memory().experience().starting()).isEmpty();

        var gone = launched();
        gone.decide();
        gone.end("i-new0001");
        assertThat(gone.later(Duration.ofSeconds(10))
                        .decide()
                        .memory()
                        .experience()
                        .starting())
                .doesNotContainKey("i-new0001");
    }

    @Test
    void theLastTwentyAreKept() {
        var given = launched().coldStarts(times(20, 500));
        given.task("web", "i-new0001").placedAt(given.now, Duration.ofSeconds(1));
        var kept = measured(given.later(Duration.ofSeconds(5)));
        assertThat(kept).hasSize(20);
        assertThat(kept.getLast()).isEqualTo(Duration.ofSeconds(61));
    }
}
