package dev.ballast.sim.wire;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Request ids: they look random, and a seed gives the same ones in the same order. */
final class RequestIds {
    /** The version and variant bits of a random UUID. */
    private static final long VERSION_4 = 0x4000L;

    private static final long VARIANT_2 = 0x8000000000000000L;

    private final AtomicLong state;

    RequestIds(long seed) {
        state = new AtomicLong(seed);
    }

    String next() {
        long step = state.getAndAdd(2);
        return new UUID(mix(step) & ~0xF000L | VERSION_4, mix(step + 1) & ~0xC000000000000000L | VARIANT_2).toString();
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long value) {
        long z = value * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
