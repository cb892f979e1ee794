package dev.ballast.backtest.bounds;

import dev.ballast.backtest.replay.Days;
import dev.ballast.backtest.replay.Run;
import dev.ballast.backtest.replay.Run.Counts;
import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.replay.SpotMarket;
import dev.ballast.backtest.replay.SpotMarket.Pool;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Each replica is a chain of instances, each ready when the one before ends. As many chains as replicas, at the least cost, are a flow of
 * least cost through places (pools and on-demand) and time.
 *
 * <p>Why cold starts keep it a flow: an instance that is ready at a moment has been in its pool for a cold start before, so no more can be
 * ready than the pool held at its least in that time; and where no more are ready than that, all of them can have been started. Nobody
 * who knows the recording starts one in a pool while he ends another there: he keeps the other. So the starts need no room of their own,
 * and a change into a pool costs what the pool costs during one cold start. A change between two changes of capacity or price can be
 * moved to one of them without a loss, so time has only those moments.
 */
final class Chains {
    private final SpotMarket market;
    private final int wanted;
    private final long coldStart;
    private final Days days;
    /** The window's begin, every moment at which a change may pay, and the window's end. */
    private final long[] moments;

    private final int places;
    private final Flow flow;
    /** The flow's arc for being in a place from one moment to the next, and for coming there. */
    private final int[][] stays;

    private final int[][] starts;

    private Chains(SpotMarket market, SetUp setUp, long coldStart) {
        this.market = market;
        this.wanted = setUp.replicas();
        this.coldStart = coldStart;
        days = new Days(setUp.coldStart().toMillis(), market.endMillis());
        places = market.pools().size() + 1;
        moments = moments();
        stays = new int[places][moments.length];
        starts = new int[places][moments.length];
        flow = network();
    }

    static Run cheapest(SpotMarket market, SetUp setUp) {
        return new Chains(market, setUp, setUp.coldStart().toMillis()).run();
    }

    static Run fewestLaunches(SpotMarket market, SetUp setUp) {
        return new Chains(market, setUp, 0).run();
    }

    private long[] moments() {
        var found = new TreeSet<Long>();
        for (var pool : market.pools()) {
            for (var change : pool.capacity().changes()) {
                found.add(change);
                found.add(change + coldStart);
            }
            for (var change : pool.price().changes()) {
                found.add(change);
                found.add(change + coldStart);
            }
        }
        found.add(days.from());
        found.add(days.to());
        return found.subSet(days.from(), true, days.to(), true).stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    /** Nodes: between chains at a moment, then each place at that moment. */
    private Flow network() {
        var made = new Flow(moments.length * (places + 1), places * moments.length * 3);
        for (var index = 0; index < moments.length; index++)
            for (var place = 0; place < places; place++) {
                made.arc(node(index, place), between(index), wanted, 0, 0);
                if (index == moments.length - 1) continue;
                starts[place][index] = made.arc(between(index), node(index, place), wanted, startCost(place, index), 1);
                stays[place][index] = made.arc(
                        node(index, place),
                        node(index + 1, place),
                        room(place, index),
                        cost(place, moments[index], moments[index + 1]),
                        0);
            }
        return made;
    }

    private int between(int index) {
        return index * (places + 1);
    }

    private int node(int index, int place) {
        return index * (places + 1) + 1 + place;
    }

    /** How many can be ready in a place from that moment to the next. */
    private int room(int place, int index) {
        if (isOnDemand(place)) return wanted;
        var least = pool(place).capacity().least(moments[index] - coldStart, moments[index]);
        return (int) Math.min(wanted, least);
    }

    private boolean isOnDemand(int place) {
        return place == places - 1;
    }

    private Pool pool(int place) {
        return market.pools().get(place);
    }

    /** Of the cold start before that moment what lies in the window. */
    private long startCost(int place, int index) {
        return cost(place, Math.max(days.from(), moments[index] - coldStart), moments[index]);
    }

    private long cost(int place, long from, long to) {
        return isOnDemand(place)
                ? market.onDemand().micros() * (to - from)
                : pool(place).price().sum(from, to);
    }

    private Run run() {
        if (days.from() == days.to()) return new Run(days, List.of(), new Counts(0, 0, 0, 0, 0, 0));
        flow.send(between(0), between(moments.length - 1), wanted);
        var launches = 0L;
        var instanceMillis = new long[places];
        for (var place = 0; place < places; place++)
            for (var index = 0; index < moments.length - 1; index++) {
                var started = flow.on(starts[place][index]);
                var standing = flow.on(stays[place][index]);
                var begin = Math.max(days.from(), moments[index] - coldStart);
                launches += started;
                pay(place, begin, moments[index], started);
                pay(place, moments[index], moments[index + 1], standing);
                instanceMillis[place] +=
                        started * (moments[index] - begin) + standing * (moments[index + 1] - moments[index]);
            }
        var spot = Arrays.stream(instanceMillis, 0, places - 1).sum();
        return new Run(days, List.of(), new Counts(launches, 0, 0, 0, spot, instanceMillis[places - 1]));
    }

    private void pay(int place, long from, long to, int count) {
        for (var one = 0; one < count; one++)
            if (isOnDemand(place)) days.pay(from, to, market.onDemand().micros());
            else pool(place).pay(days, from, to);
    }
}
