package dev.ballast.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.act.Actor;
import dev.ballast.act.Fence;
import dev.ballast.app.session.SettingsFile;
import dev.ballast.app.session.WorldPorts;
import dev.ballast.config.Overrides;
import dev.ballast.journal.InMemoryJournal;
import dev.ballast.journal.Journal;
import dev.ballast.loop.Drive;
import dev.ballast.loop.Loop;
import dev.ballast.loop.Tick;
import dev.ballast.model.ContainerInstance;
import dev.ballast.observe.CloudUnreachable;
import dev.ballast.observe.Observer;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.faults.Calls;
import dev.ballast.sim.world.faults.Chance;
import dev.ballast.sim.world.faults.Storminess;
import dev.ballast.sim.world.faults.What;
import dev.ballast.sim.world.market.Regime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop over a world in this process whose own faults are on. */
class FaultyWorldTest {
    private static final long SEED = 5;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String YAML = """
            cluster: live
            region: eu-west-1
            capacity:
              target: 6
              survive: none
              types: [m5.large, m5a.large, m6i.large]
            """;

    private static Chance share(double share) {
        return new Chance(share, OptionalInt.empty());
    }

    private static final class Run {
        final World world;
        final Journal journal = new InMemoryJournal("faulty");
        private final WorldPorts ports;
        int unreachable;

        Run(long seed, World.Rules rules) {
            world = new World(seed, Cluster.START, rules);
            ports = new WorldPorts(world, seed, Cluster.REGION, "live");
            Workloads.create(world, List.of());
        }

        void until(Duration length) throws InterruptedException {
            var settings = SettingsFile.of(YAML, "test.yaml", Overrides.none());
            var loop = new Loop(
                    new Observer(ports.cluster(), ports.market()),
                    ports.signals(),
                    new Actor(ports.writer(), Fence.NONE, ports.clock()),
                    journal,
                    ports.clock(),
                    () -> settings);
            var end = world.time().now().plus(length);
            ports.drive(loop).run(new Drive.Watcher() {
                @Override
                public void ticked(Tick tick) {}

                @Override
                public void unreachable(CloudUnreachable why) {
                    unreachable++;
                }

                @Override
                public boolean isEnough(Tick tick) {
                    return world.time().now().isAfter(end);
                }
            });
        }

        long active() {
            return ports.cluster().containerInstances().stream()
                    .filter(host -> host.status() == ContainerInstance.Status.ACTIVE)
                    .count();
        }
    }

    private static Run throughFaults() throws InterruptedException {
        var run = new Run(SEED, World.Rules.DEFAULT);
        var faults = run.world.faults();
        faults.begin(
                new What.ApiError(Calls.ALL, new What.Refusal("InternalError", "no", 500), share(0.5)),
                Optional.of(HOUR));
        faults.begin(new What.LostAnswer(Calls.ALL, share(0.2)), Optional.of(HOUR));
        run.until(HOUR.multipliedBy(2));
        return run;
    }

    @Test
    void theLoopComesThroughRefusedAndLostAnswersAndTheClusterIsWhole() throws InterruptedException {
        var run = throughFaults();
        assertThat(run.unreachable)
                .as("reads that failed in all their attempts")
                .isPositive();
        assertThat(run.active()).isEqualTo(6);
        assertThat(run.world.ec2().region(Cluster.REGION).instances().stream()
                        .filter(instance -> instance.state().isAlive()))
                .as("nothing was bought twice and kept")
                .hasSize(6);
    }

    @Test
    void theSameSeedAndFaultsGiveTheSameJournal() throws InterruptedException {
        var first = throughFaults();
        var second = throughFaults();
        assertThat(first.journal.export().toList())
                .isEqualTo(second.journal.export().toList());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void afterAStormTheClusterIsWhole(long seed) throws InterruptedException {
        var run = new Run(seed, World.Rules.of(Regime.TYPICAL).with(Storminess.STORM));
        run.until(Duration.ofHours(6));
        assertThat(run.world.faults().all()).as("the storm was there").isNotEmpty();
        run.world.storm().subside();
        run.until(Duration.ofHours(4));
        assertThat(run.active()).isEqualTo(6);
    }
}
