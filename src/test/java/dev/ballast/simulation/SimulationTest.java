package dev.ballast.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.simulation.Hostile.Failure;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Seeds of the simulator, each 36 hours of a cluster, as many as two minutes have room for; a failure names its seed and the command that
 * replays it.
 */
class SimulationTest {
    private static final int MOST = 300;

    /** However slow the machine. */
    private static final int LEAST = 40;

    private static final Duration NONE_BEGINS_AFTER = Duration.ofSeconds(105);

    @Test
    void inAnyStormNoPromiseIsBrokenAndAfterItAllBecomesWhole() {
        var end = System.nanoTime() + NONE_BEGINS_AFTER.toNanos();
        var next = new AtomicInteger();
        var lived = new AtomicInteger();
        var failures = new ConcurrentLinkedQueue<String>();
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .parallel()
                .forEach(worker -> {
                    for (var seed = next.getAndIncrement();
                            seed < LEAST || seed < MOST && System.nanoTime() < end;
                            seed = next.getAndIncrement()) {
                        lived.incrementAndGet();
                        if (Hostile.attempt(Scenario.of(seed)) instanceof Failure failure)
                            failures.add(failure + "\n  ./hostile --seed " + seed);
                    }
                });
        System.out.println(lived + " seeds of the simulator, from 0 on");
        assertThat(failures).isEmpty();
    }

    @Test
    void seed518ACapThatIsLoweredWhileTheWorldIsReadHoldsFromTheNextDecisionOn() {
        assertThat(Hostile.attempt(Scenario.of(518))).isInstanceOf(Simulation.Survived.class);
    }

    @Test
    void seed667EndingThirtySurplusHostsInOneMomentIsNoSpin() {
        assertThat(Hostile.attempt(Scenario.of(667))).isInstanceOf(Simulation.Survived.class);
    }

    @Test
    void oneSeedIsOneStory() {
        var first = new Simulation(Scenario.of(7));
        var second = new Simulation(Scenario.of(7));
        assertThat(first.run()).isEqualTo(second.run());
        assertThat(first.journal()).isEqualTo(second.journal());
    }
}
