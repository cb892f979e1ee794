package dev.ballast.backtest.replay;

import dev.ballast.backtest.replay.SetUp.OnDemand;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Offer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a rival sees and can do. Pools are told by their place in the market's list. Counts leave out instances that have their notice:
 * they are as good as gone.
 */
public final class ReplicaWorld {
    static final int ON_DEMAND = -1;

    private final SpotMarket market;
    private final SetUp setUp;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Replica> endedEarly = new ArrayList<>();
    private final int[] held;
    private int heldOnDemand;
    private int launches;
    private long now;
    private long lookAt = Steps.NEVER;

    /** One instance with its replica. */
    static final class Replica {
        final int number;
        final int pool;
        final long launchedAt;
        long readyAt;
        long endsAt = Steps.NEVER;

        private Replica(int number, int pool, long launchedAt, long readyAt) {
            this.number = number;
            this.pool = pool;
            this.launchedAt = launchedAt;
            this.readyAt = readyAt;
        }

        boolean isDoomed() {
            return endsAt != Steps.NEVER;
        }

        /** At least. */
        long paidUntil() {
            return launchedAt + Offer.LEAST_BILLED.toMillis();
        }

        boolean isReady(long now) {
            return readyAt <= now;
        }
    }

    /**
     * One instance as its owner sees it.
     *
     * @param number of its launch, from 1
     * @param pool its place in the market's list; empty on demand
     * @param goesAt where it has its notice
     */
    public record Held(int number, OptionalInt pool, Duration launchedAt, boolean isReady, Optional<Duration> goesAt) {}

    ReplicaWorld(SpotMarket market, SetUp setUp) {
        this.market = market;
        this.setUp = setUp;
        held = new int[market.pools().size()];
    }

    /** How many replicas should be ready. */
    public int wanted() {
        return setUp.replicas();
    }

    /** Since the begin of the recording. */
    public Duration now() {
        return Duration.ofMillis(now);
    }

    public int pools() {
        return held.length;
    }

    public CapacityPool pool(int pool) {
        return market.pools().get(pool).pool();
    }

    /** Millionths of a dollar an hour. */
    public long price(int pool) {
        return market.pools().get(pool).price().at(now);
    }

    /** Millionths of a dollar an hour. */
    public long onDemandPrice() {
        return market.onDemand().micros();
    }

    /** Instances of a pool, ready or starting. */
    public int held(int pool) {
        return held[pool];
    }

    /** Spot instances, ready or starting. */
    public int held() {
        var sum = 0;
        for (var count : held) sum += count;
        return sum;
    }

    public int heldOnDemand() {
        return heldOnDemand;
    }

    public int readySpot() {
        var ready = 0;
        for (var replica : replicas)
            if (replica.pool != ON_DEMAND && !replica.isDoomed() && replica.isReady(now)) ready++;
        return ready;
    }

    /**
     * How many more the pool has, as recorded: only AWS knows that, so it is for the proxies of what AWS itself chooses. Others learn by
     * asking for an instance.
     */
    public long depthAsAwsKnows(int pool) {
        return Math.max(0, market.pools().get(pool).capacity().at(now) - held[pool]);
    }

    /** How long the pool has not fallen, as recorded: only AWS knows that, too. */
    public Duration steadyAsAwsKnows(int pool) {
        return Duration.ofMillis(
                now - Math.max(0, market.pools().get(pool).capacity().lastFall(now)));
    }

    /** Asks for one spot instance; false where the pool has no more. */
    public boolean launch(int pool) {
        if (market.pools().get(pool).capacity().at(now) <= held[pool]) return false;
        start(pool);
        held[pool]++;
        return true;
    }

    private void start(int pool) {
        replicas.add(new Replica(++launches, pool, now, now + setUp.coldStart().toMillis()));
    }

    /** Asks for one instance on demand; false where that is denied. */
    public boolean launchOnDemand() {
        if (setUp.onDemand() == OnDemand.DENIED) return false;
        start(ON_DEMAND);
        heldOnDemand++;
        return true;
    }

    /** Every instance, in the order of their launches; those that have their notice among them. */
    public List<Held> all() {
        return replicas.stream()
                .map(one -> new Held(
                        one.number,
                        one.pool == ON_DEMAND ? OptionalInt.empty() : OptionalInt.of(one.pool),
                        Duration.ofMillis(one.launchedAt),
                        one.isReady(now),
                        one.isDoomed() ? Optional.of(Duration.ofMillis(one.endsAt)) : Optional.empty()))
                .toList();
    }

    /** Ends one instance. */
    public void endInstance(int number) {
        var replica = replica(number);
        remove(replica);
        if (replica.isDoomed()) return;
        if (replica.pool == ON_DEMAND) heldOnDemand--;
        else held[replica.pool]--;
    }

    /** Stops its replica; the instance stays, and is never ready again. */
    public void stopReplica(int number) {
        replica(number).readyAt = Steps.NEVER;
    }

    private Replica replica(int number) {
        for (var replica : replicas) if (replica.number == number) return replica;
        throw new IllegalStateException("instance " + number + " is gone");
    }

    /** Ends the newest instance of the pool. */
    public void end(int pool) {
        if (held[pool] == 0) throw new IllegalStateException("nothing is held in " + pool(pool));
        removeNewest(pool);
        held[pool]--;
    }

    /** Launches instances on demand, or ends the newest, until so many stand. Where on-demand is denied, none is launched. */
    public void onDemand(int count) {
        while (heldOnDemand > count) {
            removeNewest(ON_DEMAND);
            heldOnDemand--;
        }
        if (setUp.onDemand() == OnDemand.DENIED) return;
        while (heldOnDemand < count) launchOnDemand();
    }

    private void removeNewest(int pool) {
        remove(replicas.get(newest(pool)));
    }

    private void remove(Replica replica) {
        replicas.remove(replica);
        if (now < replica.paidUntil()) endedEarly.add(replica);
    }

    /** Those ended by the rival since, before they had stood for what is billed at least. */
    List<Replica> takeEndedEarly() {
        var ended = List.copyOf(endedEarly);
        endedEarly.clear();
        return ended;
    }

    /** The place of a pool's newest instance that has no notice yet. */
    private int newest(int pool) {
        for (var index = replicas.size() - 1; index >= 0; index--) {
            var replica = replicas.get(index);
            if (replica.pool == pool && !replica.isDoomed()) return index;
        }
        throw new IllegalStateException("the counts and the instances do not agree");
    }

    /** To be called again at the next tick. */
    public void lookAgain() {
        lookAt = Math.min(lookAt, now + market.tickMillis());
    }

    /** To be called again on the first tick after that time, at the latest. */
    public void lookAgain(Duration after) {
        lookAt = Math.min(lookAt, now + Math.max(market.tickMillis(), after.toMillis()));
    }

    void passTo(long moment) {
        now = moment;
    }

    long millis() {
        return now;
    }

    /** When the rival asked to be called; asked once, it is forgotten. */
    long takeLookAt() {
        var asked = lookAt;
        lookAt = Steps.NEVER;
        return asked;
    }

    /** So many instances were launched; the number of the newest. */
    public int launches() {
        return launches;
    }

    List<Replica> replicas() {
        return replicas;
    }

    /** The pool takes its newest instance back at that moment. */
    void doom(int pool, long endsAt) {
        replicas.get(newest(pool)).endsAt = endsAt;
        held[pool]--;
    }
}
