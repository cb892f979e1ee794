package dev.ballast.model;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A part of the week, by the clocks of a time zone: from {@code from} on each of the days until, but not at, {@code to}. Where {@code to} is
 * not after {@code from} it ends on the day after; so equal times are a whole day. A time that the clocks show twice is the first of the
 * two, and one that they skip is the moment at which they skip it.
 *
 * @param days on which it opens
 */
public record TimeWindow(SortedSet<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
    /** One day's opening may reach into the next day, and zones have left out a whole day. */
    private static final int DAYS_BACK = 2;

    private static final int DAYS_AHEAD = 9;

    /** @throws IllegalArgumentException where there is no day */
    public TimeWindow {
        if (days.isEmpty()) throw new IllegalArgumentException("a window needs a day");
        days = Collections.unmodifiableSortedSet(new TreeSet<>(days));
    }

    public boolean contains(Instant at) {
        var today = at.atZone(zone).toLocalDate();
        for (var day = today.minusDays(DAYS_BACK); !day.isAfter(today); day = day.plusDays(1))
            if (opensOn(day) && !begin(day).isAfter(at) && end(day).isAfter(at)) return true;
        return false;
    }

    /** The first moment after {@code at} at which the window opens or closes; where one day's end is the next day's beginning, that, too. */
    public Instant nextEdge(Instant at) {
        var today = at.atZone(zone).toLocalDate();
        Instant next = null;
        for (var ahead = -DAYS_BACK; ahead <= DAYS_AHEAD; ahead++) {
            var day = today.plusDays(ahead);
            if (!opensOn(day)) continue;
            next = earlier(next, begin(day), at);
            next = earlier(next, end(day), at);
        }
        return next;
    }

    private static Instant earlier(Instant known, Instant other, Instant after) {
        return other.isAfter(after) && (known == null || other.isBefore(known)) ? other : known;
    }

    private boolean opensOn(LocalDate day) {
        return days.contains(day.getDayOfWeek());
    }

    private Instant begin(LocalDate day) {
        return at(day.atTime(from));
    }

    private Instant end(LocalDate day) {
        return at((to.isAfter(from) ? day : day.plusDays(1)).atTime(to));
    }

    private Instant at(LocalDateTime local) {
        var transition = zone.getRules().getTransition(local);
        return transition != null && transition.isGap()
                ? transition.getInstant()
                : local.atZone(zone).toInstant();
    }
}
