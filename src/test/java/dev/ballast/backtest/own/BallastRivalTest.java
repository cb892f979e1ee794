package dev.ballast.backtest.own;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.app.session.PapersSettings;
import dev.ballast.backtest.replay.Markets;
import dev.ballast.backtest.replay.Replay;
import dev.ballast.backtest.replay.ReplicaWorld;
import dev.ballast.backtest.replay.Run;
import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.replay.SpotMarket;
import dev.ballast.sim.world.core.Draws;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One tick is 30 s, a cold start 60 s. */
class BallastRivalTest {
    private static final Duration COLD_START = Duration.ofSeconds(60);

    private final List<String> held = new ArrayList<>();

    @Test
    void oneReplicaIsHeldInEachPoolThatHasEnough() {
        play(Markets.of("9 ".repeat(20), "9 ".repeat(20), "9 ".repeat(20)), SetUp.of(3, COLD_START, Duration.ZERO));
        assertThat(held.getLast()).isEqualTo("1 1 1 0");
    }

    @Test
    void whatSpotDoesNotHaveIsOnDemandAtOnceAndGoesBackWhenSpotHasIt() {
        var run = play(
                Markets.of("1 ".repeat(10) + "0 ".repeat(20) + "1 ".repeat(120)),
                SetUp.of(1, COLD_START, Duration.ZERO));
        assertThat(held).first().isEqualTo("1 0");
        assertThat(held).contains("0 1", "1 1");
        assertThat(held).last().isEqualTo("1 0");
        assertThat(Markets.ticksShort(run)).as("one cold start").isEqualTo(2);
    }

    @Test
    void whereTheNoticeIsAsLongAsTheColdStartNothingIsMissing() {
        var run = play(
                Markets.of("1 ".repeat(10) + "0 ".repeat(20) + "1 ".repeat(120), "1 ".repeat(40) + "0 ".repeat(110)),
                SetUp.of(2, COLD_START, COLD_START));
        assertThat(run.counts().interruptions()).isPositive();
        assertThat(Markets.ticksShort(run)).isZero();
    }

    @Test
    void whereOnDemandIsDeniedItWaitsForSpotAndAsksAgainWithinMinutes() {
        var denied = new SetUp(1, COLD_START, Duration.ZERO, 0, SetUp.OnDemand.DENIED);
        var run = play(Markets.of("0 ".repeat(20) + "1 ".repeat(100)), denied);
        assertThat(held).last().isEqualTo("1 0");
        assertThat(Markets.ticksShort(run)).isBetween(20.0, 20.0 + 2 * 10);
    }

    @Test
    void theSameMarketIsPlayedTheSame() {
        var market = Markets.of("2 2 0 ".repeat(100), "1 0 3 1 ".repeat(75));
        var setUp = SetUp.of(3, COLD_START, Duration.ZERO);
        var first = play(market, setUp).counts();
        var before = List.copyOf(held);
        held.clear();
        assertThat(play(market, setUp).counts()).isEqualTo(first);
        assertThat(held).isEqualTo(before);
    }

    private Run play(SpotMarket market, SetUp setUp) {
        var own = new BallastRival(PapersSettings.read());
        return Replay.run(
                market,
                setUp,
                world -> {
                    own.act(world);
                    held.add(held(world));
                },
                new Draws(1).stream("notices"));
    }

    private static String held(ReplicaWorld world) {
        var words = new ArrayList<String>();
        for (var pool = 0; pool < world.pools(); pool++) words.add("" + world.held(pool));
        words.add("" + world.heldOnDemand());
        return String.join(" ", words);
    }
}
