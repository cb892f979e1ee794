package dev.ballast.backtest.loss;

/** Who looks after the tasks of an instance that AWS takes. */
public enum Keeper {
    BALLAST(true, false),
    /** What AWS offers: the agent drains its host at the notice, and a maintained fleet launches another when the instance is gone. */
    AGENT(false, true),
    BALLAST_AND_AGENT(true, true);

    private final boolean ballast;
    private final boolean agent;

    Keeper(boolean ballast, boolean agent) {
        this.ballast = ballast;
        this.agent = agent;
    }

    boolean isBallast() {
        return ballast;
    }

    /** Whether ECS_ENABLE_SPOT_INSTANCE_DRAINING is on. */
    public boolean agentDrains() {
        return agent;
    }
}
