package dev.ballast.backtest.replay;

/** Who is told how a replay goes. */
public interface Witness {
    Witness NOBODY = new Witness() {
        @Override
        public void taken(long millis, int instances) {}

        @Override
        public void stands(long from, long to, ReplicaWorld world) {}
    };

    /** Pools took back so many instances at that moment. */
    void taken(long millis, int instances);

    /** From one moment to another nothing changes. */
    void stands(long from, long to, ReplicaWorld world);
}
