package dev.ballast.backtest.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.app.session.SettingsFile;
import dev.ballast.backtest.loss.Workload.Placing;
import dev.ballast.config.Overrides;
import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.model.Settings;
import dev.ballast.model.TaskShape;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TwinTest {
    private static final long SEED = 7;
    private static final List<Workload> SERVICES = List.of(
            new Workload(
                    "web",
                    TaskShape.of(512, 1024),
                    Placing.ANYWHERE,
                    6,
                    new HealthyPercent(100, 200),
                    Optional.of(Duration.ofSeconds(10)),
                    Optional.of(Duration.ofSeconds(10))),
            new Workload(
                    "worker",
                    TaskShape.of(256, 512),
                    Placing.ANYWHERE,
                    4,
                    new HealthyPercent(100, 200),
                    Optional.empty(),
                    Optional.empty()));

    @Test
    void withASpareThatOutlivesThePoolNothingIsLostHoweverLongHostsTake() {
        var loss = takeLargestPool("pool", ColdStart.seconds(180, 180), Keeper.BALLAST);

        assertThat(loss.lost()).isZero();
        assertThat(loss.belowMinimum()).isZero();
        assertThat(loss.missing()).isZero();
        assertThat(loss.whole()).isPresent();
    }

    @Test
    void withoutOneWhatIsMissingIsMissingForAsLongAsTheColdStartExceedsTheNotice() {
        var loss = takeLargestPool("none", ColdStart.seconds(180, 180), Keeper.BALLAST);

        var law = Duration.ofSeconds(60).multipliedBy(loss.tasks());
        // the scheduler tries every 25 s
        var tries = Duration.ofSeconds(25).multipliedBy(loss.tasks());
        assertThat(loss.lost()).isPositive();
        assertThat(loss.missing()).isPositive().isLessThan(law.plus(tries));
        assertThat(loss.whole().orElseThrow()).isLessThan(Duration.ofSeconds(200));
    }

    @Test
    void theAgentAloneLosesWhatBallastKeeps() {
        var cold = ColdStart.seconds(60, 100);

        assertThat(takeLargestPool("none", cold, Keeper.BALLAST).lost()).isZero();
        assertThat(takeLargestPool("none", cold, Keeper.AGENT).lost()).isPositive();
    }

    @Test
    void theSameSeedIsTheSameLoss() {
        var cold = ColdStart.seconds(60, 100);

        assertThat(takeLargestPool("none", cold, Keeper.BALLAST))
                .isEqualTo(takeLargestPool("none", cold, Keeper.BALLAST));
    }

    @Test
    void aColdStartIsLongerThanWhatFollowsTheBoot() {
        assertThatThrownBy(() -> ColdStart.seconds(20, 30)).hasMessageContaining("longer than");
        assertThatThrownBy(() -> ColdStart.seconds(100, 60)).hasMessageContaining("from PT1M40S to PT1M");
    }

    private static Loss takeLargestPool(String survive, ColdStart coldStart, Keeper keeper) {
        var twin = new Twin(SEED, settings(survive, keeper), SERVICES, coldStart);
        twin.build();
        var largest = twin.pools().values().stream()
                .max(Comparator.comparingLong(twin::tasksOn))
                .orElseThrow();
        return twin.take(largest, keeper);
    }

    private static Settings settings(String survive, Keeper keeper) {
        return SettingsFile.of("""
                cluster: live
                region: eu-west-1
                capacity:
                  target: 2
                  survive: %s
                  types: [m5.large, m5a.large, m6i.large, m6a.large, c5.large, c5a.large, c6i.large, c6a.large, r5.large, r5a.large,
                    r6i.large, r6a.large, m5.xlarge, c5.xlarge, r5.xlarge]
                interruption:
                  agent-drains: %s
                """.formatted(survive, keeper.agentDrains()), "seed " + SEED, Overrides.none());
    }
}
