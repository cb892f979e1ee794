package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeWindowTest {
    /** Clocks go forward on 2026-03-29 at 01:00Z (02:00 becomes 03:00), and back on 2026-10-25 at 01:00Z (03:00 becomes 02:00). */
    private static final String BERLIN = "Europe/Berlin";

    @ParameterizedTest(name = "{0} {1} {2}-{3}: at {4} {5}, next {6}")
    @CsvSource({
        // an ordinary week: 2026-06-01 is a Monday, 08:00 is 06:00Z
        "Europe/Berlin, MONDAY-FRIDAY, 08:00, 20:00, 2026-06-01T05:59:59Z, false, 2026-06-01T06:00:00Z",
        "Europe/Berlin, MONDAY-FRIDAY, 08:00, 20:00, 2026-06-01T06:00:00Z, true,  2026-06-01T18:00:00Z",
        "Europe/Berlin, MONDAY-FRIDAY, 08:00, 20:00, 2026-06-01T17:59:59Z, true,  2026-06-01T18:00:00Z",
        "Europe/Berlin, MONDAY-FRIDAY, 08:00, 20:00, 2026-06-01T18:00:00Z, false, 2026-06-02T06:00:00Z",
        "Europe/Berlin, MONDAY-FRIDAY, 08:00, 20:00, 2026-06-05T18:00:00Z, false, 2026-06-08T06:00:00Z",
        // once a week
        "Europe/Berlin, MONDAY-MONDAY, 08:00, 20:00, 2026-06-01T18:00:00Z, false, 2026-06-08T06:00:00Z",
        // over midnight: Friday's opening closes on Saturday
        "Europe/Berlin, FRIDAY-FRIDAY, 22:00, 06:00, 2026-06-05T19:59:59Z, false, 2026-06-05T20:00:00Z",
        "Europe/Berlin, FRIDAY-FRIDAY, 22:00, 06:00, 2026-06-06T03:59:59Z, true,  2026-06-06T04:00:00Z",
        "Europe/Berlin, FRIDAY-FRIDAY, 22:00, 06:00, 2026-06-06T04:00:00Z, false, 2026-06-12T20:00:00Z",
        // and not on a Friday's early morning
        "Europe/Berlin, FRIDAY-FRIDAY, 22:00, 06:00, 2026-06-05T02:00:00Z, false, 2026-06-05T20:00:00Z",
        // until midnight
        "UTC, SUNDAY-SUNDAY, 20:00, 00:00, 2026-06-07T23:59:59Z, true,  2026-06-08T00:00:00Z",
        "UTC, SUNDAY-SUNDAY, 20:00, 00:00, 2026-06-08T00:00:00Z, false, 2026-06-14T20:00:00Z",
        // equal times: the whole day
        "UTC, SATURDAY-SUNDAY, 00:00, 00:00, 2026-06-06T00:00:00Z, true,  2026-06-07T00:00:00Z",
        "UTC, SATURDAY-SUNDAY, 00:00, 00:00, 2026-06-07T12:00:00Z, true,  2026-06-08T00:00:00Z",
        "UTC, SATURDAY-SUNDAY, 00:00, 00:00, 2026-06-08T00:00:00Z, false, 2026-06-13T00:00:00Z",
        // the same day is another one elsewhere
        "Pacific/Auckland, MONDAY-MONDAY, 00:00, 06:00, 2026-05-31T12:00:00Z, true, 2026-05-31T18:00:00Z",
        // spring: eight in the morning comes an hour earlier
        "Europe/Berlin, SATURDAY-SUNDAY, 08:00, 20:00, 2026-03-28T07:00:00Z, true,  2026-03-28T19:00:00Z",
        "Europe/Berlin, SATURDAY-SUNDAY, 08:00, 20:00, 2026-03-28T19:00:00Z, false, 2026-03-29T06:00:00Z",
        // a night that is an hour short
        "Europe/Berlin, SATURDAY-SATURDAY, 22:00, 06:00, 2026-03-28T21:00:00Z, true, 2026-03-29T04:00:00Z",
        // half past two is skipped: it opens when the clocks go forward
        "Europe/Berlin, SUNDAY-SUNDAY, 02:30, 03:15, 2026-03-29T00:59:59Z, false, 2026-03-29T01:00:00Z",
        "Europe/Berlin, SUNDAY-SUNDAY, 02:30, 03:15, 2026-03-29T01:00:00Z, true,  2026-03-29T01:15:00Z",
        "Europe/Berlin, SUNDAY-SUNDAY, 02:30, 03:15, 2026-03-29T01:15:00Z, false, 2026-04-05T00:30:00Z",
        // all of it is skipped
        "Europe/Berlin, SUNDAY-SUNDAY, 02:15, 02:45, 2026-03-29T01:00:00Z, false, 2026-04-05T00:15:00Z",
        // autumn: half past two comes twice, the first one counts
        "Europe/Berlin, SUNDAY-SUNDAY, 02:30, 03:30, 2026-10-25T00:29:59Z, false, 2026-10-25T00:30:00Z",
        "Europe/Berlin, SUNDAY-SUNDAY, 02:30, 03:30, 2026-10-25T01:15:00Z, true,  2026-10-25T02:30:00Z",
        "Europe/Berlin, SUNDAY-SUNDAY, 01:30, 02:30, 2026-10-25T00:29:59Z, true,  2026-10-25T00:30:00Z",
        "Europe/Berlin, SUNDAY-SUNDAY, 01:30, 02:30, 2026-10-25T01:15:00Z, false, 2026-11-01T00:30:00Z",
    })
    void itOpensAndClosesByTheClocksOfItsZone(
            String zone, String days, String from, String to, Instant at, boolean open, Instant next) {
        var window = window(zone, days, from, to);
        assertThat(window.contains(at)).isEqualTo(open);
        assertThat(window.nextEdge(at)).isEqualTo(next);
    }

    @Test
    void itNeverChangesBetweenTwoEdges() {
        for (var window : new TimeWindow[] {
            window(BERLIN, "MONDAY-FRIDAY", "08:00", "20:00"),
            window(BERLIN, "SATURDAY-SUNDAY", "23:30", "02:30"),
            window(BERLIN, "MONDAY-SUNDAY", "02:10", "02:50"),
            // this zone left out the 30th of December 2011
            window("Pacific/Apia", "MONDAY-SUNDAY", "12:00", "11:00")
        })
            for (var start : new String[] {"2011-12-26T00:00:00Z", "2026-03-26T00:00:00Z", "2026-10-22T00:00:00Z"}) {
                var edge = window.nextEdge(Instant.parse(start));
                var open = window.contains(Instant.parse(start));
                for (var minute = 0; minute < Duration.ofDays(7).toMinutes(); minute++) {
                    var at = Instant.parse(start).plus(Duration.ofMinutes(minute));
                    if (!at.isBefore(edge)) {
                        open = window.contains(edge);
                        edge = window.nextEdge(edge);
                    }
                    assertThat(window.contains(at)).as("%s at %s", window, at).isEqualTo(open);
                    assertThat(edge).isAfter(at);
                }
            }
    }

    @Test
    void itNeedsADay() {
        assertThatThrownBy(() -> new TimeWindow(new TreeSet<>(), LocalTime.NOON, LocalTime.MIDNIGHT, ZoneId.of("UTC")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static TimeWindow window(String zone, String days, String from, String to) {
        var ends = days.split("-");
        var range = EnumSet.range(DayOfWeek.valueOf(ends[0]), DayOfWeek.valueOf(ends[1]));
        return new TimeWindow(new TreeSet<>(range), LocalTime.parse(from), LocalTime.parse(to), ZoneId.of(zone));
    }
}
