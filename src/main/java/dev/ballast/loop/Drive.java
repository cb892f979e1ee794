package dev.ballast.loop;

import dev.ballast.observe.CloudUnreachable;

/** Whoever makes the ticks of a {@link Loop} happen: {@link Runner} on a clock that runs, {@link JumpingRunner} on one that jumps. */
public interface Drive {
    /**
     * Ticks until the watcher has seen enough.
     *
     * @throws InterruptedException when interrupted between two ticks; a tick is never cut in two
     */
    void run(Watcher watcher) throws InterruptedException;

    /** Ends {@link #run} after the tick under way; from any thread. */
    void stop();

    /** Told after every tick, and of every failed one. */
    interface Watcher {
        void ticked(Tick tick);

        void unreachable(CloudUnreachable why);

        /** Asked after every tick. */
        boolean isEnough(Tick tick);
    }
}
