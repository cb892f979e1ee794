package dev.ballast.sim.world.ecs;

/** A task's lastStatus, in the order of its life. */
public enum TaskStatus {
    /** Its network interface is being attached (awsvpc). */
    PROVISIONING,
    /** The agent pulls images and starts containers. */
    PENDING,
    /** Containers run; the task is being registered with its target groups. */
    ACTIVATING,
    RUNNING,
    /** Its targets are being drained; the containers do not know yet. */
    DEACTIVATING,
    /** SIGTERM was sent. */
    STOPPING,
    /** Its network interface is being detached (awsvpc). */
    DEPROVISIONING,
    STOPPED;

    boolean isStarting() {
        return compareTo(RUNNING) < 0;
    }

    /** Counted as PENDING by hosts, services and clusters. */
    boolean countsAsPending() {
        return isStarting();
    }
}
