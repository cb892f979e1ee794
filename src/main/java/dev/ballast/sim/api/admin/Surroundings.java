package dev.ballast.sim.api.admin;

/** What stands outside of a world, and begins and ends with it. */
@FunctionalInterface
public interface Surroundings {
    Surroundings NONE = live -> () -> {};

    /** Called behind the world's gate, before anything has happened in it; what it answers is closed when the world ends. */
    Ending around(LiveWorld live);

    @FunctionalInterface
    interface Ending extends AutoCloseable {
        @Override
        void close();
    }
}
