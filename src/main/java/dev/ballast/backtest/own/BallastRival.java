package dev.ballast.backtest.own;

import dev.ballast.backtest.replay.ReplicaWorld;
import dev.ballast.backtest.replay.Rival;
import dev.ballast.decide.Decide;
import dev.ballast.decide.facts.Join;
import dev.ballast.model.Answered;
import dev.ballast.model.Memory;
import dev.ballast.model.Settings;
import java.time.Duration;
import java.util.List;

/** Ballast itself: the decide that runs a cluster, asked on every event and at its own wake-ups, its steps carried out at once. */
public final class BallastRival implements Rival {
    /** Far more than a moment needs; beyond it decide goes round in circles. */
    private static final int MOST_DECISIONS = 1000;

    private final Settings settings;
    private final Join join = new Join();
    private Memory memory;
    private ReplicaCluster cluster;

    public BallastRival(Settings settings) {
        this.settings = settings;
        memory = Memory.fresh(settings.cluster());
    }

    @Override
    public void act(ReplicaWorld world) {
        if (cluster == null) cluster = new ReplicaCluster(world, settings);
        List<Answered> answers = List.of();
        for (var count = 0; count < MOST_DECISIONS; count++) {
            var seen = cluster.observe(answers);
            var decision = Decide.decide(seen, settings, memory, join);
            memory = decision.memory();
            answers = cluster.carryOut(decision.steps());
            var sleep = Duration.between(seen.asOf(), decision.nextWake());
            if (!answers.isEmpty() || !sleep.isPositive()) continue;
            world.lookAgain(sleep);
            return;
        }
        throw new IllegalStateException("after " + MOST_DECISIONS + " decisions at " + world.now()
                + " there is still something to do: " + answers);
    }
}
