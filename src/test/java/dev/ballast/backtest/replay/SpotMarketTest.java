package dev.ballast.backtest.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.model.MarketTrace;
import dev.ballast.model.MarketTrace.DepthAt;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpotMarketTest {
    @Test
    void aChangeBetweenTwoTicksShowsAtTheLater() {
        var market = market(depths(0, 100, "0:4", "31:2", "59:1", "60:1"));
        var capacity = market.pools().getFirst().capacity();
        assertThat(market.endMillis()).isEqualTo(90_000);
        assertThat(capacity.at(0)).isEqualTo(4);
        assertThat(capacity.at(59_999)).isEqualTo(4);
        assertThat(capacity.at(60_000)).isEqualTo(1);
        assertThat(capacity.changes()).containsExactly(60_000);
        assertThat(capacity.nextChange(0)).isEqualTo(60_000);
        assertThat(capacity.nextChange(60_000)).isEqualTo(Steps.NEVER);
        assertThat(capacity.lastFall(60_000)).isEqualTo(60_000);
        assertThat(capacity.lastFall(59_000)).isEqualTo(-1);
        assertThat(capacity.sum(30_000, 90_000)).isEqualTo(4 * 30_000 + 30_000);
        assertThat(capacity.least(-5, 59_999)).isEqualTo(4);
        assertThat(capacity.least(0, 60_000)).isEqualTo(1);
    }

    @Test
    void onlyTheTimeThatAllPoolsCoverIsReplayed() {
        var market = market(depths(0, 300, "60:1", "120:0"), depths(1, 240, "0:1", "90:2"));
        assertThat(market.endMillis()).isEqualTo(180_000);
        assertThat(market.pools().getFirst().capacity().changes()).containsExactly(60_000);
        assertThat(market.pools().get(1).capacity().changes()).containsExactly(30_000);
        assertThatThrownBy(() -> market(depths(0, 60, "0:1"), depths(1, 200, "60:1")))
                .hasMessageContaining("have not one tick");
    }

    @Test
    void onDemandCostsTheRatioOverTheMeanOfTheCheaperType() {
        var trace = Markets.priced(Markets.trace("1 1 1 1", "1 1 1 1"), "1 1 2 2", "0.5");
        var market = SpotMarket.of("priced", trace, Markets.TICK, 2);
        assertThat(market.onDemand().dollars()).isCloseTo(2, within(1e-9));
        assertThat(market.pools().getFirst().price().changes()).containsExactly(60_000);
        var half = new MarketTrace(trace.depths(), trace.prices().subList(0, 1));
        assertThatThrownBy(() -> SpotMarket.of("half", half, Markets.TICK, 2))
                .hasMessageContaining("no price of m5.large/us-east-1b");
    }

    private static SpotMarket market(MarketTrace.Depths... depths) {
        return SpotMarket.of("one", new MarketTrace(List.of(depths), List.of()), Markets.TICK, 3);
    }

    private static MarketTrace.Depths depths(int pool, int end, String... changes) {
        return new MarketTrace.Depths(
                Markets.pool(pool),
                List.of(changes).stream()
                        .map(change -> change.split(":"))
                        .map(words ->
                                new DepthAt(Duration.ofSeconds(Integer.parseInt(words[0])), Integer.parseInt(words[1])))
                        .toList(),
                Duration.ofSeconds(end));
    }
}
