package dev.ballast.sim.world.core;

import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Every random draw of the world: one seed, one independent stream a name, so that one more draw for boots does not
 * change the market.
 */
public final class Draws {
    private final long seed;
    private final Map<String, Stream> streams = new TreeMap<>();
    private long drawn;

    public Draws(long seed) {
        this.seed = seed;
    }

    public long seed() {
        return seed;
    }

    /** The stream of that name, the same object at every call. */
    public Stream stream(String name) {
        return streams.computeIfAbsent(name, key -> new Stream(mix(seed ^ fnv(key))));
    }

    /**
     * The index-th number of the named sequence, evenly in [0, 1): a function of seed, name and index and nothing else, for
     * what must be known at any time and in any order, as the prices of last month are.
     */
    public double at(String name, long index) {
        return sequence(name).at(index);
    }

    /** The named sequence, for whoever asks it for many numbers: reading a name costs more than a draw. */
    public Sequence sequence(String name) {
        return new Sequence(mix(seed ^ fnv(name)));
    }

    /** Numbers by index, evenly in [0, 1). */
    public record Sequence(long begin) {
        public double at(long index) {
            return (mix(begin + index * 0x9E3779B97F4A7C15L) >>> 11) * 0x1.0p-53;
        }
    }

    /** How many numbers all streams have given. */
    public long drawn() {
        return drawn;
    }

    /** SplitMix64 (Steele, Lea, Flood 2014): its whole state is one long. */
    public final class Stream implements RandomGenerator {
        private long state;

        private Stream(long state) {
            this.state = state;
        }

        @Override
        public long nextLong() {
            drawn++;
            state += 0x9E3779B97F4A7C15L;
            return mix(state);
        }
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** FNV-1a over the name's characters: the same in every JVM, and spread better than String.hashCode. */
    private static long fnv(String name) {
        var hash = 0xcbf29ce484222325L;
        for (var i = 0; i < name.length(); i++) hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        return hash;
    }
}
