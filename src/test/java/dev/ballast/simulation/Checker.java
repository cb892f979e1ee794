package dev.ballast.simulation;

import dev.ballast.loop.Tick;
import dev.ballast.model.Decision;
import dev.ballast.model.Outcome;
import dev.ballast.model.Step;
import dev.ballast.sim.world.ec2.InstanceListener;
import dev.ballast.sim.world.ecs.EcsListener;

/** Watches one promise, apart from whatever makes things happen. It throws a {@link Violation} when the promise is broken. */
interface Checker extends InstanceListener, EcsListener {
    /** A decision is on the disk. */
    default void recorded(Decision decision) {}

    /** A step of Ballast's reaches the world now. */
    default void performing(Step step) {}

    /** It has been answered, whether or not Ballast hears the answer. */
    default void performed(Step step, Outcome outcome) {}

    default void ticked(Tick tick) {}

    /** A new process took up the journal. */
    default void restarted() {}
}
