package dev.ballast.sim.world.ec2;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceState;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.WorldEvent;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.market.Turn;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * AWS takes spot instances back because a pool holds fewer than it did: what is beyond its depth gets its notice, seconds
 * apart. Sometimes it recommends rebalancing before, sometimes without anything coming of it; and now and then it takes one
 * instance alone. A pool costs something only while instances run in it.
 */
public final class Scarcity implements InstanceListener {
    /** The instances of a pool get their notices this far apart on average... */
    private static final Duration MEAN_DELAY = Duration.ofSeconds(30);
    /** ...and all within this. */
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(4);

    record PoolTurns(CapacityPool pool, List<Turn.Kind> kinds) implements WorldEvent {}

    record TakenBack(String instanceId, int life) implements WorldEvent {}

    private final WorldTime time;
    private final Draws draws;
    private final Ec2 ec2;
    private final TreeSet<CapacityPool> watched = new TreeSet<>();

    public Scarcity(WorldTime time, Draws draws, Ec2 ec2) {
        this.time = time;
        this.draws = draws;
        this.ec2 = ec2;
        time.on(PoolTurns.class, this::turns);
        time.on(TakenBack.class, this::takenBack);
    }

    @Override
    public void stateChanged(Ec2Instance instance, InstanceState before) {
        if (instance.state() != InstanceState.PENDING || instance.spot().isEmpty()) return;
        ec2.market()
                .untilLoneLoss(instance.pool(), instance.id(), instance.life)
                .ifPresent(left -> time.schedule(left, new TakenBack(instance.id(), instance.life)));
        if (watched.add(instance.pool())) watchOn(instance.pool());
    }

    private void turns(PoolTurns event) {
        var standing = ec2.alive(instance ->
                instance.pool().equals(event.pool()) && instance.notice().isEmpty());
        for (var kind : event.kinds())
            switch (kind) {
                case RECOMMENDATION -> standing.forEach(ec2::recommendRebalance);
                case FALL -> fall(event.pool(), standing);
            }
        watchOn(event.pool());
    }

    private void watchOn(CapacityPool pool) {
        var next = ec2.alive(instance -> instance.pool().equals(pool)).isEmpty()
                ? Optional.<Turn>empty()
                : ec2.market().nextTurn(pool);
        next.ifPresentOrElse(
                turn -> time.schedule(turn.at(), new PoolTurns(pool, turn.kinds())), () -> watched.remove(pool));
    }

    /** The order of the victims is each instance's own lot, so that two falls in a row choose the same ones. */
    private void fall(CapacityPool pool, List<Ec2Instance> standing) {
        var beyond = standing.size() - ec2.market().depth(pool);
        standing.stream()
                .sorted(Comparator.comparingDouble(instance -> draws.at("market/lot/" + instance.id(), instance.life)))
                .limit(Math.max(0, beyond))
                .forEach(instance -> time.schedule(delay(instance), new TakenBack(instance.id(), instance.life)));
    }

    private Duration delay(Ec2Instance instance) {
        var drawn = draws.at("market/delay/" + instance.id(), time.now().getEpochSecond());
        var millis = (long) (-StrictMath.log(1 - drawn) * MEAN_DELAY.toMillis());
        return Duration.ofMillis(Math.min(millis, LONGEST_DELAY.toMillis()));
    }

    private void takenBack(TakenBack event) {
        ec2.instance(event.instanceId())
                .filter(instance -> instance.life == event.life())
                .ifPresent(ec2::interrupt);
    }
}
