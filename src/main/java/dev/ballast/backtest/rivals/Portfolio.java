package dev.ballast.backtest.rivals;

import dev.ballast.backtest.replay.ReplicaWorld;
import dev.ballast.backtest.replay.Rival;
import java.time.Duration;
import java.util.List;

/**
 * Markowitz's mean and variance over pools, as ExoSphere picks transient servers (Sharma, Irwin and Shenoy, SIGMETRICS 2017). What a pool
 * earns is what it saves beside on-demand while it is up; how it varies, and with which others, is learnt from an hourly look at which
 * pools are up, as a placement score tells it. What is missing goes where it adds most to mean less variance; on demand fills the rest.
 */
final class Portfolio implements Rival {
    private static final Duration LOOK_EVERY = Duration.ofHours(1);
    /** A look of a day ago counts half. */
    private static final double KEPT = Math.pow(0.5, 1 / 24.0);
    /** Variance against mean, one to one: ours. */
    private static final double AVERSION = 1;

    private Duration nextLook = Duration.ZERO;
    private double weight;
    private double[] up = {};
    private double[][] together = {};

    @Override
    public void act(ReplicaWorld world) {
        if (up.length == 0) {
            up = new double[world.pools()];
            together = new double[world.pools()][world.pools()];
        }
        if (world.now().compareTo(nextLook) >= 0) {
            look(world);
            nextLook = world.now().plus(LOOK_EVERY);
        }
        new Refill(world.wanted(), Refill.FALLBACK, this::byWorth).act(world);
        world.lookAgain(nextLook.minus(world.now()));
    }

    private void look(ReplicaWorld world) {
        weight = weight * KEPT + 1;
        for (var pool = 0; pool < up.length; pool++) {
            up[pool] = up[pool] * KEPT + seen(world, pool);
            for (var other = 0; other < up.length; other++)
                together[pool][other] = together[pool][other] * KEPT + seen(world, pool) * seen(world, other);
        }
    }

    private static int seen(ReplicaWorld world, int pool) {
        return world.held(pool) + world.depthAsAwsKnows(pool) > 0 ? 1 : 0;
    }

    private List<Integer> byWorth(ReplicaWorld world) {
        return Preference.byLeast(world, pool -> -Math.round(1e9 * worth(world, pool)));
    }

    /** What one more instance in the pool adds to the mean, less what it adds to the variance, of the share of replicas. */
    private double worth(ReplicaWorld world, int pool) {
        var added = covariance(world, pool, pool);
        for (var other = 0; other < up.length; other++) added += 2 * world.held(other) * covariance(world, pool, other);
        return saving(world, pool) * up[pool] / weight - AVERSION * added / world.wanted();
    }

    private double covariance(ReplicaWorld world, int one, int other) {
        var both = together[one][other] / weight - up[one] / weight * up[other] / weight;
        return both * saving(world, one) * saving(world, other);
    }

    private static double saving(ReplicaWorld world, int pool) {
        return 1 - world.price(pool) / (double) world.onDemandPrice();
    }
}
