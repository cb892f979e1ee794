package dev.ballast.backtest.bounds;

import dev.ballast.backtest.replay.Days;
import dev.ballast.backtest.replay.Run;
import dev.ballast.backtest.replay.Run.Counts;
import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.replay.SpotMarket;
import dev.ballast.backtest.replay.SpotMarket.Pool;
import dev.ballast.backtest.replay.Steps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** At every moment the cheapest instances that are to be had then. */
final class Fluid {
    private Fluid() {}

    static Run run(SpotMarket market, SetUp setUp) {
        var days = new Days(setUp.coldStart().toMillis(), market.endMillis());
        var spot = 0L;
        var onDemand = 0L;
        for (var at = days.from(); at < days.to(); ) {
            var until = Math.min(days.to(), nextChange(market, at));
            var left = setUp.replicas();
            for (var pool : cheapestFirst(market, at)) {
                if (pool.price().at(at) > market.onDemand().micros()) break;
                var taken = (int) Math.min(left, pool.capacity().at(at));
                days.pay(at, until, pool.price().at(at) * taken);
                spot += taken * (until - at);
                left -= taken;
            }
            days.pay(at, until, market.onDemand().micros() * left);
            onDemand += left * (until - at);
            at = until;
        }
        return new Run(days, List.of(), new Counts(0, 0, 0, 0, spot, onDemand));
    }

    private static long nextChange(SpotMarket market, long at) {
        var next = Steps.NEVER;
        for (var pool : market.pools()) {
            next = Math.min(next, pool.capacity().nextChange(at));
            next = Math.min(next, pool.price().nextChange(at));
        }
        return next;
    }

    private static List<Pool> cheapestFirst(SpotMarket market, long at) {
        var pools = new ArrayList<>(market.pools());
        pools.sort(Comparator.comparingLong(pool -> pool.price().at(at)));
        return pools;
    }
}
