package dev.ballast.backtest.replay;

import dev.ballast.backtest.replay.ReplicaWorld.Replica;
import dev.ballast.backtest.replay.Run.Counts;
import dev.ballast.backtest.replay.Run.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One rival on one market. Time goes from event to event: a pool falls, a price changes, an instance becomes ready or ends, the rival
 * wants to look. Pools, prices and rivals keep to the market's grid; cold starts and notices are as long as they are.
 *
 * <p>A pool that falls below what is taken takes its newest instances back. It gives notice then, as the local cloud's market does, so
 * the instances outlive the recorded capacity by the notice.
 */
public final class Replay {
    private final SpotMarket market;
    private final SetUp setUp;
    private final Rival rival;
    private final RandomGenerator notices;
    private final Witness witness;
    private final ReplicaWorld world;
    private final Days days;

    private final List<Gap> gaps = new ArrayList<>();
    private long shortSince = -1;
    private long missing;

    private long interruptions;
    private long killed;
    private double largestLoss;
    private long spotMillis;
    private long onDemandMillis;

    /** On this tick the rival acts. */
    private long actAt;

    private Replay(SpotMarket market, SetUp setUp, Rival rival, RandomGenerator notices, Witness witness) {
        this.market = market;
        this.setUp = setUp;
        this.rival = rival;
        this.notices = notices;
        this.witness = witness;
        world = new ReplicaWorld(market, setUp);
        days = new Days(setUp.coldStart().toMillis(), market.endMillis());
    }

    /** @param notices draws which falls go without a notice: one draw a fall of a pool that takes anything */
    public static Run run(SpotMarket market, SetUp setUp, Rival rival, RandomGenerator notices) {
        return run(market, setUp, rival, notices, Witness.NOBODY);
    }

    /** The same with somebody who is told how it goes. */
    public static Run run(SpotMarket market, SetUp setUp, Rival rival, RandomGenerator notices, Witness witness) {
        return new Replay(market, setUp, rival, notices, witness).run();
    }

    private Run run() {
        while (world.millis() < market.endMillis()) {
            happen();
            if (actAt <= world.millis()) {
                actAt = Steps.NEVER;
                rival.act(world);
                actAt = onGrid(world.takeLookAt());
                for (var replica : world.takeEndedEarly())
                    pay(replica, world.millis(), Math.min(replica.paidUntil(), market.endMillis()));
            }
            var next = Math.min(nextEvent(), market.endMillis());
            pass(next);
            witness.stands(world.millis(), next, world);
            world.passTo(next);
        }
        endGap(market.endMillis());
        return new Run(
                days,
                gaps,
                new Counts(world.launches(), interruptions, killed, largestLoss, spotMillis, onDemandMillis));
    }

    private long onGrid(long millis) {
        return millis == Steps.NEVER ? Steps.NEVER : Math.ceilDiv(millis, market.tickMillis()) * market.tickMillis();
    }

    private void rouse() {
        actAt = Math.min(actAt, onGrid(world.millis()));
    }

    private void happen() {
        var now = world.millis();
        var standing = world.replicas().size();
        var taken = 0;
        for (var pool = 0; pool < world.pools(); pool++) {
            var over = world.held(pool) - market.pools().get(pool).capacity().at(now);
            if (over <= 0) continue;
            var endsAt = isNoticeLost() ? now : now + setUp.notice().toMillis();
            for (var one = 0; one < over; one++) world.doom(pool, endsAt);
            taken += (int) over;
        }
        if (taken > 0) {
            interruptions += taken;
            witness.taken(now, taken);
            largestLoss = Math.max(largestLoss, taken / (double) standing);
            rouse();
        }
        end(now);
        for (var replica : world.replicas()) if (replica.readyAt == now && replica.launchedAt < now) rouse();
    }

    private boolean isNoticeLost() {
        return setUp.noticesLost() > 0 && notices.nextDouble() < setUp.noticesLost();
    }

    private void end(long now) {
        var ended = 0;
        var any = false;
        for (var replicas = world.replicas().iterator(); replicas.hasNext(); ) {
            var replica = replicas.next();
            if (replica.endsAt > now) continue;
            replicas.remove();
            any = true;
            if (replica.isReady(now)) ended++;
        }
        if (!any) return;
        killed += Math.clamp(setUp.replicas() - ready(now), 0, ended);
        rouse();
    }

    private int ready(long now) {
        var ready = 0;
        for (var replica : world.replicas()) if (replica.isReady(now)) ready++;
        return ready;
    }

    private long nextEvent() {
        var now = world.millis();
        var next = actAt;
        for (var pool = 0; pool < world.pools(); pool++) {
            if (world.held(pool) == 0) continue;
            next = Math.min(next, market.pools().get(pool).capacity().nextChange(now));
        }
        for (var replica : world.replicas()) {
            next = Math.min(next, replica.endsAt);
            if (replica.readyAt > now) next = Math.min(next, replica.readyAt);
        }
        return next;
    }

    /** Until {@code next} nothing changes but prices. */
    private void pass(long next) {
        var now = world.millis();
        for (var replica : world.replicas()) pay(replica, now, next);
        var from = Math.max(now, days.from());
        if (from >= next) return;
        var ready = ready(now);
        days.serve(from, next, ready, setUp.replicas());
        if (ready >= setUp.replicas()) endGap(from);
        else {
            if (shortSince < 0) shortSince = from;
            missing += (setUp.replicas() - ready) * (next - from);
        }
    }

    private void pay(Replica replica, long now, long next) {
        if (replica.pool == ReplicaWorld.ON_DEMAND) {
            onDemandMillis += next - now;
            days.pay(now, next, market.onDemand().micros());
            return;
        }
        spotMillis += next - now;
        market.pools().get(replica.pool).pay(days, now, next);
    }

    private void endGap(long at) {
        if (shortSince < 0) return;
        gaps.add(new Gap(at - shortSince, missing));
        shortSince = -1;
        missing = 0;
    }
}
