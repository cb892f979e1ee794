package dev.ballast.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.Reason.Code;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void anEmptyClusterIsFilledUpToItsTargetOverDifferentPools() {
        var given = Given.cluster().target(10);

        var decision = given.decide();

        assertThat(decision.steps()).singleElement().satisfies(step -> {
            assertThat(step.action()).isInstanceOfSatisfying(LaunchInstances.class, launch -> {
                assertThat(launch.total()).isEqualTo(10);
                assertThat(launch.each()).isEqualTo(1);
                var zones = new TreeMap<String, Integer>();
                launch.offers().forEach(offer -> zones.merge(offer.pool().zone(), 1, Integer::sum));
                assertThat(zones.values()).allMatch(count -> count == 3 || count == 4);
            });
            assertThat(step.reason().code()).isEqualTo(Code.BELOW_TARGET);
        });
        assertThat(decision.settled()).isFalse();
    }

    @Test
    void aWholeClusterHasNothingToDoAndSaysSo() {
        var given = Given.cluster().target(3);
        given.host("i-1", "m5.large/a");
        given.host("i-2", "m5.large/b");
        given.host("i-3", "c5.large/c");
        given.service("web", 3);
        given.running("web", "i-1", "i-2", "i-3");

        var decision = given.decide();

        assertThat(decision.steps()).isEmpty();
        assertThat(decision.settled()).isTrue();
        assertThat(decision.nextWake()).isEqualTo(given.now.plusSeconds(60));
        assertThat(decision.notes()).singleElement().satisfies(note -> {
            assertThat(note.code()).isEqualTo(Code.WHOLE);
        });
    }
}
