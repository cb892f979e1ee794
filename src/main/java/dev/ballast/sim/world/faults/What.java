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

    /** Between a client and an API. */
    sealed interface OfCalls extends What {
        Calls calls();
    }

    /** A call is refused without any work. */
    record ApiError(Calls calls, Refusal refusal, Chance chance) implements OfCalls {}

    /** A call's work is done at once, and its answer comes late. */
    record SlowAnswer(Calls calls, Duration delay, Chance chance) implements OfCalls {}

    /** A call's work is done, and its connection ends without an answer. */
    record LostAnswer(Calls calls, Chance chance) implements OfCalls {}

    /** Between a service and whoever hears its events; what instance metadata and the APIs say is as true as ever. */
    sealed interface OfEvents extends What {
        Events events();
    }

    /** Events come late; where only a share of them does, others overtake them. */
    record LateEvents(Events events, Duration delay, Chance chance) implements OfEvents {}

    /**
     * Events come twice, with the same id.
     *
     * @param apart how long after the first the second sets out
     */
    record DoubledEvents(Events events, Duration apart, Chance chance) implements OfEvents {}

    /** Events never come. */
    record LostEvents(Events events, Chance chance) implements OfEvents {}

    /**
     * The clock that a service reads its events' time from is wrong. Only that time is: what stands in an event's detail, and what the
     * APIs tell, comes from other clocks.
     *
     * @param ahead negative where it is behind
     */
    record WrongClock(Events events, Duration ahead) implements OfEvents {}

    /**
     * An AWS error.
     *
     * @param code as the service writes it
     * @param status HTTP's
     */
    record Refusal(String code, String message, int status) {}
}
