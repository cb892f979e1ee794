package dev.ballast.app.gameday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.app.session.Refusal;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Dated;
import dev.ballast.model.Instance;
import dev.ballast.model.InstanceState;
import dev.ballast.model.Observation;
import dev.ballast.model.OwnerTags;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VictimsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final CapacityPool SPOT_A = CapacityPool.spot("m5.large", "eu-west-1a");
    private static final CapacityPool SPOT_B = CapacityPool.spot("m5.large", "eu-west-1b");

    /** Seven spot instances in zone a, three in b, one on demand in a, and one of another cluster. */
    private static final Observation SEEN = observation(Stream.of(
                    IntStream.range(0, 7).mapToObj(i -> instance("i-a" + i, SPOT_A, "live")),
                    IntStream.range(0, 3).mapToObj(i -> instance("i-b" + i, SPOT_B, "live")),
                    Stream.of(
                            instance("i-od", CapacityPool.onDemand("m5.large", "eu-west-1a"), "live"),
                            instance("i-foreign", SPOT_A, "other")))
            .flatMap(some -> some)
            .toList());

    @Test
    void anInstanceAPoolAZone() {
        assertThat(of("i-b1").ids()).containsExactly("i-b1");
        assertThat(of("m5.large/eu-west-1b").ids()).containsExactly("i-b0", "i-b1", "i-b2");
        assertThat(of("eu-west-1a").ids()).hasSize(7).allMatch(id -> id.startsWith("i-a"));
        assertThat(of("eu-west-1a").pools()).isEqualTo(Map.of(SPOT_A, 7));
    }

    @Test
    void aShareIsRoundedUpAndTheSameForTheSameSeed() {
        assertThat(of("30%").ids()).hasSize(3).isEqualTo(of("30 %").ids());
        assertThat(of("1%").ids()).hasSize(1);
        assertThat(of("100%").ids()).hasSize(10);
        assertThat(Victims.of("30%", SEEN, "live", 2).ids())
                .isNotEqualTo(of("30%").ids());
        assertThat(of("30%").what()).isEqualTo("30% of 10 spot instances (seed 1)");
    }

    @Test
    void whatIsNotThereIsRefusedWithWhatIs() {
        assertThatThrownBy(() -> of("i-od"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("m5.large/eu-west-1a, m5.large/eu-west-1b");
        assertThatThrownBy(() -> of("i-foreign")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> of("0%")).hasMessageContaining("expected 1% to 100%");
        assertThatThrownBy(() -> of("101%")).hasMessageContaining("expected 1% to 100%");
        assertThatThrownBy(() -> Victims.of("30%", SEEN, "empty", 1)).hasMessageContaining("has no spot instance");
    }

    private static Victims of(String words) {
        return Victims.of(words, SEEN, "live", 1);
    }

    private static Instance instance(String id, CapacityPool pool, String cluster) {
        return new Instance(
                id,
                pool,
                InstanceState.RUNNING,
                NOON,
                "ami-1",
                "subnet-1",
                new TreeMap<>(Map.of(OwnerTags.CLUSTER, cluster)),
                false);
    }

    private static Observation observation(List<Instance> instances) {
        return new Observation(
                NOON,
                Observation.Scope.FULL,
                new Dated<>(instances, NOON),
                new Dated<>(List.of(), NOON),
                new Dated<>(List.of(), NOON),
                new Dated<>(List.of(), NOON),
                new Dated<>(List.of(), NOON),
                new Dated<>(Optional.empty(), NOON),
                List.of(),
                List.of());
    }
}
