package dev.ballast.backtest.rivals;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RivalsTest {
    private static final SetUp THREE = SetUp.of(3, Duration.ofSeconds(60), Duration.ZERO);

    /** What each holds at the end: its instances in a, b and c, and on demand. */
    @ParameterizedTest(name = "{0}: {1}; {2}; {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # rival                  | a       | b       | c       | held
            on-demand                | 9 9 9 9 | 9 9 9 9 | 9 9 9 9 | 0 0 0 3
            # a costs 3, b 1, c 2
            cheapest-pool            | 9 9 9 9 | 9 9 9 9 | 9 9 9 9 | 0 3 0 0
            cheapest-pool            | 9 9 9 9 | 1 1 1 1 | 9 9 9 9 | 0 1 0 0
            best-zone                | 1 1 1 1 | 2 2 2 2 | 3 0 0 3 | 0 2 0 0
            lowest-price:2           | 9 9 9 9 | 9 9 9 9 | 9 9 9 9 | 0 2 1 0
            lowest-price:2           | 9 9 9 9 | 9 9 9 9 | 0 0 0 0 | 0 3 0 0
            lowest-price:2           | 9 9 9 9 | 1 1 1 1 | 0 0 0 0 | 2 1 0 0
            lowest-price:1           | 9 9 9 9 | 9 9 9 9 | 9 9 9 9 | 0 3 0 0
            # what is missing in one pool stays missing
            even-spread              | 9 9 9 9 | 9 9 9 9 | 0 0 0 0 | 1 1 0 0
            even-spread              | 0 0 0 0 | 9 9 9 9 | 9 9 9 9 | 0 1 1 0
            # and goes on to the next, a tick later
            round-robin              | 9 9 9 9 | 9 9 9 9 | 0 0 0 0 | 2 1 0 0
            diversified              | 9 9 9 9 | 9 9 9 9 | 9 9 9 9 | 1 1 1 0
            diversified              | 9 9 9 9 | 0 0 0 0 | 0 0 0 0 | 3 0 0 0
            diversified              | 9 0 0 0 | 0 0 9 9 | 0 0 0 0 | 0 3 0 0
            capacity-optimized       | 5 5 5 5 | 4 4 4 4 | 9 9 9 9 | 0 0 3 0
            capacity-optimized       | 3 3 3 3 | 3 3 3 3 | 2 2 2 2 | 2 1 0 0
            price-capacity-optimized | 9 9 9 9 | 5 5 5 5 | 9 9 9 9 | 0 1 2 0
            price-capacity-optimized | 9 9 9 9 | 8 8 8 8 | 9 9 9 9 | 0 3 0 0
            price-capacity-optimized | 9 9 9 9 | 4 4 4 4 | 9 9 9 9 | 0 0 3 0
            static+20%               | 9 9 9 9 | 9 9 9 9 | 9 9 9 9 | 2 1 1 0
            static+50                | 9 9 9 9 | 9 9 9 9 | 9 9 9 9 | 2 2 1 0
            static+100%              | 9 9 9 9 | 9 9 9 9 | 0 0 0 0 | 2 2 0 0
            asg-10                   | 9 9 9 9 | 9 9 9 9 | 9 9 9 9 | 0 1 1 1
            asg-100                  | 9 9 9 9 | 9 9 9 9 | 9 9 9 9 | 0 0 0 3
            greedy                   | 9 9 9 9 | 9 9 9 9 | 9 9 9 9 | 1 1 1 0
            greedy                   | 1 1 1 1 1 | 0 0 0 0 0 | 0 0 1 1 1 | 1 0 1 1
            # what was launched in tick 3 is not ready: on-demand stays
            greedy                   | 1 1 1 1 | 0 0 0 0 | 0 0 0 1 | 1 0 1 2
            spothedge+1              | 0 0 0 0 | 0 0 0 0 | 0 0 0 0 | 0 0 0 3
            portfolio                | 0 0 0 0 | 0 0 0 0 | 0 0 0 0 | 0 0 0 3
            """)
    void eachHoldsWhatItsRuleSays(String rival, String a, String b, String c, String held) {
        var market = SpotMarket.of("priced", Markets.priced(Markets.trace(a, b, c), "3", "1", "2"), Markets.TICK, 5);
        assertThat(held(rival, market)).isEqualTo(held);
    }

    private static String held(String word, SpotMarket market) {
        var rival = Rivals.find(word).orElseThrow().make(market, THREE, new Draws(1).stream("rival"));
        var held = new String[1];
        Replay.run(
                market,
                THREE,
                world -> {
                    rival.act(world);
                    held[0] = world.held(0) + " " + world.held(1) + " " + world.held(2) + " " + world.heldOnDemand();
                },
                new Draws(1).stream("notices"));
        return held[0];
    }

    @Test
    void spotHedgeLeavesAZoneThatRefusedUntilNoneIsLeft() {
        // of three zones only a has any: b and c are tried once each and left; a loss of a brings all back
        var market = Markets.of("4 4 4 4 4 0 4 4 4 4", "0", "0");
        var tried = new ArrayList<List<Integer>>();
        var rival = Rivals.find("spothedge+0").orElseThrow().make(market, THREE, new Draws(3).stream("rival"));
        Replay.run(
                SpotMarket.of("cut", Markets.trace("4 4 4 4 4 0 4 4 4 4", row("0"), row("0")), Markets.TICK, 3),
                THREE,
                world -> {
                    rival.act(world);
                    tried.add(List.of((int) world.now().toSeconds() / 30, world.held(0), world.heldOnDemand()));
                },
                new Draws(1).stream("notices"));
        assertThat(tried)
                .containsExactly(
                        // one planned in each zone: one held
                        List.of(0, 1, 3),
                        // b and c are left; both missing go to a
                        List.of(1, 3, 3),
                        List.of(2, 3, 2),
                        List.of(3, 3, 0),
                        // a fell: it is left, none is left, all are back
                        List.of(5, 0, 3),
                        List.of(6, 1, 3),
                        List.of(7, 3, 3),
                        List.of(8, 3, 2),
                        List.of(9, 3, 0));
    }

    private static String row(String number) {
        return (number + " ").repeat(10).strip();
    }

    @Test
    void spotHedgeKeepsItsSparesAndNoOnDemandBesideThem() {
        var market = Markets.of(row("9"), row("9"), row("9"));
        for (var spares = 0; spares <= 2; spares++) {
            var run = play("spothedge+" + spares, market, 1);
            assertThat(run.counts().onDemandMillis()).isEqualTo(3 * 60_000);
            assertThat(run.counts().launches()).isEqualTo(3 + 3 + spares);
        }
    }

    @Test
    void thePortfolioLearnsToLeaveAPoolThatComesAndGoes() {
        // for two days a is up every other hour, b and c always; then one of b is taken, and a is up
        var hour = 120;
        var day = new StringBuilder();
        for (var one = 0; one < 48; one++) day.append((one % 2 == 0 ? "9 " : "0 ").repeat(hour));
        var market = Markets.of(
                day + "9 9 9 9 9 9", "9 ".repeat(48 * hour) + "9 9 0 9 9 9", "9 ".repeat(48 * hour) + "9 9 9 9 9 9");
        var last = new int[3];
        var rival = Rivals.find("portfolio").orElseThrow().make(market, THREE, new Draws(1).stream("rival"));
        Replay.run(
                market,
                THREE,
                world -> {
                    rival.act(world);
                    for (var pool = 0; pool < 3; pool++) last[pool] = world.held(pool);
                },
                new Draws(1).stream("notices"));
        assertThat(last[0]).isZero();
        assertThat(last[2]).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gready",
                "spothedge",
                "spothedge+",
                "spothedge+x",
                "spothedge+1%",
                "spothedge+1001",
                "asg-10%",
                "lowest-price:0",
                "greedy1",
                "static+20%%",
                "Greedy"
            })
    void otherWordsNameNobody(String word) {
        assertThat(Rivals.find(word)).isEmpty();
    }

    @Test
    void theUsualOnesPlayAndTheSameSeedPlaysTheSame() {
        var market = Markets.of("3 0 1 2 3 0 0 1 2 3 3", "0 1 2 0 0 1 2 0 1 2 3", "1 1 1 0 0 0 1 1 1 0 1");
        for (var word : Rivals.USUAL) {
            var run = play(word, market, 7);
            var again = play(word, market, 7);
            assertThat(again.counts()).as(word).isEqualTo(run.counts());
            assertThat(again.gaps()).as(word).isEqualTo(run.gaps());
            assertThat(again.days().cost(0)).as(word).isEqualTo(run.days().cost(0));
        }
    }

    private static Run play(String word, SpotMarket market, long seed) {
        var draws = new Draws(seed);
        var rival = Rivals.find(word).orElseThrow().make(market, THREE, draws.stream("rival"));
        return Replay.run(market, THREE, rival, draws.stream("notices"));
    }

    /** Whoever asks in the same moment sees what is already his. */
    @Test
    void aLaunchIsHeldAtOnce() {
        var seen = new ArrayList<Integer>();
        Replay.run(
                Markets.of("2 2 2"),
                THREE,
                (ReplicaWorld world) -> {
                    while (world.launch(0)) seen.add(world.held(0));
                },
                new Draws(1).stream("notices"));
        assertThat(seen).containsExactly(1, 2);
    }
}
