package dev.ballast.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long this cluster's own launches took until a task served on the new host.
 *
 * @param p95 what 95 of 100 do not exceed, by nearest rank: below twenty launches the slowest of them
 * @param launches of how many
 */
public record ColdStart(Duration p95, int launches) {
    /** @return empty where nothing has been measured yet */
    public static Optional<ColdStart> of(List<Duration> measured) {
        if (measured.isEmpty()) return Optional.empty();
        var sorted = measured.stream().sorted().toList();
        return Optional.of(new ColdStart(sorted.get(Math.ceilDiv(sorted.size() * 95, 100) - 1), sorted.size()));
    }
}
