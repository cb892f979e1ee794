package dev.ballast.sim.port;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.MarketTrace;
import dev.ballast.model.MarketTrace.PriceAt;
import dev.ballast.observe.PriceHistory;
import dev.ballast.sim.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The world's prices until now, as {@link PriceHistory} tells them. */
final class WorldPrices implements PriceHistory {
    /** How far back EC2 tells prices. */
    private static final Duration KEPT = Duration.ofDays(90);

    private final World world;
    private final String region;
    private final Line line;

    WorldPrices(World world, String region, Line line) {
        this.world = world;
        this.region = region;
        this.line = line;
    }

    @Override
    public List<MarketTrace.Prices> since(Instant since, Collection<String> instanceTypes) {
        try {
            line.read("ec2", "DescribeSpotPriceHistory", 1);
        } catch (Line.Broken broken) {
            throw broken.unreachable("read spot prices");
        }
        var now = world.time().now();
        var oldest = now.minus(KEPT);
        var from = since.isBefore(oldest) ? oldest : since;
        var prices = new ArrayList<MarketTrace.Prices>();
        for (var type : new TreeSet<>(instanceTypes))
            if (InstanceCatalogue.find(type).isPresent())
                for (var zone : world.ec2().region(region).zones())
                    prices.add(of(CapacityPool.spot(type, zone.name()), since, from, now));
        return prices;
    }

    private MarketTrace.Prices of(CapacityPool pool, Instant since, Instant from, Instant to) {
        return new MarketTrace.Prices(
                pool,
                world.ec2().market().history(pool, from, to).stream()
                        .map(change -> new PriceAt(
                                change.at().isBefore(since) ? Duration.ZERO : Duration.between(since, change.at()),
                                change.price()))
                        .toList());
    }
}
