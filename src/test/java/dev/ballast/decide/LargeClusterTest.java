package dev.ballast.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Observation.Scope;
import dev.ballast.model.Offer;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Settings.Survive;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LargeClusterTest {
    private static final int HOSTS = 2_000;
    private static final int TASKS_A_HOST = 10;

    /** Warm, the median of a few: the bound is ten times what two cores need, so that only a wrong order of growth fails. */
    @Test
    void twoThousandHostsAreDecidedInTime() {
        var given = large();
        var observation = given.observation(Scope.FULL);
        given.notice("i-0007").notice("i-0008");
        var doomed = given.observation(Scope.SIGNALS_ONLY);
        var quiet = median(() -> Decide.decide(observation, given.settings, given.memory));
        var interrupted = median(() -> Decide.decide(doomed, given.settings, given.memory));
        assertThat(quiet).as("nothing to do").isLessThan(Duration.ofSeconds(1));
        assertThat(interrupted).as("two notices").isLessThan(Duration.ofSeconds(1));
    }

    /** All stand in the dearest pools, so that the cluster is packed as often as is allowed. */
    @Test
    void aThousandHostsAreComparedWithTheMarketInTimeAndNotAtEveryDecision() {
        var given = large(1_000, 3).consolidating();
        var observation = given.observation(Scope.FULL);
        var compared = Decide.decide(observation, given.settings, given.memory);
        assertThat(compared.memory().watch().comparedAt()).contains(given.now);
        var comparing = median(() -> Decide.decide(observation, given.settings, given.memory));
        assertThat(comparing).as("compared").isLessThan(Duration.ofSeconds(2));

        given.memory = compared.memory();
        var next = given.later(Duration.ofMinutes(1)).observation(Scope.FULL);
        var resting = Decide.decide(next, given.settings, given.memory);
        assertThat(resting.memory().watch().comparedAt())
                .isEqualTo(compared.memory().watch().comparedAt());
    }

    private static Duration median(Runnable work) {
        var times = new long[9];
        for (var i = 0; i < times.length; i++) {
            var start = System.nanoTime();
            work.run();
            times[i] = System.nanoTime() - start;
        }
        Arrays.sort(times);
        return Duration.ofNanos(times[times.length / 2]);
    }

    private static Given large() {
        return large(HOSTS, Integer.MAX_VALUE);
    }

    /** @param dearest stand only in so many of the dearest pools */
    private static Given large(int hosts, int dearest) {
        var random = new Random(1);
        var given = Given.cluster()
                .target(hosts)
                .survive(Survive.POOL)
                .offered(
                        "m5.large",
                        "m5.xlarge",
                        "c5.large",
                        "c5.xlarge",
                        "r5.large",
                        "r5.xlarge",
                        "m5.2xlarge",
                        "c5.2xlarge",
                        "m6i.large",
                        "m6i.xlarge");
        var pools = given.offers.stream()
                .filter(offer -> offer.pool().option() == PurchaseOption.SPOT)
                .sorted(Comparator.comparing(Offer::price).reversed().thenComparing(Offer::pool))
                .limit(dearest)
                .map(offer -> offer.pool().toString())
                .toList();
        for (var i = 0; i < hosts; i++)
            given.host(String.format("i-%04d", i), pools.get(i % pools.size()).replace("eu-west-1", ""));
        for (var s = 0; s < 20; s++)
            given.service("s" + s, hosts * TASKS_A_HOST / 20)
                    .needing(32 + 8 * random.nextInt(8), 64 + 16 * random.nextInt(8));
        for (var i = 0; i < hosts; i++)
            for (var t = 0; t < TASKS_A_HOST; t++)
                given.running("s" + (i * TASKS_A_HOST + t) % 20, String.format("i-%04d", i));
        return given;
    }
}
