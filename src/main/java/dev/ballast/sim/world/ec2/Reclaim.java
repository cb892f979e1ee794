package dev.ballast.sim.world.ec2;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.Signal;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.core.WorldEvent;
import dev.ballast.sim.world.core.WorldTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * AWS takes spot instances back because somebody asked for it. Whoever takes every instance of a pool means the pool:
 * nothing more is to be had there for a while.
 */
public final class Reclaim {
    /** Recorded droughts of a pool last from minutes to hours; this is one that a demo and a game day can wait for. */
    static final Duration DROUGHT = Duration.ofMinutes(30);

    /** The pool has capacity again. */
    record PoolReturns(CapacityPool pool) implements WorldEvent {}

    /** What an instance is told before it goes, if it goes at all. */
    public sealed interface Manner {
        /** AWS's own two minutes. */
        Manner NOTICE = new Notice(Signal.NOTICE);

        /** @param lead from the notice to the end; best effort, so it may be late */
        record Notice(Duration lead) implements Manner {}

        /** A rebalance recommendation, and no more. */
        record Rebalance() implements Manner {}

        /** The notice was missed. */
        record WithoutNotice() implements Manner {}
    }

    private final WorldTime time;
    private final Ec2 ec2;

    public Reclaim(WorldTime time, Ec2 ec2) {
        this.time = time;
        this.ec2 = ec2;
        time.on(PoolReturns.class, event -> ec2.market().restore(event.pool()));
    }

    /**
     * Gives each its notice; all of them, or none.
     *
     * @throws Refused InvalidInstanceID.NotFound, or UnsupportedOperation for what is no running spot instance
     */
    public void instances(List<String> ids) {
        instances(ids, Manner.NOTICE);
    }

    /**
     * The same in another manner. A recommendation leaves the pool's capacity as it is.
     *
     * @throws Refused as above
     */
    public void instances(List<String> ids, Manner manner) {
        var taken = new ArrayList<Ec2Instance>();
        for (var id : ids) taken.add(spot(id));
        switch (manner) {
            case Manner.Notice(var lead) -> {
                endPools(taken);
                taken.forEach(instance -> ec2.interrupt(instance, lead));
            }
            case Manner.Rebalance() -> taken.forEach(ec2::recommendRebalance);
            case Manner.WithoutNotice() -> {
                endPools(taken);
                taken.forEach(ec2::takeAway);
            }
        }
    }

    private void endPools(List<Ec2Instance> taken) {
        var pools = new TreeSet<CapacityPool>();
        for (var instance : taken) pools.add(instance.pool());
        for (var pool : pools)
            if (taken.containsAll(alive(pool)) && !ec2.market().isWithdrawn(pool)) {
                ec2.market().withdraw(pool);
                time.schedule(DROUGHT, new PoolReturns(pool));
            }
    }

    private Ec2Instance spot(String id) {
        var instance = ec2.instance(id)
                .orElseThrow(
                        () -> new Refused("InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist"));
        if (instance.spot().isEmpty() || !instance.state().isAlive())
            throw new Refused(
                    "UnsupportedOperation",
                    "The instance '" + id + "' is "
                            + (instance.spot().isEmpty()
                                    ? "on demand"
                                    : instance.state().ec2Name()) + "; only running spot instances can be interrupted");
        return instance;
    }

    private List<Ec2Instance> alive(CapacityPool pool) {
        return ec2.regions().stream()
                .flatMap(region -> region.instances().stream())
                .filter(instance ->
                        instance.pool().equals(pool) && instance.state().isAlive())
                .toList();
    }
}
