package dev.ballast.config;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The parts of a window of time, as people write them. */
final class WindowKinds {
    private static final Pattern CLOCK = Pattern.compile("(\\d{1,2}):(\\d{2})");
    private static final int HOURS_A_DAY = 24;

    static final SortedSet<DayOfWeek> EVERY_DAY =
            Collections.unmodifiableSortedSet(new TreeSet<>(EnumSet.allOf(DayOfWeek.class)));

    static final Kind<SortedSet<DayOfWeek>> DAYS = new Kind<>(
            "days such as mon-fri or sat, sun", WindowKinds::days, WindowKinds::print, Kind.Shape.of("string"));

    static final Kind<LocalTime> TIME = new Kind<>(
            "a time such as 08:00, from 00:00 to 24:00",
            WindowKinds::time,
            LocalTime::toString,
            Kind.Shape.of("string"));

    static final Kind<ZoneId> ZONE = new Kind<>(
            "a time zone such as Europe/Berlin or UTC", WindowKinds::zone, ZoneId::getId, Kind.Shape.of("string"));

    private WindowKinds() {}

    /** A range may go over the week's end: {@code sat-mon}. */
    private static SortedSet<DayOfWeek> days(String text) {
        var days = new TreeSet<DayOfWeek>();
        for (var part : text.split(",", -1)) {
            var ends = part.strip().split("-", -1);
            if (ends.length > 2) throw new IllegalArgumentException();
            var last = day(ends[ends.length - 1]);
            for (var day = day(ends[0]); ; day = day.plus(1)) {
                days.add(day);
                if (day == last) break;
            }
        }
        return days;
    }

    private static DayOfWeek day(String word) {
        for (var day : DayOfWeek.values()) if (word(day).equals(word.strip().toLowerCase(Locale.ROOT))) return day;
        throw new IllegalArgumentException();
    }

    private static String word(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    /** Three or more in a row as a range. */
    private static String print(SortedSet<DayOfWeek> days) {
        var parts = new ArrayList<String>();
        var row = new ArrayList<DayOfWeek>();
        for (var day : DayOfWeek.values()) {
            if (days.contains(day)) row.add(day);
            if (row.isEmpty() || days.contains(day) && day != DayOfWeek.SUNDAY) continue;
            parts.addAll(print(row));
            row.clear();
        }
        return String.join(", ", parts);
    }

    private static List<String> print(List<DayOfWeek> row) {
        return row.size() < 3
                ? row.stream().map(WindowKinds::word).toList()
                : List.of(word(row.getFirst()) + "-" + word(row.getLast()));
    }

    private static LocalTime time(String text) {
        var match = CLOCK.matcher(text);
        if (!match.matches()) throw new IllegalArgumentException();
        var hour = Integer.parseInt(match.group(1));
        var minute = Integer.parseInt(match.group(2));
        if (hour == HOURS_A_DAY && minute == 0) return LocalTime.MIDNIGHT;
        try {
            return LocalTime.of(hour, minute);
        } catch (DateTimeException none) {
            throw new IllegalArgumentException(none);
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException none) {
            throw new IllegalArgumentException(Nearest.hint(text, new TreeSet<>(ZoneId.getAvailableZoneIds())), none);
        }
    }
}
