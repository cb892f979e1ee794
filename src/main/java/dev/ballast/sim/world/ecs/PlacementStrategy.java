package dev.ballast.sim.world.ecs;

/** Which of the possible hosts is best. */
public sealed interface PlacementStrategy {
    /** Evenly over the values of a field: {@code attribute:NAME}, {@code instanceId} or {@code host}. */
    record Spread(String field) implements PlacementStrategy {}

    /** On the host with the least left of it. */
    record Binpack(Measure measure) implements PlacementStrategy {}

    record Random() implements PlacementStrategy {}

    enum Measure {
        CPU,
        MEMORY
    }
}
