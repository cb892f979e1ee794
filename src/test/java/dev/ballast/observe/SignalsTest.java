package dev.ballast.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.Instance;
import dev.ballast.model.InstanceState;
import dev.ballast.model.Signal;
import dev.ballast.model.Signal.Kind;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SignalsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private final Signals signals = new Signals();

    @Test
    void aNoticeThatComesTwiceIsNewOnce() {
        assertThat(signals.add(List.of(signal(Kind.NOTICE, "i-1", 0)))).isTrue();
        assertThat(signals.add(List.of(signal(Kind.NOTICE, "i-1", 0)))).isFalse();
        assertThat(signals.all()).hasSize(1);
    }

    @Test
    void aRebalanceIsUpgradedByANotice() {
        signals.add(List.of(signal(Kind.REBALANCE, "i-1", 0)));
        assertThat(signals.add(List.of(signal(Kind.NOTICE, "i-1", 30)))).isTrue();
        assertThat(signals.all()).containsExactly(signal(Kind.NOTICE, "i-1", 30));
    }

    @Test
    void aLateRebalanceDoesNotHideANotice() {
        signals.add(List.of(signal(Kind.NOTICE, "i-1", 30)));
        assertThat(signals.add(List.of(signal(Kind.REBALANCE, "i-1", 0)))).isFalse();
        assertThat(signals.all()).containsExactly(signal(Kind.NOTICE, "i-1", 30));
    }

    @Test
    void theOldestComesFirstWhateverOrderTheyArrivedIn() {
        signals.add(
                List.of(signal(Kind.NOTICE, "i-2", 5), signal(Kind.NOTICE, "i-1", 9), signal(Kind.NOTICE, "i-3", 1)));
        assertThat(signals.all()).extracting(Signal::instanceId).containsExactly("i-3", "i-2", "i-1");
    }

    @Test
    void aTerminatedInstanceIsForgottenAndALivingOneIsNot() {
        signals.add(List.of(signal(Kind.NOTICE, "i-1", 0), signal(Kind.NOTICE, "i-2", 0)));
        signals.forgetGone(
                List.of(instance("i-1", InstanceState.TERMINATED), instance("i-2", InstanceState.RUNNING)), NOON);
        assertThat(signals.all()).extracting(Signal::instanceId).containsExactly("i-2");
    }

    @Test
    void anInstanceThatEc2DoesNotYetShowIsRememberedUntilItsDeadlineHasPassed() {
        signals.add(List.of(signal(Kind.NOTICE, "i-new", 0)));
        signals.forgetGone(List.of(), NOON.plusSeconds(10));
        assertThat(signals.all()).hasSize(1);
        signals.forgetGone(List.of(), NOON.plusSeconds(121));
        assertThat(signals.all()).isEmpty();
    }

    private static Signal signal(Kind kind, String instanceId, int secondsAfterNoon) {
        return new Signal(kind, instanceId, NOON.plusSeconds(secondsAfterNoon));
    }

    private static Instance instance(String id, InstanceState state) {
        return new Instance(
                id,
                CapacityPool.spot("m5.large", "eu-west-1a"),
                state,
                NOON,
                "ami-1",
                "subnet-1",
                new TreeMap<>(),
                false);
    }
}
