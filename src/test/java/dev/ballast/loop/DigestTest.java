package dev.ballast.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Dated;
import dev.ballast.model.Observation;
import dev.ballast.model.PlacementScores;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DigestTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Observation NOTHING = new Observation(
            NOON,
            Observation.Scope.FULL,
            new Dated<>(List.of(), NOON),
            new Dated<>(List.of(), NOON),
            new Dated<>(List.of(), NOON),
            new Dated<>(List.of(), NOON),
            new Dated<>(List.of(), NOON),
            new Dated<>(Optional.empty(), NOON),
            List.of(),
            List.of());

    private static String of(PlacementScores scores) {
        return new Digest().of(NOTHING.with(scores));
    }

    private static PlacementScores scores(int a) {
        var byZone = new TreeMap<String, Integer>();
        byZone.put("eu-west-1a", a);
        return PlacementScores.read(byZone, NOON);
    }

    /** As in journals that were written before there were scores. */
    @Test
    void withoutPlacementScoresItIsWhatItWas() {
        assertThat(of(PlacementScores.NONE)).isEqualTo("e90cb20945db5983");
    }

    @Test
    void placementScoresTellObservationsApart() {
        assertThat(List.of(
                        of(PlacementScores.NONE),
                        of(scores(3)),
                        of(scores(4)),
                        of(scores(3).failing("denied"))))
                .doesNotHaveDuplicates();
    }
}
