package dev.ballast.sim.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CloudClockTest {
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private final AtomicLong nanos = new AtomicLong(-5);
    private final CloudClock clock = new CloudClock(START, 20, nanos::get);

    @Test
    void twentySecondsPassInOne() {
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(60));
        assertThat(clock.nanosUntil(START.plusSeconds(80)))
                .isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(clock.nanosUntil(START)).isZero();
    }

    @Test
    void nothingPassesWhileItIsPausedAndItGoesOnAtItsSpeed() {
        clock.pause();
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(clock.instant()).isEqualTo(START);
        assertThat(clock.paused()).isTrue();
        assertThat(clock.nanosUntil(START.plusSeconds(1))).isEqualTo(CloudClock.NEVER);

        clock.resume();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(20));
    }

    @Test
    void aNewSpeedHoldsFromNowOnAndJumpsAddUp() {
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        clock.setSpeed(1);
        clock.advance(Duration.ofMinutes(2));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(20 + 120 + 1));
    }

    @Test
    void listenersHearOfEveryChange() {
        AtomicInteger heard = new AtomicInteger();
        clock.onChange(heard::incrementAndGet);
        clock.pause();
        clock.resume();
        clock.setSpeed(2);
        clock.advance(Duration.ZERO);
        assertThat(heard).hasValue(4);
    }

    @Test
    void timeThatRunsBackwardsOrStandsIsRefused() {
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> clock.setSpeed(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> clock.setSpeed(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
