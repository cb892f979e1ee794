package dev.ballast.sim.world.faults;

import dev.ballast.model.CapacityPool;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What goes wrong. */
public sealed interface What {
    /** A pool holds at most so many instances in all; 0 withdraws it. What runs in it stays. */
    record Capacity(CapacityPool pool, int instances) implements What {
        public Capacity {
            if (instances < 0) throw new IllegalArgumentException("a pool holds no " + instances + " instances");
        }
    }

    /**
     * An Availability Zone cannot be reached: nothing can be launched in it, agents there lose their connection and targets there fail
     * their checks. EC2 still calls the instances running, and they are when the zone is back.
     */
    record ZoneAway(String zone) implements What {}

    /** Agents cannot reach ECS; their tasks run on, unreported. */
    record AgentsDisconnected(SortedSet<String> instanceIds) implements What {
        public AgentsDisconnected {
            instanceIds = Collections.unmodifiableSortedSet(new TreeSet<>(instanceIds));
        }
    }

    /**
     * Hosts boot, run and cost, and their agent never comes up. Decided at each boot; those that it hit stay as they are when the fault is
     * over.
     *
     * @param zone empty: in every zone
     * @param instanceType empty: of every type
     */
    record BootsNeverRegister(Optional<String> zone, Optional<String> instanceType, Chance chance) implements What {}

    /**
     * An image cannot be pulled.
     *
     * @param image as task definitions name it; empty: no image can
     * @param reason as the stopped task tells it
     */
    record PullsFail(Optional<String> image, String reason, Chance chance) implements What {}

    /** A call is refused without any work. */
    record ApiError(Calls calls, Refusal refusal, Chance chance) implements What {}

    /** A call's work is done at once, and its answer comes late. */
    record SlowAnswer(Calls calls, Duration delay, Chance chance) implements What {}

    /** A call's work is done, and its connection ends without an answer. */
    record LostAnswer(Calls calls, Chance chance) implements What {}

    /**
     * An AWS error.
     *
     * @param code as the service writes it
     * @param status HTTP's
     */
    record Refusal(String code, String message, int status) {}
}
