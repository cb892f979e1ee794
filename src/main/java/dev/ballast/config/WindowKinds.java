package dev.ballast.config;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The kinds of values that say a part of the week. */
final class WindowKinds {
    private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");
    private static final Pattern RANGE = Pattern.compile("([a-z]{3})(?:-([a-z]{3}))?");
    private static final int DAYS = DayOfWeek.values().length;

    static final Kind<SortedSet<DayOfWeek>> DAYS_OF_WEEK = new Kind<>(
            "days such as mon-fri or \"sat, sun\"", WindowKinds::days, WindowKinds::print, Kind.Shape.of("string"));

    static final Kind<LocalTime> TIME_OF_DAY = new Kind<>(
            "a time of day in quotes such as \"22:00\"",
            text -> {
                if (!TIME.matcher(text).matches()) throw new IllegalArgumentException();
                return LocalTime.parse(text);
            },
            LocalTime::toString,
            Kind.Shape.of("string"));

    static final Kind<ZoneId> TIME_ZONE = new Kind<>(
            "a time zone such as Europe/Berlin or UTC",
            text -> {
                try {
                    return ZoneId.of(text);
                } catch (DateTimeException e) {
                    throw new IllegalArgumentException(e);
                }
            },
            ZoneId::getId,
            Kind.Shape.of("string"));

    private WindowKinds() {}

    static SortedSet<DayOfWeek> everyDay() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(List.of(DayOfWeek.values())));
    }

    private static SortedSet<DayOfWeek> days(String text) {
        var days = new TreeSet<DayOfWeek>();
        for (var part : text.split(",", -1)) {
            var match = RANGE.matcher(part.strip());
            if (!match.matches()) throw new IllegalArgumentException();
            var first = day(match.group(1));
            var last = match.group(2) == null ? first : day(match.group(2));
            var length = Math.floorMod(last.ordinal() - first.ordinal(), DAYS);
            for (var i = 0; i <= length; i++) days.add(first.plus(i));
        }
        return days;
    }

    private static DayOfWeek day(String word) {
        for (var day : DayOfWeek.values()) if (word(day).equals(word)) return day;
        throw new IllegalArgumentException();
    }

    private static String word(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    /** Days in a row are said by the first and the last. */
    static String print(SortedSet<DayOfWeek> days) {
        var parts = new ArrayList<String>();
        for (var first : days) {
            if (first != DayOfWeek.MONDAY && days.contains(first.minus(1))) continue;
            var last = first;
            while (last != DayOfWeek.SUNDAY && days.contains(last.plus(1))) last = last.plus(1);
            parts.add(first == last ? word(first) : word(first) + "-" + word(last));
        }
        return String.join(", ", parts);
    }
}
