package dev.ballast.backtest.replay;

/** Somebody who keeps replicas. One object plays one replay, and may remember. */
public interface Rival {
    /**
     * Called at the begin; on the first tick after an instance became ready, got its notice or ended; and when the rival itself asked
     * for ({@link ReplicaWorld#lookAgain}). A launch is answered at once, so all of it happens within one moment.
     */
    void act(ReplicaWorld world);
}
