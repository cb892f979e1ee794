package dev.ballast.bench.plan;

import dev.ballast.decide.mix.Offered;
import dev.ballast.decide.pack.Load;
import java.util.List;
import java.util.TreeMap;

/**
 * What the cheapest hosts cost if each holds tasks in the proportions of all of them, in fractions of a host, and any of them fits on each. A scheduler that does not look at what a task
 * needs when it chooses a host, as ECS's default does not, comes to about that; one that puts memory-heavy tasks on hosts with much memory needs less.
 */
final class OwnMix {
    private OwnMix() {}

    /**
     * Of any one group lost the others hold everything: of k equal groups each holds a share of 1/(k - 1), and more groups cost more each.
     *
     * @return dollars an hour
     */
    static double dollars(Load load, List<Offered> offers) {
        var cheapest = new TreeMap<String, Double>();
        var largest = load.largest();
        for (var offer : offers) {
            if (offer.empty().fits(largest, 1) == 0) continue;
            var free = offer.empty().free();
            var share =
                    Math.min(free.cpuUnits() / (double) load.cpuUnits(), free.memoryMib() / (double) load.memoryMib());
            if (share > 0) cheapest.merge(offer.lostWith(), offer.micros() / 1e6 / share, Math::min);
        }
        var inOrder = cheapest.values().stream().sorted().toList();
        var best = Double.POSITIVE_INFINITY;
        var sum = 0.0;
        for (var groups = 1; groups <= inOrder.size(); groups++) {
            sum += inOrder.get(groups - 1);
            if (groups > 1) best = Math.min(best, sum / (groups - 1));
        }
        return best;
    }
}
