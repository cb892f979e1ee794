package dev.ballast.decide.facts;

/** What a host is worth to the cluster from now on. */
public enum Standing {
    /** Registered, connected, and here to stay. */
    STAYING,
    /** Alive, not registered yet. */
    BOOTING,
    /** Registered, but its agent is not connected: its tasks run, new ones cannot start. Agents do this several times an hour. */
    DISCONNECTED,
    /** About to go: a notice, or Ballast's own choice. It is nobody's room, and its tasks need another. */
    LEAVING,
    /** Drained by somebody else, or by the agent itself. Nobody's room either. */
    DRAINING,
    /** Not alive any more, or not in EC2's list. */
    GONE;

    public boolean isAlive() {
        return this != GONE;
    }

    /** True where it counts towards the target. */
    public boolean counts() {
        return this == STAYING || this == BOOTING || this == DISCONNECTED;
    }
}
