package dev.ballast.backtest.rivals;

import dev.ballast.backtest.replay.SpotMarket;
import dev.ballast.backtest.replay.Steps;

/** How many of so many replicas a zone had room for, over a whole recording. */
final class ZoneRoom {
    private ZoneRoom() {}

    /** Replicas times milliseconds. */
    static long of(SpotMarket market, String zone, int replicas) {
        var pools = market.pools().stream()
                .filter(pool -> pool.pool().zone().equals(zone))
                .map(SpotMarket.Pool::capacity)
                .toList();
        var sum = 0L;
        for (var at = 0L; at < market.endMillis(); ) {
            var next = market.endMillis();
            var room = 0L;
            for (Steps capacity : pools) {
                next = Math.min(next, capacity.nextChange(at));
                room += capacity.at(at);
            }
            sum += Math.min(replicas, room) * (next - at);
            at = next;
        }
        return sum;
    }
}
