package dev.ballast.sim.world.faults;

import java.util.OptionalInt;

/**
 * How often a fault hits what it is meant for.
 *
 * @param share of the times, in (0, 1]; drawn each time
 * @param times after so many hits the fault is over; empty: it has no such end
 */
public record Chance(double share, OptionalInt times) {
    public static final Chance ALWAYS = new Chance(1, OptionalInt.empty());

    public Chance {
        if (!(share > 0 && share <= 1)) throw new IllegalArgumentException("a share is in (0, 1], not " + share);
        if (times.isPresent() && times.getAsInt() < 1)
            throw new IllegalArgumentException("a fault hits at least once, not " + times.getAsInt() + " times");
    }
}
