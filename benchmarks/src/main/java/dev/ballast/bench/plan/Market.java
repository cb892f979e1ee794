package dev.ballast.bench.plan;

import dev.ballast.decide.mix.Offered;
import dev.ballast.decide.pack.Room;
import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceType;
import dev.ballast.model.Offer;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.UsdPerHour;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The types that the plan is measured on, in three zones: amd64, not bare metal, not burstable, no GPU. A pool costs what it did in the price
 * snapshot, else 0.46 of on-demand give or take 5 % by zone, from a fixed seed.
 */
final class Market {
    private static final List<String> ZONES = List.of("us-east-1a", "us-east-1b", "us-east-1c");
    private static final double OF_ON_DEMAND = 0.46;
    private static final double BY_ZONE = 0.05;
    private static final long SEED = 42;

    private final List<Priced> pools;

    /** @param dollars an hour */
    private record Priced(InstanceType type, CapacityPool pool, double dollars) {
        Priced elsewhere() {
            return new Priced(type, CapacityPool.spot(type.name(), pool.zone() + "2"), dollars);
        }
    }

    private Market(List<Priced> pools) {
        this.pools = pools;
    }

    /** @param data the folder with instance-types.csv and the price snapshot */
    static Market read(Path data) throws IOException {
        var snapshot = new LinkedHashMap<String, Double>();
        for (var row : Csv.rows(data.resolve("price-snapshot-2024-02-01.csv")))
            snapshot.put(row.get("instance_type") + "/" + row.get("zone"), Double.parseDouble(row.get("usd_per_hour")));
        var random = new Random(SEED);
        var pools = new ArrayList<Priced>();
        for (var row : Csv.rows(data.resolve("instance-types.csv"))) {
            if (!isEligible(row)) continue;
            var onDemand = Double.parseDouble(row.get("on_demand_usd_hour"));
            for (var zone : ZONES) {
                var drawn = OF_ON_DEMAND * onDemand * (1 + BY_ZONE * (2 * random.nextDouble() - 1));
                var type = type(row);
                pools.add(new Priced(
                        type,
                        CapacityPool.spot(type.name(), zone),
                        snapshot.getOrDefault(type.name() + "/" + zone, drawn)));
            }
        }
        return new Market(pools);
    }

    private static boolean isEligible(Map<String, String> row) {
        return row.get("arch").equals("amd64")
                && row.get("bare_metal").equals("false")
                && !row.get("category").equals("t")
                && row.get("gpus").equals("0")
                && !row.get("on_demand_usd_hour").isEmpty();
    }

    private static InstanceType type(Map<String, String> row) {
        return new InstanceType(
                row.get("instance_type"),
                Architecture.X86_64,
                Integer.parseInt(row.get("vcpus")),
                Integer.parseInt(row.get("memory_mib")),
                Integer.parseInt(row.get("max_enis")),
                0,
                0,
                new InstanceType.TypeTraits(true, false, false));
    }

    /** So many of its pools, drawn from a fixed seed; where it has fewer, the same again in other zones. */
    Market of(int count) {
        var shuffled = new ArrayList<>(pools);
        Collections.shuffle(shuffled, new Random(SEED));
        for (var i = 0; shuffled.size() < count; i++)
            shuffled.add(shuffled.get(i).elsewhere());
        return new Market(shuffled.subList(0, count));
    }

    /** As the whole plan sees them; spot costs so much less than on demand. */
    List<Offer> offers() {
        return pools.stream()
                .map(one -> new Offer(
                        one.pool(),
                        one.type(),
                        new UsdPerHour(Math.round(one.dollars() * 1e6)),
                        new UsdPerHour(Math.round(one.dollars() / OF_ON_DEMAND * 1e6)),
                        "subnet-" + one.pool().zone(),
                        0.01))
                .toList();
    }

    List<Offered> offers(Survive survive) {
        var offers = new ArrayList<Offered>();
        for (var one : pools) {
            var room = Room.of(
                    new Room.Place("", one.pool(), Architecture.X86_64),
                    one.type().offered(0),
                    Set.of(),
                    Set.of());
            offers.add(new Offered(
                    room,
                    Math.round(one.dollars() * 1e6),
                    switch (survive) {
                        case NONE -> "";
                        case ZONE -> one.pool().zone();
                        case POOL, AUTO -> one.pool().toString();
                    }));
        }
        return offers;
    }
}
