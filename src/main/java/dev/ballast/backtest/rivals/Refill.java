package dev.ballast.backtest.rivals;

import dev.ballast.backtest.replay.ReplicaWorld;
import dev.ballast.backtest.replay.Rival;

/**
 * Launches what is missing as soon as any of its pools has it, and tries again every tick.
 *
 * @param spot how many instances on spot
 * @param onDemand how many on demand, always; {@link #FALLBACK}: as many as spot leaves missing
 */
record Refill(int spot, int onDemand, Preference preference) implements Rival {
    static final int FALLBACK = -1;

    @Override
    public void act(ReplicaWorld world) {
        var missing = spot - world.held();
        while (missing > 0 && launch(world)) missing--;
        if (missing > 0) world.lookAgain();
        world.onDemand(onDemand == FALLBACK ? Math.max(0, world.wanted() - world.readySpot()) : onDemand);
    }

    private boolean launch(ReplicaWorld world) {
        for (var pool : preference.pools(world)) if (world.launch(pool)) return true;
        return false;
    }
}
