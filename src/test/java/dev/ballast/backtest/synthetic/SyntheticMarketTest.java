package dev.ballast.backtest.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.AdvisorBands;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.MarketTrace;
import dev.ballast.model.MarketTrace.DepthAt;
import dev.ballast.model.MarketTrace.Depths;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.market.Market;
import dev.ballast.sim.world.market.MarketRules;
import dev.ballast.sim.world.market.Regime;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SyntheticMarketTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    private static SyntheticMarket market(Regime regime, int days, int zones, String... types) {
        return new SyntheticMarket(
                "made",
                regime,
                Duration.ofDays(days),
                "us-east-1",
                zones,
                List.of(types),
                Optional.empty(),
                AdvisorBands.NONE);
    }

    private static SyntheticMarket on(Duration grid, SyntheticMarket market) {
        return new SyntheticMarket(
                market.name(),
                market.regime(),
                market.length(),
                market.region(),
                market.zones(),
                market.instanceTypes(),
                Optional.of(grid),
                market.bands());
    }

    private static SyntheticMarket typical(int days, Map<String, Integer> bands) {
        return new SyntheticMarket(
                "made",
                Regime.TYPICAL,
                Duration.ofDays(days),
                "us-east-1",
                6,
                List.copyOf(bands.keySet()),
                Optional.empty(),
                new AdvisorBands(new TreeMap<>(bands)));
    }

    @Test
    void itHasEveryTypeInEveryZoneWithCapacityAndPrice() {
        var trace = market(Regime.STRESS, 45, 9, "m5.large", "c5.large").drawn(1);
        assertThat(trace.depths()).hasSize(18);
        assertThat(trace.prices())
                .extracting(MarketTrace.Prices::pool)
                .containsExactlyElementsOf(
                        trace.depths().stream().map(Depths::pool).toList());
        assertThat(trace.depths()).allSatisfy(depths -> {
            assertThat(depths.end()).isEqualTo(Duration.ofDays(45));
            assertThat(depths.changes().getFirst().at()).isZero();
            assertThat(depths.changes()).hasSizeGreaterThan(100);
        });
        assertThat(trace.prices())
                .allSatisfy(
                        prices -> assertThat(prices.changes().getFirst().at()).isZero());
        assertThat(trace.depths().getLast().pool()).isEqualTo(CapacityPool.spot("m5.large", "us-east-1i"));
    }

    @Test
    void itIsTheLocalCloudsMarketAndNoOther() {
        var pool = CapacityPool.spot("m5.large", "us-east-1b");
        var local = new Market(new Draws(5), new WorldTime(START), MarketRules.of(Regime.STRESS));
        var drawn = market(Regime.STRESS, 20, 3, "m5.large", "c5.large").drawn(5);
        var depths = of(pool, drawn);
        for (var hour = 0; hour < 20 * 24; hour++) {
            var at = Duration.ofHours(hour);
            assertThat(at(depths, at)).isEqualTo(depthOf(local, pool, START.plus(at)));
        }
        var price = drawn.prices().stream()
                .filter(prices -> prices.pool().equals(pool))
                .findFirst()
                .orElseThrow()
                .changes()
                .getLast();
        assertThat(price.price()).isEqualTo(local.price(pool, START.plus(price.at())));
    }

    private static int depthOf(Market market, CapacityPool pool, Instant moment) {
        return market.depths(pool, moment, moment).getLast().instances();
    }

    private static Depths of(CapacityPool pool, MarketTrace trace) {
        return trace.depths().stream()
                .filter(depths -> depths.pool().equals(pool))
                .findFirst()
                .orElseThrow();
    }

    private static int at(Depths depths, Duration moment) {
        return depths.changes().stream()
                .filter(change -> change.at().compareTo(moment) <= 0)
                .reduce((before, after) -> after)
                .map(DepthAt::instances)
                .orElseThrow();
    }

    @Test
    void aSeedIsTheSameMarketInEveryProcessAndAnotherSeedAnotherMarket() throws Exception {
        var market = market(Regime.STRESS, 10, 3, "m5.large", "c5.large");
        assertThat(digest(market.drawn(7).depths()))
                .isEqualTo("fcf626010f569f4f")
                .isNotEqualTo(digest(market.drawn(8).depths()));
        assertThat(market.drawn(7)).isEqualTo(market.drawn(7));
    }

    private static String digest(Object value) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(value.toString().getBytes(StandardCharsets.UTF_8)))
                .substring(0, 16);
    }

    @Test
    void onAGridItChangesOnlyThereAndIsThenWhatItIsWithout() {
        var grid = Duration.ofMinutes(5);
        var free = market(Regime.STRESS, 10, 1, "m5.large");
        var pool = CapacityPool.spot("m5.large", "us-east-1a");
        var fine = of(pool, free.drawn(3));
        var coarse = of(pool, on(grid, free).drawn(3));
        assertThat(coarse.changes())
                .hasSizeGreaterThan(50)
                .hasSizeLessThanOrEqualTo(fine.changes().size());
        for (var at = Duration.ZERO; at.compareTo(coarse.end()) < 0; at = at.plus(grid))
            assertThat(at(coarse, at)).isEqualTo(at(fine, at));
        assertThat(coarse.changes())
                .allMatch(change -> change.at().toMillis() % grid.toMillis() == 0)
                .isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
        for (var index = 1; index < coarse.changes().size(); index++)
            assertThat(coarse.changes().get(index).instances())
                    .isNotEqualTo(coarse.changes().get(index - 1).instances());
    }

    @Test
    void aPoolsFateDoesNotDependOnWhichOtherTypesThereAre() {
        var pool = CapacityPool.spot("m5.large", "us-east-1a");
        var alone = typical(3_650, Map.of("m5.large", 2)).drawn(1);
        var among = typical(3_650, Map.of("m5.large", 2, "c5.large", 4)).drawn(1);
        assertThat(of(pool, among)).isEqualTo(of(pool, alone));
        assertThat(of(pool, alone).changes()).hasSizeGreaterThan(5);
    }

    @Test
    void withoutAPoolOrTimeThereIsNone() {
        assertThatThrownBy(() -> market(Regime.TYPICAL, 30, 27, "m5.large"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> market(Regime.TYPICAL, 30, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> market(Regime.TYPICAL, 0, 3, "m5.large")).isInstanceOf(IllegalArgumentException.class);
    }
}
