package dev.ballast.sim.world.market;

import dev.ballast.model.MarketTrace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** One pool's recorded depth, laid over the world's time from its start. */
final class RecordedDepth {
    private final TreeMap<Instant, Integer> depths = new TreeMap<>();
    private final List<Turn> turns = new ArrayList<>();
    private final Instant end;

    RecordedDepth(MarketTrace.Depths recorded, Instant start, Forewarning forewarning) {
        var told = forewarning.named("market/recorded/" + recorded.pool());
        end = start.plus(recorded.end());
        var before = Integer.MAX_VALUE;
        for (var change : recorded.changes()) {
            var at = start.plus(change.at());
            depths.put(at, change.instances());
            if (change.instances() < before) {
                told.of(at, turns.size()).ifPresent(foreseen -> turns.add(Turn.of(foreseen, Turn.Kind.RECOMMENDATION)));
                turns.add(Turn.of(at, Turn.Kind.FALL));
            }
            before = change.instances();
        }
        // What follows the recording may be less than its last word.
        turns.add(Turn.of(end, Turn.Kind.FALL));
    }

    /** Empty before the first and after the last recorded moment. */
    Optional<Integer> at(Instant moment) {
        return moment.isBefore(end)
                ? Optional.ofNullable(depths.floorEntry(moment)).map(Map.Entry::getValue)
                : Optional.empty();
    }

    /** The moments at which it may change, the end among them. */
    Collection<Instant> bounds() {
        var bounds = new TreeSet<>(depths.keySet());
        bounds.add(end);
        return bounds;
    }

    Optional<Turn> next(Instant after) {
        return Turn.firstAfter(after, turns);
    }
}
