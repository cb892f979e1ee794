package dev.ballast.backtest.replay;

import static dev.ballast.backtest.replay.Markets.ticksMissing;
import static dev.ballast.backtest.replay.Markets.ticksPaid;
import static dev.ballast.backtest.replay.Markets.ticksShort;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.backtest.replay.Run.Gap;
import dev.ballast.backtest.replay.SetUp.OnDemand;
import dev.ballast.sim.world.core.Draws;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reckoned by hand, in ticks of 30 s. */
class ReplayTest {
    private static final SetUp TWO_TICKS = SetUp.of(2, Duration.ofSeconds(60), Duration.ZERO);

    /** Keeps two in the first pool. */
    private static void twoInTheFirst(ReplicaWorld world) {
        while (world.held(0) < 2) if (!world.launch(0)) break;
        if (world.held(0) < 2) world.lookAgain();
    }

    @Test
    void timeCountsFromTheEndOfTheFirstColdStart() {
        var run = run("2 2 2 2 2 2", TWO_TICKS, ReplayTest::twoInTheFirst);
        assertThat(ticksShort(run)).isZero();
        assertThat(ticksPaid(run)).isEqualTo(8);
        assertThat(run.counts().launches()).isEqualTo(2);
        assertThat(run.counts().spotMillis()).isEqualTo(12 * 30_000);
    }

    @Test
    void aLossIsMissingForItsColdStart() {
        // tick 4 takes one, which is launched again in tick 5 and ready in 7
        var run = run("2 2 2 2 1 2 2 2 2 2", TWO_TICKS, ReplayTest::twoInTheFirst);
        assertThat(ticksShort(run)).isEqualTo(3);
        assertThat(ticksMissing(run)).isEqualTo(3);
        assertThat(run.gaps()).containsExactly(new Gap(90_000, 90_000));
        assertThat(ticksPaid(run)).isEqualTo(2 * 8 - 1);
        assertThat(run.counts().interruptions()).isEqualTo(1);
        assertThat(run.counts().killed()).isEqualTo(1);
        assertThat(run.counts().largestLoss()).isEqualTo(0.5);
        assertThat(run.days().gone(0)).isZero();
    }

    @Test
    void aNoticeAsLongAsTheColdStartLeavesNothingMissing() {
        var setUp = SetUp.of(2, Duration.ofSeconds(60), Duration.ofSeconds(60));
        Rival rival = world -> {
            while (world.held() < 2) if (!world.launch(0) && !world.launch(1)) break;
        };
        var market = Markets.of("2 2 2 2 0 0 0 0", "0 0 0 0 2 2 2 2");
        var run = Replay.run(market, setUp, rival, new Draws(1).stream("notices"));
        assertThat(ticksShort(run)).isZero();
        assertThat(run.counts().interruptions()).isEqualTo(2);
        assertThat(run.counts().killed()).isZero();
        assertThat(run.counts().largestLoss()).isEqualTo(1);
        // two in the first until tick 6, two in the second from tick 4
        assertThat(ticksPaid(run)).isEqualTo(2 * 4 + 2 * 4);
        var lost = Replay.run(market, setUp.losing(1), rival, new Draws(1).stream("notices"));
        assertThat(ticksShort(lost)).isEqualTo(2);
        assertThat(lost.days().gone(0)).isEqualTo(60_000);
        assertThat(lost.counts().killed()).isEqualTo(2);
    }

    @Test
    void aShareOfTheNoticesIsLostByTheFallOfAPool() {
        var setUp = SetUp.of(2, Duration.ZERO, Duration.ofSeconds(30)).losing(0.5);
        var row = "2 0 ".repeat(200).strip();
        var counted = new int[3];
        for (var seed = 1; seed <= 20; seed++) {
            var run = Replay.run(Markets.of(row), setUp, ReplayTest::twoInTheFirst, new Draws(seed).stream("notices"));
            assertThat(run.gaps()).allMatch(gap -> gap.missing() == 2 * gap.millis());
            counted[0] += run.gaps().size();
        }
        assertThat(counted[0]).isBetween(1850, 2150);
    }

    @Test
    void onDemandHasAColdStartOfItsOwnAndMayBeDenied() {
        Rival rival = world -> world.onDemand(2);
        var run = run("0 0 0 0", TWO_TICKS, rival);
        assertThat(ticksShort(run)).isZero();
        assertThat(ticksPaid(run)).isEqualTo(2 * 2 * 3);
        assertThat(run.counts().onDemandMillis()).isEqualTo(2 * 120_000);
        var denied = run("0 0 0 0", TWO_TICKS.with(OnDemand.DENIED), rival);
        assertThat(ticksMissing(denied)).isEqualTo(4);
        assertThat(denied.days().gone(0)).isEqualTo(60_000);
        assertThat(denied.counts().launches()).isZero();
    }

    @Test
    void aColdStartThatEndsBetweenTwoTicksIsReadyThenAndSeenAtTheNext() {
        var setUp = SetUp.of(1, Duration.ofSeconds(40), Duration.ZERO);
        var seen = new ArrayList<String>();
        run("1 1 1 0 1 1 1", setUp, world -> {
            seen.add(world.now().toSeconds() + ":" + world.readySpot());
            if (world.held() == 0 && !world.launch(0)) world.lookAgain();
        });
        // ready at 40 s, seen at 60; lost at 90, launched at 120, ready at 160, seen at 180
        assertThat(seen).containsExactly("0:0", "60:1", "90:0", "120:0", "180:1");
    }

    @Test
    void aQuietMarketWakesNobody() {
        var calls = new int[1];
        run("2 3 2 3 2 3 2 3 4 2", TWO_TICKS, world -> {
            calls[0]++;
            twoInTheFirst(world);
        });
        assertThat(calls[0]).isEqualTo(2);
    }

    @Test
    void aRivalIsCalledWhenItAskedTo() {
        var times = new ArrayList<Long>();
        run("1 1 1 1 1 1 1 1", TWO_TICKS, world -> {
            times.add(world.now().toSeconds());
            world.lookAgain(Duration.ofSeconds(70));
        });
        assertThat(times).isEqualTo(List.of(0L, 90L, 180L));
    }

    @Test
    void theNewestIsTakenFirst() {
        // one from tick 0; a second fits from tick 1; tick 4 has room for one only: the older is ready and stays
        var run = run("1 2 2 2 1 1", TWO_TICKS, ReplayTest::twoInTheFirst);
        assertThat(run.days().gone(0)).isZero();
        assertThat(ticksMissing(run)).isEqualTo(1 + 2);
    }

    @Test
    void daysAreSummedApart() {
        var day = 2 * 60 * 24;
        var run = run("2 ".repeat(day) + "1 ".repeat(day - 10), TWO_TICKS, ReplayTest::twoInTheFirst);
        assertThat(run.days().count()).isEqualTo(2);
        assertThat(run.days().span(0)).isEqualTo(86_400_000);
        assertThat(run.days().span(1)).isEqualTo((day - 12) * 30_000L);
        // the first day begins two ticks late and so ends two ticks after the fall
        assertThat(run.days().missing(0)).isEqualTo(60_000);
        assertThat(run.days().missing(1)).isEqualTo((day - 12) * 30_000L);
    }

    private static Run run(String row, SetUp setUp, Rival rival) {
        return Replay.run(Markets.of(row), setUp, rival, new Draws(1).stream("notices"));
    }
}
