package dev.ballast.sim.world.ecs;

/** Where tasks may not be, whatever the strategy would like. */
public sealed interface PlacementConstraint {
    /** Each task of the group on a host of its own. */
    record DistinctInstance() implements PlacementConstraint {}

    /** @param expression in the cluster query language, as written */
    record MemberOf(String expression) implements PlacementConstraint {}
}
