package dev.ballast.sim.world.elb;

import dev.ballast.sim.world.ecs.EcsTask;
import java.util.Optional;

/** Something that takes connections: an instance or an address, with a port. */
public final class Target {
    /** @param id an instance id, or an IP address */
    public record Key(String id, int port) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            var byId = id.compareTo(other.id);
            return byId != 0 ? byId : Integer.compare(port, other.port);
        }
    }

    private final Key key;
    private final String zone;
    private final EcsTask task;
    private TargetHealth health;
    private boolean failing;
    private int turn;
    private int streak;

    /** @param task null where it was registered by hand */
    Target(Key key, String zone, EcsTask task, TargetHealth health) {
        this.key = key;
        this.zone = zone;
        this.task = task;
        this.health = health;
    }

    public Key key() {
        return key;
    }

    /** Empty where it is not known. */
    public String zone() {
        return zone;
    }

    public TargetHealth health() {
        return health;
    }

    /** Whether it was told to fail its checks. */
    public boolean isFailing() {
        return failing;
    }

    /** Empty where it was registered by hand. */
    public Optional<EcsTask> task() {
        return Optional.ofNullable(task);
    }

    void health(TargetHealth changed) {
        health = changed;
    }

    void failing(boolean changed) {
        failing = changed;
    }

    /** Notes a check's result and says how many in a row have had it by now. */
    int streak(boolean passed) {
        streak = passed ? Math.max(streak, 0) + 1 : Math.min(streak, 0) - 1;
        return Math.abs(streak);
    }

    /** Grows with whatever the target is told: who answers for an earlier one comes too late. */
    public int turn() {
        return turn;
    }

    /** What was to come is no longer. */
    int nextTurn() {
        return ++turn;
    }
}
