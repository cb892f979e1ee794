package dev.ballast.decide.pack;

import dev.ballast.model.Service.Strategy;
import java.util.List;

/**
 * Which of the hosts with room a service's next task gets, by its placement strategies. ECS does its best by them, and places a task that
 * they do not suit all the same: they decide where tasks land, never whether.
 *
 * @param byZone into the zone with the fewest of the service's tasks first
 */
public record Seating(boolean byZone, Fill fill) {
    /** Of a service that names no strategy: over the zones, then over the hosts. */
    public static final Seating DEFAULT = new Seating(true, Fill.FEWEST);

    /** Of the hosts that are left to choose from. */
    public enum Fill {
        /** The host with the fewest of the service's tasks; chance is reckoned so, too. */
        FEWEST,
        LEAST_CPU,
        LEAST_MEMORY
    }

    /** @param strategies the first decides; of equals the next one */
    public static Seating of(List<Strategy> strategies) {
        if (strategies.isEmpty()) return DEFAULT;
        var byZone = false;
        for (var strategy : strategies) {
            if (strategy.isOverZones()) byZone = true;
            else if (strategy.type().equals("binpack"))
                return new Seating(
                        byZone, strategy.field().equalsIgnoreCase("cpu") ? Fill.LEAST_CPU : Fill.LEAST_MEMORY);
            else if (strategy.isOverHosts() || strategy.type().equals("random")) break;
        }
        return new Seating(byZone, Fill.FEWEST);
    }
}
