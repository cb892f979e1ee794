package dev.ballast.bench.load;

import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a replay.
 *
 * @param requests answered within the measured time
 * @param seconds the measured time
 * @param refused answers other than 200, warm-up and end included, by status
 */
public record Tally(int requests, double seconds, double p50Millis, double p99Millis, Map<Integer, Integer> refused) {
    public Tally {
        refused = new TreeMap<>(refused);
    }

    public double perSecond() {
        return requests / seconds;
    }
}
