package dev.ballast.sim.api.chronicle;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a world began with.
 *
 * @param number how many worlds of this cloud there were before it, and itself
 * @param rules by the option that says them; whoever makes the world again needs the same
 */
public record Beginning(int number, long seed, Instant start, SortedMap<String, String> rules) {
    public Beginning {
        rules = Collections.unmodifiableSortedMap(new TreeMap<>(rules));
    }
}
