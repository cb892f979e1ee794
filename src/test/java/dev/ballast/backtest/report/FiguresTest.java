package dev.ballast.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.app.session.PapersSettings;
import dev.ballast.backtest.replay.Markets;
import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.replay.SpotMarket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final SetUp TWO = SetUp.of(2, Duration.ofSeconds(60), Duration.ZERO);

    @Test
    void figuresAreWhatIsReckonedByHand() {
        // ticks 2 to 11 count. One of two is lost in tick 4 and back in tick 8 (launched in 6), both in tick 9, back in
        // 12: never
        var market = Markets.of("2 2 2 2 1 1 2 2 2 0 2 2");
        var one = run(List.of(market), 1, "diversified").getFirst();
        assertThat(one.policy()).isEqualTo("diversified");
        assertThat(one.market()).isEqualTo("small");
        assertThat(one.availability()).isCloseTo(1 - 7 / 10.0, within(1e-9));
        assertThat(one.deficit()).isCloseTo((4 + 6) / 20.0, within(1e-9));
        assertThat(one.allLost()).isCloseTo(0.3, within(1e-9));
        assertThat(one.worstDeficit()).isEqualTo(6 * 30);
        assertThat(one.deficitP99()).isEqualTo(6 * 30);
        assertThat(one.gapP50Seconds()).isEqualTo(3 * 30);
        assertThat(one.gapP99Seconds()).isEqualTo(4 * 30);
        // two for ticks 2 and 3, one for 4 and 5, two for 6 to 8, none in 9, two for 10 and 11
        assertThat(one.costOverOnDemand()).isCloseTo((4 + 2 + 6 + 4) / 60.0, within(1e-9));
        // the bound pays on demand for what is not there: two in 4 and 5, two in 9
        assertThat(one.costOverLowerBound()).isCloseTo(16 / (16.0 + 3 * (1 + 1 + 2)), within(1e-9));
        assertThat(one.launches()).contains(2.0 + 1 + 2);
        assertThat(one.interruptions()).isEqualTo(3);
        assertThat(one.killed()).isEqualTo(3);
        assertThat(one.largestLoss()).isEqualTo(1);
        assertThat(one.onDemandShare()).isZero();
        assertThat(one.intervals().availability()).isEmpty();
        assertThat(one.named())
                .containsEntry("launchesPerInstanceDay", one.named().get("launchesPerInstanceDay"))
                .containsEntry("coldStartSeconds", 60L)
                .containsEntry("availabilityFrom", null);
    }

    @Test
    void onDemandIsOneAndTheFluidBoundIsItsOwnMeasure() {
        var market = Markets.of("2 2 2 2 1 1 2 2 2 0 2 2");
        var all = run(List.of(market), 1, "on-demand", "bound-fluid", "bound-cold-start");
        assertThat(all.get(0).costOverOnDemand()).isEqualTo(1);
        assertThat(all.get(0).onDemandShare()).isEqualTo(1);
        assertThat(all.get(1).costOverLowerBound()).isEqualTo(1);
        assertThat(all.get(1).launches()).isEmpty();
        assertThat(all.get(2).costOverLowerBound()).isGreaterThan(1);
        assertThat(all).allMatch(one -> one.availability() == 1);
    }

    @Test
    void seedsAreAveragedAndSpreadOverProcessorsWithoutADifference() {
        var market = flickering();
        var six = run(List.of(market), 6, "spothedge+1").getFirst();
        var apart = 0.0;
        for (var seed = 1; seed <= 6; seed++)
            apart += new Backtest(List.of(market), List.of(TWO), policies("spothedge+1"), seed, 1)
                    .run()
                    .getFirst()
                    .costOverOnDemand();
        assertThat(six.costOverOnDemand()).isCloseTo(apart / 6, within(1e-12));
        assertThat(six.seeds()).isEqualTo(6);
        assertThat(six.days()).isCloseTo(3 - 60 / 86_400.0, within(1e-9));
        assertThat(run(List.of(market), 6, "spothedge+1").getFirst()).isEqualTo(six);
    }

    @Test
    void anIntervalHoldsItsFigureAndIsNarrowWhereDaysAreAlike() {
        var one = run(List.of(flickering()), 1, "greedy").getFirst();
        var interval = one.intervals().availability().orElseThrow();
        assertThat(interval.from()).isLessThanOrEqualTo(one.availability());
        assertThat(interval.to()).isGreaterThanOrEqualTo(one.availability());
        assertThat(interval.to() - interval.from()).isPositive();
        var alike = Markets.of("2 ".repeat(3 * 2880));
        var steady = run(List.of(alike), 1, "greedy").getFirst().intervals().costOverLowerBound();
        assertThat(steady.orElseThrow().from()).isEqualTo(steady.orElseThrow().to());
    }

    @Test
    void whereEachSeedHasAMarketOfItsOwnFiguresAreOverMarketsAndSoIsTheirInterval() {
        var full = "2 ".repeat(120);
        var half = "2 ".repeat(60) + "0 ".repeat(60);
        var drawn = new Backtest(
                List.of(), List.of(TWO), policies("diversified", "bound-fluid"), 1, 4, List.of(new Backtest.Drawing() {
                    @Override
                    public String name() {
                        return "drawn";
                    }

                    @Override
                    public SpotMarket of(long seed) {
                        return Markets.of(seed % 2 == 0 ? full : half);
                    }
                }));
        var figures = drawn.run();
        assertThat(figures).extracting(Figures::market).containsExactly("drawn", "drawn");
        assertThat(figures).extracting(Figures::seeds).containsExactly(4, 4);
        var one = figures.getFirst();
        // the first two ticks do not count
        assertThat(one.availability()).isCloseTo((118 + 58) / (2 * 118.0), within(1e-9));
        assertThat(one.costOverLowerBound()).isCloseTo((118 + 58) / (118.0 + 58 + 60 * 3), within(1e-9));
        var interval = one.intervals().availability().orElseThrow();
        assertThat(interval.from()).isCloseTo(58 / 118.0, within(1e-9));
        assertThat(interval.to()).isEqualTo(1);
        assertThat(figures.get(1).costOverLowerBound()).isEqualTo(1);
        assertThat(drawn.run()).isEqualTo(figures);
    }

    /** Three days, of which the first falls once an hour, the second once in two, the third never. */
    private static SpotMarket flickering() {
        var a = new StringBuilder();
        for (var hour = 0; hour < 72; hour++) {
            var falls = hour < 24 || hour < 48 && hour % 2 == 0;
            a.append("1 ".repeat(110)).append((falls ? "0 " : "1 ").repeat(10));
        }
        return Markets.of(a.toString(), "1 ".repeat(72 * 120), "2 0 ".repeat(36 * 120));
    }

    private static List<Figures> run(List<SpotMarket> markets, int seeds, String... words) {
        return new Backtest(markets, List.of(TWO), policies(words), 1, seeds).run();
    }

    private static List<Policy> policies(String... words) {
        return List.of(words).stream()
                .map(word -> Policy.find(word, PapersSettings.read()).orElseThrow())
                .toList();
    }
}
