package dev.ballast.backtest.replay;

import java.util.ArrayList;
import java.util.List;

/** How one replay went, in columns: of one size however long the recording is. */
public final class Course implements Witness {
    private static final int MOST_COLUMNS = 600;

    private final int wanted;
    private final long endMillis;
    private final long countsFrom;
    private final Columns ready;
    private final Columns shortOf;
    private final List<Columns> held = new ArrayList<>();
    private final Columns onDemand;
    private final int[] losses;

    public Course(SpotMarket market, SetUp setUp) {
        wanted = setUp.replicas();
        endMillis = market.endMillis();
        countsFrom = Math.min(setUp.coldStart().toMillis(), endMillis);
        var count = columns(market);
        ready = new Columns(endMillis, count);
        shortOf = new Columns(endMillis, count);
        onDemand = new Columns(endMillis, count);
        losses = new int[count];
        for (var _ : market.pools()) held.add(new Columns(endMillis, count));
    }

    /** About as many as a screen can show. */
    public static int columns(SpotMarket market) {
        return (int) Math.min(MOST_COLUMNS, market.endMillis());
    }

    @Override
    public void taken(long millis, int instances) {
        if (millis < endMillis) losses[(int) (millis * losses.length / endMillis)] += instances;
    }

    @Override
    public void stands(long from, long to, ReplicaWorld world) {
        var standing = new int[held.size()];
        var bought = 0;
        var serving = 0;
        for (var replica : world.replicas()) {
            if (replica.pool == ReplicaWorld.ON_DEMAND) bought++;
            else standing[replica.pool]++;
            if (replica.isReady(from)) serving++;
        }
        for (var pool = 0; pool < standing.length; pool++) held.get(pool).hold(from, to, standing[pool]);
        onDemand.hold(from, to, bought);
        ready.hold(from, to, serving);
        if (serving < wanted) shortOf.hold(Math.max(from, countsFrom), to, 1);
    }

    public Columns ready() {
        return ready;
    }

    /** 1 where fewer were ready than wanted, from the end of the first cold start on. */
    public Columns shortOf() {
        return shortOf;
    }

    /** Instances of a pool that stood, those with their notice too; by its place in the market's list. */
    public List<Columns> held() {
        return List.copyOf(held);
    }

    public Columns onDemand() {
        return onDemand;
    }

    /** Spot instances that were taken in a column. */
    public int losses(int column) {
        return losses[column];
    }
}
