package dev.ballast.bench.plan;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;

/** The most heap that was in use at one moment since the process began. */
final class Peak {
    private static final double MIB = 1024.0 * 1024;

    private Peak() {}

    /** Sums what each part of the heap had at its own fullest, so it says rather too much. */
    static double heapMib() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum()
                / MIB;
    }
}
