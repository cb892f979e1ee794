package dev.ballast.backtest.bounds;

import static dev.ballast.backtest.replay.Markets.ticksPaid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.backtest.replay.Markets;
import dev.ballast.backtest.replay.Run;
import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.replay.SpotMarket;
import dev.ballast.sim.world.core.Draws;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundTest {
    private static final SetUp ONE = SetUp.of(1, Duration.ofSeconds(60), Duration.ZERO);
    private static final SetUp TWO = SetUp.of(2, Duration.ofSeconds(60), Duration.ZERO);

    /** In ticks of spot; a cold start is two ticks, on-demand costs three; the first two ticks are not counted. */
    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # first pool             | second pool             | fluid | cold start | fewest launches
            1 1 1 1 1 1 1 1          | 0 0 0 0 0 0 0 0         |   6   |   6        | 1
            0 0 0 0 0 0 0 0          | 0 0 0 0 0 0 0 0         |  18   |  18        | 1
            # a change while both are there costs a cold start on spot
            1 1 1 1 1 1 0 0 0 0      | 0 0 0 0 1 1 1 1 1 1     |   8   |  10        | 2
            # the second begins where the first ends: on demand while it starts, two ticks, after two of on-demand's own start
            1 1 1 1 1 1 0 0 0 0 0 0  | 0 0 0 0 0 0 1 1 1 1 1 1 |  10   |  22        | 2
            # a gap too short to leave on-demand for
            0 0 0 1 1 0 0 0          | 0 0 0 0 0 0 0 0         |  14   |  18        | 3
            # the fluid bound may hop, and stays where it lasts
            1 1 1 1 0 1 1 1          | 1 1 1 1 1 1 1 1         |   6   |   6        | 1
            """)
    void boundsAreWhatIsReckonedByHand(String first, String second, double fluid, double coldStart, long launches) {
        var market = Markets.of(first, second);
        assertThat(ticksPaid(Bound.FLUID.of(market, ONE))).isEqualTo(fluid);
        assertThat(ticksPaid(Bound.COLD_START.of(market, ONE))).isEqualTo(coldStart);
        var fewest = Bound.FEWEST_LAUNCHES.of(market, ONE);
        assertThat(ticksPaid(fewest)).isEqualTo(fluid);
        assertThat(fewest.counts().launches()).isEqualTo(launches);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void boundsAreWhatTryingEverythingFinds(long seed) {
        var draws = new Draws(seed).stream("markets");
        for (var one = 0; one < 12; one++) {
            var trace = Markets.trace(row(draws), row(draws));
            var priced = one % 2 == 0 ? trace : Markets.priced(trace, prices(draws), prices(draws));
            var market = SpotMarket.of("drawn", priced, Markets.TICK, 2 + draws.nextInt(3));
            var setUp = one % 3 == 0 ? TWO : ONE;
            var text = "seed " + seed + ", market " + one + ": " + priced;
            assertThat(money(Bound.COLD_START.of(market, setUp)))
                    .as(text)
                    .isEqualTo(BruteForce.cheapest(market, setUp));
            var fewest = Bound.FEWEST_LAUNCHES.of(market, setUp);
            var found = BruteForce.fewestLaunches(market, setUp);
            assertThat(money(fewest)).as(text).isEqualTo(found / 1000);
            assertThat(fewest.counts().launches()).as(text).isEqualTo(found % 1000);
            assertThat(money(Bound.FLUID.of(market, setUp))).as(text).isEqualTo(found / 1000);
        }
    }

    private static String row(RandomGenerator draws) {
        var capacity = new int[] {draws.nextInt(3)};
        return IntStream.range(0, 9)
                .mapToObj(tick -> {
                    if (draws.nextInt(3) == 0) capacity[0] = draws.nextInt(3);
                    return Integer.toString(capacity[0]);
                })
                .collect(Collectors.joining(" "));
    }

    private static String prices(RandomGenerator draws) {
        return IntStream.range(0, 9).mapToObj(tick -> "1." + draws.nextInt(9)).collect(Collectors.joining(" "));
    }

    /** Millionths of a dollar an hour times ticks. */
    private static long money(Run run) {
        return run.days().cost(0) / Markets.TICK.toMillis();
    }

    @Test
    void withoutAColdStartTheFluidBoundIsReached() {
        var market = Markets.of("2 1 0 1 2 0 1 1", "0 1 1 0 0 2 1 0");
        var setUp = SetUp.of(2, Duration.ZERO, Duration.ZERO);
        assertThat(ticksPaid(Bound.COLD_START.of(market, setUp)))
                .isCloseTo(ticksPaid(Bound.FLUID.of(market, setUp)), within(1e-9));
    }

    @Test
    void aFlowThatDoesNotFitIsRefused() {
        var flow = new Flow(2, 1);
        flow.arc(0, 1, 1, 5, 0);
        assertThatThrownBy(() -> flow.send(0, 1, 2)).hasMessage("1 of 2 find no way");
    }
}
