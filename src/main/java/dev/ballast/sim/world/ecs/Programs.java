package dev.ballast.sim.world.ecs;

/**
 * What really runs the containers of tasks, where something does: without it the world only behaves as if. It is asked while the
 * world changes, so nothing here waits; what comes of it is told later, with {@link EcsRegion#programsStarted} and
 * {@link EcsRegion#programEnded}.
 */
public interface Programs {
    /** A host port that nobody else has: all hosts of this world are one machine. */
    int freePort();

    /** Starts every container of the task. Answered with all of them running, or with the end of one that could not be started. */
    void start(EcsTask task);

    /** SIGTERM, where it still runs. Its end is told. */
    void terminate(EcsTask task, ContainerDefinition container);

    /** SIGKILL, where it still runs. Its end is told. */
    void kill(EcsTask task, ContainerDefinition container);

    /** Its host is taken away: SIGKILL to whatever of it still runs. */
    void kill(EcsTask task);

    /** It is STOPPED: whatever still runs of it is killed, and nobody asks for it again. */
    void gone(EcsTask task);
}
