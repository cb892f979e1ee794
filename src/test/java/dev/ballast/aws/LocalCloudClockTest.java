package dev.ballast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.aws.LocalCloudClock.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalCloudClockTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Optional<CloudClock.World> CLOUD = Optional.of(new CloudClock.World("w1", 1));

    private long nanos;
    private Optional<Reading> told = Optional.empty();
    private int asked;
    private final LocalCloudClock clock = new LocalCloudClock(
            new Reading(START, 20, CLOUD, 0),
            () -> {
                asked++;
                return told;
            },
            () -> nanos);

    @Test
    void itRunsOnAtTheSpeedLastToldWithoutACall() {
        nanos = Duration.ofMillis(400).toNanos();
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(8));
        assertThat(asked).isZero();
    }

    @Test
    void aJumpIsSeenAtTheNextReading() {
        nanos = Duration.ofSeconds(1).toNanos();
        told = Optional.of(new Reading(START.plus(Duration.ofDays(1)), 20, CLOUD, nanos));
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofDays(1)));
    }

    @Test
    void theDelayOfACallDoesNotTurnTimeBack() {
        nanos = Duration.ofMillis(499).toNanos();
        var before = clock.instant();
        nanos = Duration.ofMillis(501).toNanos();
        told = Optional.of(new Reading(START.plusSeconds(5), 20, CLOUD, nanos));
        assertThat(clock.instant()).isEqualTo(before);
    }

    @Test
    void aResetToTheBeginningIsFollowed() {
        nanos = Duration.ofMinutes(10).toNanos();
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(200)));
        nanos += Duration.ofSeconds(1).toNanos();
        told = Optional.of(new Reading(START, 20, CLOUD, nanos));
        assertThat(clock.instant()).isEqualTo(START);
    }

    @Test
    void aSilentCloudIsRunOnAndAskedAgainLater() {
        nanos = Duration.ofSeconds(1).toNanos();
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(20));
        clock.instant();
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void aWaitIsShorterHereThanThere() {
        assertThat(clock.wallTime(Duration.ofSeconds(120))).isEqualTo(Duration.ofSeconds(6));
        assertThat(clock.wallTime(Duration.ofSeconds(-1))).isZero();
        assertThat(CloudClock.AWS.wallTime(Duration.ofSeconds(120))).isEqualTo(Duration.ofSeconds(120));
    }

    @Test
    void whileTheCloudStandsStillAWaitIsCutToALook() {
        nanos = Duration.ofSeconds(1).toNanos();
        told = Optional.of(new Reading(START, 0, CLOUD, nanos));
        assertThat(clock.wallTime(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anotherServersAnswerIsNoClock() throws Exception {
        var json = new ObjectMapper();
        assertThat(LocalCloudClock.parse(json.readTree("{\"error\": \"not found\"}"), 0))
                .isEmpty();
        assertThat(LocalCloudClock.parse(
                        json.readTree(
                                "{\"now\": \"2026-03-01T10:00:00Z\", \"speed\": 20, \"seed\": 7, \"world\": \"w7\"}"),
                        5))
                .contains(new Reading(START, 20, Optional.of(new CloudClock.World("w7", 7)), 5));
    }
}
