package dev.ballast.sim.world.market;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.sim.world.core.Draws;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarketTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final CapacityPool POOL = CapacityPool.spot("m5.large", "eu-west-1a");

    private final Market market = new Market(new Draws(7));

    @Test
    void spotCostsAboutItsFamilysShareOfOnDemandEverywhere() {
        for (var entry : InstanceCatalogue.all())
            for (var zone : List.of("eu-west-1a", "eu-west-1b", "us-east-1c")) {
                var pool = CapacityPool.spot(entry.type().name(), zone);
                var share = market.price(pool, START).dollars()
                        / market.onDemand(pool).dollars();
                assertThat(share).as(pool.toString()).isBetween(entry.spotShare() * 0.85, entry.spotShare() * 1.15);
            }
    }

    @Test
    void aPriceHardlyMovesInAMonth() {
        var month = market.history(POOL, START, START.plus(Duration.ofDays(32)));
        var low = month.stream()
                .mapToDouble(change -> change.price().dollars())
                .min()
                .orElseThrow();
        var high = month.stream()
                .mapToDouble(change -> change.price().dollars())
                .max()
                .orElseThrow();
        assertThat(month).hasSizeGreaterThan(10);
        assertThat(high / low).isBetween(1.005, 1.09);
    }

    @Test
    void theHistoryBeginsWithThePriceThatHeldBeforeItsStart() {
        var history = market.history(POOL, START, START.plus(Duration.ofDays(3)));
        assertThat(history.getFirst().at()).isBeforeOrEqualTo(START);
        assertThat(history.getFirst().price()).isEqualTo(market.price(POOL, START));
        assertThat(history.subList(1, history.size()))
                .allMatch(change -> change.at().isAfter(START));
        assertThat(history.getLast().price()).isEqualTo(market.price(POOL, START.plus(Duration.ofDays(3))));
    }

    @Test
    void anotherSeedIsAnotherMarketAndTheSameSeedTheSame() {
        var again = new Market(new Draws(7)).history(POOL, START, START.plus(Duration.ofDays(9)));
        var other = new Market(new Draws(8)).history(POOL, START, START.plus(Duration.ofDays(9)));
        assertThat(again)
                .isEqualTo(market.history(POOL, START, START.plus(Duration.ofDays(9))))
                .isNotEqualTo(other);
    }

    @Test
    void aPoolIsAsDeepAsItIs() {
        market.setDepth(POOL, 3);
        assertThat(market.take(POOL, 5)).isEqualTo(3);
        assertThat(market.take(POOL, 1)).isZero();
        market.giveBack(POOL, 2);
        assertThat(market.available(POOL)).isEqualTo(2);
        market.withdraw(POOL);
        assertThat(market.available(POOL)).isZero();
        market.restore(POOL);
        assertThat(market.available(POOL)).isEqualTo(2);
    }
}
