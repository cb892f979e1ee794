package dev.ballast.decide.pack;

import dev.ballast.model.Resources;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;

/** Tasks to be placed, counted by kind, the hardest kind first. Mutable, and owned by one decision. */
public final class Load {
    private final TreeMap<Piece, Integer> counts = new TreeMap<>();

    public static Load of(Piece piece, int count) {
        var load = new Load();
        load.add(piece, count);
        return load;
    }

    public void add(Piece piece, int count) {
        if (count > 0) counts.merge(piece, count, Integer::sum);
    }

    public void add(Load other) {
        other.counts.forEach(this::add);
    }

    /** Takes so many away, or all that there are. */
    public void take(Piece piece, int count) {
        counts.computeIfPresent(piece, (same, there) -> there > count ? there - count : null);
    }

    public int count(Piece piece) {
        return counts.getOrDefault(piece, 0);
    }

    public Load copy() {
        var copy = new Load();
        copy.counts.putAll(counts);
        return copy;
    }

    public void forEach(BiConsumer<Piece, Integer> each) {
        counts.forEach(each);
    }

    public SortedMap<Piece, Integer> counts() {
        return counts;
    }

    public boolean isEmpty() {
        return counts.isEmpty();
    }

    /** As large as each of them; there must be one. */
    public Piece largest() {
        var largest = counts.firstKey();
        for (var piece : counts.keySet()) largest = largest.andAsLargeAs(piece);
        return largest;
    }

    /** How many tasks. */
    public int size() {
        var size = 0;
        for (var count : counts.values()) size += count;
        return size;
    }

    public long cpuUnits() {
        return sum(Resources::cpuUnits);
    }

    public long memoryMib() {
        return sum(Resources::memoryMib);
    }

    /** Of one resource, what all need together. */
    public long sum(ToIntFunction<Resources> resource) {
        var sum = 0L;
        for (Map.Entry<Piece, Integer> entry : counts.entrySet())
            sum += (long) resource.applyAsInt(entry.getKey().shape().needs()) * entry.getValue();
        return sum;
    }
}
