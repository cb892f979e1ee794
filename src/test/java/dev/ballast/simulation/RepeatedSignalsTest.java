package dev.ballast.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.act.Actor;
import dev.ballast.act.Fence;
import dev.ballast.loop.Loop;
import dev.ballast.model.Signal;
import dev.ballast.observe.Observer;
import dev.ballast.observe.SignalSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A queue delivers what nobody acknowledges again and again, and at last sets it aside. */
class RepeatedSignalsTest {
    private static final String YAML = """
            cluster: live
            region: eu-west-1
            capacity:
              target: 2
              survive: none
              types: [m5.large, m5a.large, m6i.large]
            """;

    @Test
    void aRepeatedSignalIsAcknowledgedAlsoWhereThereIsNothingToDecide() {
        var cluster = new Cluster(1, YAML);
        cluster.run(
                cluster.process(),
                Duration.ofMinutes(20),
                tick -> tick.decision().settled());
        var queue = new Queue();
        var loop = new Loop(
                new Observer(cluster.port.cluster(), cluster.port.market()),
                queue,
                new Actor(cluster.port.writer(), Fence.NONE, cluster.port.clock()),
                cluster.journal,
                cluster.port.clock(),
                () -> cluster.settings);
        var id = cluster.look().owned("live").getFirst().instanceId();
        var said = new Signal(Signal.Kind.REBALANCE, id, cluster.world.time().now());
        assertThat(loop.hear(List.of(said))).isTrue();
        loop.tick();
        var decided = loop.tick().decision();
        queue.acknowledged.clear();

        assertThat(loop.hear(List.of(said))).isFalse();
        assertThat(loop.tick().decision()).as("nothing is decided anew").isSameAs(decided);

        assertThat(queue.acknowledged).containsExactly(said);
    }

    private static final class Queue implements SignalSource {
        private final List<Signal> acknowledged = new ArrayList<>();

        @Override
        public List<Signal> receive(Duration patience) {
            return List.of();
        }

        @Override
        public void acknowledge(List<Signal> signals) {
            acknowledged.addAll(signals);
        }
    }
}
