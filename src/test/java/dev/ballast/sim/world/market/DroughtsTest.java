package dev.ballast.sim.world.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.ballast.model.AdvisorBands;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.MarketTrace;
import dev.ballast.model.MarketTrace.DepthAt;
import dev.ballast.model.MarketTrace.PriceAt;
import dev.ballast.model.UsdPerHour;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.WorldTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DroughtsTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final CapacityPool POOL = CapacityPool.spot("m5.large", "eu-west-1a");
    private static final CapacityPool OTHER = CapacityPool.spot("c6g.xlarge", "eu-west-1b");

    private static Market market(long seed, Regime regime) {
        return new Market(new Draws(seed), new WorldTime(START), MarketRules.of(regime));
    }

    private static Instant after(int days) {
        return START.plus(Duration.ofDays(days));
    }

    @Test
    void aCalmMarketNeverTurns() {
        assertThat(market(1, Regime.CALM).nextTurn(POOL)).isEmpty();
        assertThat(market(1, Regime.CALM).depths(POOL, START, after(400))).hasSize(1);
        assertThat(market(1, Regime.CALM).untilLoneLoss(POOL, "i-1", 0)).isEmpty();
    }

    @Test
    void aPoolsFateIsTheSameWhateverElseWasAskedBefore() {
        var alone = market(3, Regime.STRESS).depths(POOL, START, after(30));
        var market = market(3, Regime.STRESS);
        market.depths(OTHER, after(200), after(220));
        market.price(POOL, after(11));
        for (var day = 30; day > 0; day -= 7) market.depths(POOL, after(day), after(day + 2));
        assertThat(market.depths(POOL, START, after(30))).isEqualTo(alone).hasSizeGreaterThan(50);
        assertThat(market(4, Regime.STRESS).depths(POOL, START, after(30))).isNotEqualTo(alone);
    }

    @Test
    void everyFallOfTheDepthIsATurnToActOn() {
        var time = new WorldTime(START);
        var market = new Market(new Draws(5), time, MarketRules.of(Regime.STRESS));
        var falls = new ArrayList<Instant>();
        while (true) {
            var turn = market.nextTurn(POOL).orElseThrow();
            if (turn.at().isAfter(after(20))) break;
            assertThat(turn.at()).isAfter(time.now());
            if (turn.kinds().contains(Turn.Kind.FALL)) falls.add(turn.at());
            time.advanceTo(turn.at());
        }
        var depths = market.depths(POOL, START, after(20));
        for (var index = 1; index < depths.size(); index++)
            if (depths.get(index).instances() < depths.get(index - 1).instances())
                assertThat(falls).contains(depths.get(index).at());
    }

    @Test
    void aTypicalPoolIsForeseeableForMonthsWithoutTheWorldWaiting() {
        var turn = market(6, Regime.TYPICAL).nextTurn(POOL).orElseThrow();
        assertThat(turn.at()).isBetween(START, after(365));
    }

    @Test
    void droughtLengthsHaveTheMedianAndTheTailOfPublishedTraces() {
        var droughts = new Droughts(new Draws(7), Regime.STRESS, AdvisorBands.NONE);
        var minutes = droughtMinutes(droughts);
        assertThat(minutes).hasSizeGreaterThan(1_000);
        assertThat(minutes.get(minutes.size() / 2)).isBetween(9.0, 50.0);
        assertThat(minutes.get(minutes.size() * 9 / 10) / minutes.get(minutes.size() / 2))
                .isBetween(4.0, 10.0);
        assertThat(minutes.getLast()).isLessThanOrEqualTo(Droughts.LONGEST.toMinutes());
    }

    private static List<Double> droughtMinutes(Droughts droughts) {
        var bounds = new ArrayList<Double>();
        for (var type : List.of("m5.large", "c5.large", "r5.large", "m6g.large", "i3.large")) {
            var pool = CapacityPool.spot(type, "eu-west-1a");
            for (var drought : droughts.between(pool, START, after(60)))
                bounds.add(Duration.between(drought.from(), drought.until()).toMillis() / 60_000.0);
        }
        bounds.sort(null);
        return bounds;
    }

    @Test
    void moreRecommendationsAreForNothingThanDroughtsComeWithout() {
        var time = new WorldTime(START);
        var market = new Market(new Draws(12), time, MarketRules.of(Regime.STRESS));
        var falls = 0;
        var recommendations = 0;
        while (time.now().isBefore(after(120))) {
            var turn = market.nextTurn(POOL).orElseThrow();
            if (turn.kinds().contains(Turn.Kind.FALL)) falls++;
            if (turn.kinds().contains(Turn.Kind.RECOMMENDATION)) recommendations++;
            time.advanceTo(turn.at());
        }
        // 0.6 of the droughts are foreseen, and for each there are 1.4 that never come.
        assertThat(falls).isGreaterThan(300);
        assertThat(recommendations / (double) falls).isBetween(1.7, 2.3);
    }

    @Test
    void aPriceHardlyMovesInAMonthOfStress() {
        for (var seed = 1; seed <= 20; seed++) {
            var month = market(seed, Regime.STRESS).history(POOL, START, after(32));
            var prices = month.stream()
                    .mapToDouble(change -> change.price().dollars())
                    .summaryStatistics();
            assertThat(prices.getMax() / prices.getMin()).as("seed " + seed).isBetween(1.005, 1.09);
        }
    }

    @Test
    void aRecordingIsReplayedFromTheStartAndFollowedByTheRegime() {
        var recorded = new MarketTrace.Depths(
                POOL,
                List.of(
                        new DepthAt(Duration.ofMinutes(10), 4),
                        new DepthAt(Duration.ofHours(1), 1),
                        new DepthAt(Duration.ofHours(2), 3)),
                Duration.ofHours(5));
        var rules = new MarketRules(Regime.CALM, new MarketTrace(List.of(recorded), List.of()));
        var market = new Market(new Draws(8), new WorldTime(START), rules);
        var usual = market(8, Regime.CALM).depth(POOL);
        assertThat(market.depths(POOL, START, after(3)))
                .extracting(change -> Duration.between(START, change.at()).toMinutes(), Market.DepthChange::instances)
                .containsExactly(tuple(0L, usual), tuple(10L, 4), tuple(60L, 1), tuple(120L, 3), tuple(300L, usual));
        assertThat(market.nextTurn(OTHER)).isEmpty();
        assertThat(market.depth(OTHER)).isEqualTo(market(8, Regime.CALM).depth(OTHER));
    }

    @Test
    void aRecordedPriceHoldsAndMovesOnFromItsLastWordAsTheModelDoes() {
        var recorded = new MarketTrace.Prices(
                POOL,
                List.of(
                        new PriceAt(Duration.ZERO, UsdPerHour.of("0.9000")),
                        new PriceAt(Duration.ofDays(2), UsdPerHour.of("0.8000"))));
        var rules = new MarketRules(Regime.CALM, new MarketTrace(List.of(), List.of(recorded)));
        var market = new Market(new Draws(9), new WorldTime(START), rules);
        var model = market(9, Regime.CALM);
        assertThat(market.price(POOL, after(1))).isEqualTo(UsdPerHour.of("0.9"));
        assertThat(market.price(POOL, after(2))).isEqualTo(UsdPerHour.of("0.8"));
        var drift = model.price(POOL, after(20)).dollars()
                / model.price(POOL, after(2)).dollars();
        assertThat(market.price(POOL, after(20)).dollars()).isCloseTo(0.8 * drift, within(0.0001));
        var history = market.history(POOL, START, after(40));
        assertThat(history.getFirst().price()).isEqualTo(UsdPerHour.of("0.9"));
        assertThat(history)
                .hasSizeGreaterThan(10)
                .allSatisfy(
                        change -> assertThat(market.price(POOL, change.at())).isEqualTo(change.price()));
        assertThat(market.price(OTHER, after(1))).isEqualTo(model.price(OTHER, after(1)));
    }

    @Test
    void theAdvisorsBandsSayHowOftenATypeRunsDry() {
        // a share of a month as a rate a day
        var perDay = new double[] {0.00083, 0.00256, 0.00439, 0.00633, 0.00946};
        for (var band = 0; band <= AdvisorBands.MOST; band++) {
            var bands = new AdvisorBands(new TreeMap<>(Map.of(POOL.instanceType(), band)));
            var seeds = 200;
            var days = 2_000;
            var met = 0;
            for (var seed = 0; seed < seeds; seed++)
                met += new Droughts(new Draws(seed), Regime.TYPICAL, bands)
                        .between(POOL, START, after(days))
                        .size();
            // causes' factors are 1.15 on average
            assertThat(met / (double) days / seeds)
                    .as("band " + band)
                    .isCloseTo(1.15 * perDay[band], withinPercentage(15));
        }
    }

    @Test
    void aTypeOfALowBandMeetsSomeOfTheDroughtsOfAHighOne() {
        var low = droughts(0);
        var high = droughts(AdvisorBands.MOST);
        assertThat(high).containsAll(low).hasSizeGreaterThan(low.size());
        assertThat(low).isNotEmpty();
    }

    private static List<Drought> droughts(int band) {
        var bands = new AdvisorBands(new TreeMap<>(Map.of(POOL.instanceType(), band)));
        return new Droughts(new Draws(1), Regime.TYPICAL, bands).between(POOL, START, after(10_000));
    }
}
