package dev.ballast.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.simulation.Hostile.Failure;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeds of the simulator, each 36 hours of a cluster; a failure names its seed and the command that replays it. */
class SimulationTest {
    private static final int BATCHES = 4;
    private static final int SEEDS_A_BATCH = 10;

    static LongStream batches() {
        return LongStream.range(0, BATCHES);
    }

    @ParameterizedTest
    @MethodSource("batches")
    void inAnyStormNoPromiseIsBrokenAndAfterItAllBecomesWhole(long batch) {
        var failures = LongStream.range(batch * SEEDS_A_BATCH, (batch + 1) * SEEDS_A_BATCH)
                .parallel()
                .mapToObj(seed -> Hostile.attempt(Scenario.of(seed)))
                .filter(Failure.class::isInstance)
                .map(failure -> failure + "\n  ./hostile --seed "
                        + ((Failure) failure).scenario().seed())
                .toList();
        assertThat(failures).isEmpty();
    }

    @Test
    void oneSeedIsOneStory() {
        var first = new Simulation(Scenario.of(7));
        var second = new Simulation(Scenario.of(7));
        assertThat(first.run()).isEqualTo(second.run());
        assertThat(first.journal()).isEqualTo(second.journal());
    }
}
