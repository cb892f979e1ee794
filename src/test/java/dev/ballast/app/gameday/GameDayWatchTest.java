package dev.ballast.app.gameday;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.app.session.SettingsFile;
import dev.ballast.backtest.loss.ColdStart;
import dev.ballast.backtest.loss.Keeper;
import dev.ballast.backtest.loss.Loss;
import dev.ballast.backtest.loss.Twin;
import dev.ballast.backtest.loss.Workload;
import dev.ballast.backtest.loss.Workload.Placing;
import dev.ballast.config.Overrides;
import dev.ballast.loop.Tick;
import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.model.Settings;
import dev.ballast.model.TaskShape;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a game day tells from observations, beside what the world knows. */
class GameDayWatchTest {
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

    private record Both(Loss truth, GameDay seen) {}

    @Test
    void whereNothingIsLostItSaysSoAndWhenEachStepCame() {
        var both = takeLargestPool("pool", ColdStart.seconds(60, 100));

        assertThat(both.seen().broken()).isEmpty();
        assertThat(both.seen().hosts()).hasSize(both.truth().instances()).allSatisfy(host -> {
            assertThat(host.firstCall())
                    .hasValueSatisfying(after -> assertThat(after).isLessThan(Duration.ofSeconds(10)));
            assertThat(host.drained()).isPresent();
            assertThat(host.empty())
                    .hasValueSatisfying(after -> assertThat(after).isLessThan(Duration.ofSeconds(120)));
            assertThat(host.gone())
                    .hasValueSatisfying(
                            after -> assertThat(after).isBetween(Duration.ofSeconds(115), Duration.ofSeconds(190)));
        });
        assertThat(both.seen().text())
                .contains("Game day: the largest pool")
                .contains("first call")
                .contains("full strength");
    }

    @Test
    void whatIsLostIsCountedAsTheWorldCountsIt() {
        var both = takeLargestPool("none", ColdStart.seconds(180, 180));

        assertThat(both.truth().lost()).isPositive();
        for (var truth : both.truth().services()) {
            var seen = both.seen().services().stream()
                    .filter(service -> service.name().equals(truth.service().name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(seen.displaced()).isEqualTo(truth.displaced());
            assertThat(seen.lowest()).isEqualTo(truth.lowest());
            assertThat(seen.lost()).isEqualTo(truth.lost());
        }
        assertThat(both.seen().broken()).isNotEmpty();
        var truth = both.truth().whole().orElseThrow();
        assertThat(both.seen().fullStrength().orElseThrow())
                .as("as late as a look, and no earlier than it was")
                .isBetween(truth.minusSeconds(1), truth.plusSeconds(60));
    }

    private static Both takeLargestPool(String survive, ColdStart coldStart) {
        var settings = settings(survive);
        var twin = new Twin(SEED, settings, SERVICES, coldStart);
        var last = new AtomicReference<Tick>();
        twin.observe(last::set);
        twin.build();
        var largest = twin.pools().values().stream()
                .max(Comparator.comparingLong(twin::tasksOn))
                .orElseThrow();
        var before = last.get().observation();
        var victims = new Victims(
                "the largest pool",
                before.owned(settings.cluster()).stream()
                        .filter(instance -> largest.contains(instance.instanceId()))
                        .toList());
        var watch = new GameDayWatch(victims, before, twin.world().time().now());
        twin.observe(tick ->
                watch.see(tick.observation(), Optional.of(tick.decision().memory())));
        var loss = twin.take(largest, Keeper.BALLAST);
        assertThat(watch.isOver()).isTrue();
        return new Both(loss, watch.report());
    }

    private static Settings settings(String survive) {
        return SettingsFile.of("""
                cluster: live
                region: eu-west-1
                capacity:
                  target: 2
                  survive: %s
                  types: [m5.large, m5a.large, m6i.large, m6a.large, c5.large, c5a.large, c6i.large, c6a.large, r5.large, r5a.large,
                    r6i.large, r6a.large, m5.xlarge, c5.xlarge, r5.xlarge]
                """.formatted(survive), "seed " + SEED, Overrides.none());
    }
}
