package dev.ballast.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.backtest.CapacityTrack.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarketStatisticsTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();

    /** One step an hour, each of the given capacity. */
    private static CapacityTrack hours(int... capacities) {
        var steps = new ArrayList<Step>();
        for (var hour = 0; hour < capacities.length; hour++) steps.add(new Step(hour * HOUR, capacities[hour]));
        return new CapacityTrack(steps, capacities.length * HOUR);
    }

    @Test
    void everyInstanceThatAProbeLosesIsALoss() {
        var track = hours(4, 4, 1, 3, 0, 0, 2, 2);
        assertThat(track.lossMillis()).containsExactly(2 * HOUR, 2 * HOUR, 2 * HOUR, 4 * HOUR, 4 * HOUR, 4 * HOUR);
        assertThat(track.lossesPerDay()).isEqualTo(18);
        assertThat(track.fallsPerDay()).isEqualTo(6);
        assertThat(track.instanceDays()).isCloseTo(16 / 24.0, within(1e-12));
        assertThat(track.lossesPerInstanceDay()).isCloseTo(9, within(1e-12));
        assertThat(track.shareUp()).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void aDroughtCountsWhereItsBeginAndItsEndWereSeen() {
        assertThat(hours(0, 1, 0, 0, 3, 1, 0, 2, 0).droughts())
                .containsExactly(Duration.ofHours(1), Duration.ofHours(2));
    }

    @Test
    void aLossIsJoinedByAnotherOneWithinFiveMinutesOnEitherSide() {
        var minute = 60_000L;
        assertThat(MarketStatistics.coLossShare(
                        List.of(0L, 5 * minute, 11 * minute, 60 * minute, 60 * minute), MarketStatistics.TOGETHER))
                .hasValue(0.8);
        assertThat(MarketStatistics.coLossShare(List.of(7L), MarketStatistics.TOGETHER))
                .hasValue(0);
        assertThat(MarketStatistics.coLossShare(List.of(), MarketStatistics.TOGETHER))
                .isEmpty();
    }

    @Test
    void correlationIsOneForEqualMinusOneForOppositeAndNoneForUnrelatedMarkets() {
        var market = hours(1, 1, 0, 0, 1, 1, 0, 0);
        assertThat(MarketStatistics.correlation(market, hours(9, 2, 0, 0, 1, 3, 0, 0))
                        .orElseThrow())
                .isCloseTo(1, within(1e-9));
        assertThat(MarketStatistics.correlation(market, hours(0, 0, 1, 1, 0, 0, 1, 1))
                        .orElseThrow())
                .isCloseTo(-1, within(1e-9));
        assertThat(MarketStatistics.correlation(market, hours(1, 0, 1, 0, 1, 0, 1, 0))
                        .orElseThrow())
                .isCloseTo(0, within(1e-9));
        assertThat(MarketStatistics.correlation(market, hours(1, 1, 1, 1))).isEmpty();
    }

    @Test
    void correlationLooksOnlyAtTheTimeThatBothCover() {
        var late = new CapacityTrack(List.of(new Step(4 * HOUR, 1), new Step(6 * HOUR, 0)), 20 * HOUR);
        assertThat(MarketStatistics.correlation(hours(0, 0, 0, 0, 1, 1, 0, 0), late)
                        .orElseThrow())
                .isCloseTo(1, within(1e-9));
        assertThat(MarketStatistics.correlation(hours(1, 0, 1), late)).isEmpty();
    }

    @Test
    void aTrackThatGoesBackInTimeIsNone() {
        assertThatThrownBy(() -> new CapacityTrack(List.of(new Step(5, 1), new Step(4, 0)), 9))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
