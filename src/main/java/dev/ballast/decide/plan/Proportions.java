package dev.ballast.decide.plan;

import dev.ballast.decide.pack.Load;
import dev.ballast.model.Resources;
import java.util.List;
import java.util.function.ToIntFunction;

/** What a load needs of each resource together: a host is asked what share of that it holds, many hosts after each other. */
final class Proportions {
    private static final List<ToIntFunction<Resources>> RESOURCES =
            List.of(Resources::cpuUnits, Resources::memoryMib, Resources::enis, Resources::gpus);

    private final long[] needed;

    Proportions(Load load) {
        needed = RESOURCES.stream().mapToLong(load::sum).toArray();
    }

    /** Of the load, what so much room holds if it takes of each resource in the load's proportions. */
    double share(Resources free) {
        var share = Double.MAX_VALUE;
        for (var i = 0; i < needed.length; i++)
            if (needed[i] > 0) share = Math.min(share, RESOURCES.get(i).applyAsInt(free) / (double) needed[i]);
        return share;
    }
}
