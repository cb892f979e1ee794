package dev.ballast.backtest.rivals;

import dev.ballast.backtest.replay.ReplicaWorld;
import dev.ballast.backtest.replay.Rival;

/** Every tick each missing replica is tried once, in one pool; a refusal changes nothing about where the next is tried. */
final class OneTry implements Rival {
    private interface Choice {
        /** @param planned what is held in each pool, and was tried there in this tick */
        int of(int[] planned);
    }

    private final int target;
    private final Choice choice;

    private OneTry(int target, Choice choice) {
        this.target = target;
        this.choice = choice;
    }

    /** The pool with fewest: each pool has its share, and what it does not hold of it stays missing. */
    static Rival evenSpread(int target) {
        return new OneTry(target, planned -> {
            var fewest = 0;
            for (var pool = 1; pool < planned.length; pool++) if (planned[pool] < planned[fewest]) fewest = pool;
            return fewest;
        });
    }

    /** One pool after the other. */
    static Rival roundRobin(int target) {
        var next = new int[1];
        return new OneTry(target, planned -> next[0]++ % planned.length);
    }

    @Override
    public void act(ReplicaWorld world) {
        var planned = new int[world.pools()];
        for (var pool = 0; pool < planned.length; pool++) planned[pool] = world.held(pool);
        for (var missing = target - world.held(); missing > 0; missing--) {
            var pool = choice.of(planned);
            planned[pool]++;
            world.launch(pool);
        }
        if (world.held() < target) world.lookAgain();
    }
}
