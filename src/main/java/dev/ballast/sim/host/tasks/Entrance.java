package dev.ballast.sim.host.tasks;

import dev.ballast.sim.world.World;
import java.util.function.Consumer;

/** The way back into a world for what has come of something outside of it; leads nowhere once the world has been replaced. */
@FunctionalInterface
public interface Entrance {
    /** Returns when the change has been made. */
    void enter(Consumer<World> change);
}
