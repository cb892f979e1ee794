package dev.ballast.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the last reading told, so that what did not change stays the very same value: most of a large cluster does not, and whoever compares two
 * readings has it easy. Not thread-safe.
 */
final class LastRead<T> {
    private final Function<T, String> id;
    private Map<String, T> last = Map.of();

    LastRead(Function<T, String> id) {
        this.id = id;
    }

    List<T> orTheSame(List<T> told) {
        var now = new LinkedHashMap<String, T>();
        var same = new ArrayList<T>(told.size());
        for (var one : told) {
            var before = last.get(id.apply(one));
            var kept = one.equals(before) ? before : one;
            now.put(id.apply(one), kept);
            same.add(kept);
        }
        last = now;
        return List.copyOf(same);
    }
}
