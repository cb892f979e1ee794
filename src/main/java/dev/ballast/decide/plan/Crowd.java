package dev.ballast.decide.plan;

import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.model.CapacityPool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where hosts stand together, some of them left out. Replaced one by one for their price, all would end in the cheapest pools; so whoever
 * comes may stand with no more in its pool, and in its zone, than those stood that leave.
 */
final class Crowd {
    private final Map<CapacityPool, Integer> perPool = new LinkedHashMap<>();
    private final Map<String, Integer> perZone = new LinkedHashMap<>();
    private int mostInPool;
    private int mostInZone;

    private Crowd() {}

    static Crowd without(Facts facts, List<Host> leaving) {
        var crowd = new Crowd();
        for (var host : facts.hosts()) if (host.standing().counts()) crowd.count(host, 1);
        for (var host : leaving) {
            crowd.mostInPool = Math.max(crowd.mostInPool, crowd.inPool(host.pool()));
            crowd.mostInZone = Math.max(crowd.mostInZone, crowd.inZone(host.pool()));
        }
        for (var host : leaving) crowd.count(host, -1);
        return crowd;
    }

    boolean hasPlaceFor(CapacityPool pool) {
        return inPool(pool) < mostInPool && inZone(pool) < mostInZone;
    }

    private void count(Host host, int by) {
        perPool.merge(host.pool(), by, Integer::sum);
        perZone.merge(host.pool().zone(), by, Integer::sum);
    }

    private int inPool(CapacityPool pool) {
        return perPool.getOrDefault(pool, 0);
    }

    private int inZone(CapacityPool pool) {
        return perZone.getOrDefault(pool.zone(), 0);
    }
}
