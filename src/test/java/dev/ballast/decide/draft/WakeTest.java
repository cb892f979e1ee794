package dev.ballast.decide.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Memory;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WakeTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private final Draft draft = new Draft(Memory.fresh("epoch"), "live", NOON);

    /** The demo of seed 2 span for ever on a surplus whose dwell had passed and whose drain had to wait. */
    @Test
    void whatWasDueAlreadyWakesASecondLaterAndDoesNotSpin() {
        draft.wakeAt(NOON.minusSeconds(60));
        assertThat(draft.decision(NOON.plusSeconds(60), false).nextWake()).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void theEarliestWakeHolds() {
        draft.wakeAt(NOON.plus(Duration.ofMinutes(3)));
        draft.wakeAt(NOON.plusSeconds(20));
        assertThat(draft.decision(NOON.plusSeconds(60), false).nextWake()).isEqualTo(NOON.plusSeconds(20));
    }

    @Test
    void aSignalTickIsFollowedByThePlanAtOnce() {
        assertThat(draft.decision(NOON, false).nextWake()).isEqualTo(NOON);
    }
}
