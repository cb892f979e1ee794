package dev.ballast.backtest.rivals;

import dev.ballast.backtest.replay.ReplicaWorld;
import dev.ballast.backtest.replay.Rival;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * SpotHedge of SkyServe (Mao and others, EuroSys 2025), as its published artifact replays it. Zones that took instances back, or refused
 * them, are left out until they hold what was planned in them; where that leaves at most one of more than three, or none, all are tried
 * again. What is not ready on spot stands on demand.
 *
 * <p>A loss shows in a tick as a zone short of its plan, and is planned elsewhere in the next, as in the artifact.
 */
final class SpotHedge implements Rival {
    private final int spares;
    private final RandomGenerator draws;
    private final TreeSet<Integer> active = new TreeSet<>();
    private int[] held = {};

    SpotHedge(int spares, RandomGenerator draws) {
        this.spares = spares;
        this.draws = draws;
    }

    @Override
    public void act(ReplicaWorld world) {
        if (held.length == 0) {
            held = new int[world.pools()];
            activateAll(world);
        }
        var target = world.wanted() + spares;
        var plan = plan(target);
        for (var pool = 0; pool < plan.length; pool++) {
            launch(world, pool, plan[pool]);
            held[pool] = world.held(pool);
            if (held[pool] < plan[pool]) active.remove(pool);
            else if (plan[pool] > 0) active.add(pool);
        }
        if (active.size() <= Math.max(0, Math.min(1, world.pools() - 3))) activateAll(world);
        if (world.held() < target) world.lookAgain();
        world.onDemand(Math.clamp(target - world.readySpot(), 0, world.wanted()));
    }

    private void activateAll(ReplicaWorld world) {
        for (var pool = 0; pool < world.pools(); pool++) active.add(pool);
    }

    /** What stood at the end of the last tick, and what was missing then: one at random into active zones without any, else into any. */
    private int[] plan(int target) {
        var plan = held.clone();
        var missing = target;
        for (var count : plan) missing -= count;
        for (; missing > 0; missing--) {
            List<Integer> empty = new ArrayList<>();
            for (var pool : active) if (plan[pool] == 0) empty.add(pool);
            var from = empty.isEmpty() ? new ArrayList<>(active) : empty;
            plan[from.get(draws.nextInt(from.size()))]++;
        }
        return plan;
    }

    private static void launch(ReplicaWorld world, int pool, int planned) {
        while (world.held(pool) < planned && world.launch(pool)) continue;
    }
}
