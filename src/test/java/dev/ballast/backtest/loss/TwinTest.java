package dev.ballast.backtest.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.app.session.SettingsFile;
import dev.ballast.backtest.loss.Workload.Placing;
import dev.ballast.config.Overrides;
import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Resources;
import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.model.Settings;
import dev.ballast.model.Target;
import dev.ballast.model.TaskShape;
import dev.ballast.observe.Observer;
import dev.ballast.sim.port.WorldPort;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
        assertThatThrownBy(() -> ColdStart.seconds(100, 60)).hasMessageContaining("from 100 to 60 s");
    }

    @Test
    void aClusterIsFurnishedAsAnotherIsAndTheBusiestOfAPoolAreTaken() {
        var twin = new Twin(
                SEED,
                settings("none", Keeper.BALLAST).withTarget(Target.instances(4)),
                SERVICES,
                ColdStart.seconds(60, 100),
                Set.of("eu-west-1b"));
        var pool = CapacityPool.spot("c5.large", "eu-west-1b");
        twin.furnish(new TreeMap<>(Map.of(pool, 4, CapacityPool.spot("m5.large", "eu-west-1a"), 2)));
        twin.build();

        assertThat(twin.pools().keySet())
                .as("no other zone")
                .allMatch(one -> one.zone().equals("eu-west-1b"));
        assertThat(twin.pools().get(pool)).hasSize(4);
        var busiest = twin.busiest(new TreeMap<>(Map.of(pool, 1)));
        assertThat(twin.pools().get(pool)).containsAll(busiest);
        for (var other : twin.pools().get(pool))
            assertThat(twin.tasksOn(List.of(other))).isLessThanOrEqualTo(twin.tasksOn(busiest));
        assertThat(twin.busiest(new TreeMap<>(Map.of(pool, 99)))).hasSize(4);
    }

    @Test
    void everyKindOfServiceIsInTheTwinAsItWasObserved() {
        var services = List.of(
                new Workload(
                        "agent",
                        TaskShape.of(64, 128),
                        Placing.EVERY_HOST,
                        0,
                        new HealthyPercent(0, 100),
                        Optional.empty(),
                        Optional.empty()),
                new Workload(
                        "edge",
                        new TaskShape(Resources.of(256, 256), List.of(8080, 8081), Architecture.X86_64),
                        Placing.ONE_A_HOST,
                        2,
                        new HealthyPercent(50, 100),
                        Optional.of(Duration.ofSeconds(5)),
                        Optional.empty()),
                new Workload(
                        "vpc",
                        new TaskShape(new Resources(256, 256, 1, 0), List.of(), Architecture.X86_64),
                        Placing.ANYWHERE,
                        2,
                        new HealthyPercent(100, 200),
                        Optional.empty(),
                        Optional.empty()));
        var twin = new Twin(SEED, settings("pool", Keeper.BALLAST), services, ColdStart.seconds(60, 100));
        twin.build();

        var cluster = new Observer(
                        new WorldPort(twin.world(), "eu-west-1", "live").cluster(),
                        new WorldPort(twin.world(), "eu-west-1", "live").market())
                .read(settings("pool", Keeper.BALLAST), twin.world().time().now(), List.of());
        assertThat(cluster.services().value())
                .extracting(Workload::of)
                .usingRecursiveComparison()
                .ignoringFields("stopTimeout", "desired")
                .isEqualTo(services);
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
