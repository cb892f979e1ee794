package dev.ballast.sim.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants as AWS writes and reads them. */
final class Timestamps {
    /** What a Date header looks like. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    /** Beyond the year 9999 nothing is a time that a client meant. */
    private static final double EPOCH_SECONDS_MAX = 253_402_300_799d;

    private static final int MILLIS_PER_SECOND = 1000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private Timestamps() {}

    /** Such as 2026-01-05T08:00:00.000Z. */
    static void writeIso(Bytes to, Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        digits(to, time.getYear(), 4);
        to.write('-');
        digits(to, time.getMonthValue(), 2);
        to.write('-');
        digits(to, time.getDayOfMonth(), 2);
        to.write('T');
        digits(to, time.getHour(), 2);
        to.write(':');
        digits(to, time.getMinute(), 2);
        to.write(':');
        digits(to, time.getSecond(), 2);
        to.write('.');
        digits(to, instant.getNano() / NANOS_PER_MILLI, 3);
        to.write('Z');
    }

    /** Seconds since 1970, with three decimals where there are milliseconds, never with an exponent. */
    static String epochSeconds(Instant instant) {
        long millis = instant.toEpochMilli();
        long rest = Math.floorMod(millis, MILLIS_PER_SECOND);
        String seconds = Long.toString(Math.floorDiv(millis, MILLIS_PER_SECOND));
        return rest == 0
                ? seconds
                : seconds + '.' + Long.toString(MILLIS_PER_SECOND + rest).substring(1);
    }

    static String httpDate(Instant instant) {
        return HTTP_DATE.format(instant);
    }

    /** @throws DateTimeException for what is no number or no time */
    static Instant fromEpochSeconds(double seconds) {
        if (!(Math.abs(seconds) <= EPOCH_SECONDS_MAX)) {
            throw new DateTimeException("not a time: " + seconds);
        }
        return Instant.ofEpochMilli(Math.round(seconds * MILLIS_PER_SECOND));
    }

    /** Reads what clients send: with zone, without (UTC), and a date alone. @throws DateTimeException for anything else */
    static Instant fromIso(String text) {
        if (text.indexOf('T') < 0) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        if (text.endsWith("Z")) {
            return Instant.parse(text);
        }
        int zone = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
        return zone > text.indexOf('T')
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    private static void digits(Bytes to, int value, int count) {
        int divisor = switch (count) {
            case 4 -> 1000;
            case 3 -> 100;
            default -> 10;
        };
        for (; divisor > 0; divisor /= 10) {
            to.write('0' + value / divisor % 10);
        }
    }
}
