package dev.ballast.decide.mix;

import dev.ballast.decide.pack.Load;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What needs a place on the hosts that are bought. Where some hosts run already, a loss may take some of them: then what they leave without a place
 * needs one as well, and it is another load after each loss.
 *
 * @param always after every loss that {@code without} does not tell
 * @param without by what is lost: all that needs a place then
 */
public record Loads(Load always, SortedMap<String, Load> without) {
    public Loads {
        without = Collections.unmodifiableSortedMap(new TreeMap<>(without));
    }

    /** Nothing runs yet: the same after every loss. */
    public static Loads of(Load load) {
        return new Loads(load, new TreeMap<>());
    }
}
