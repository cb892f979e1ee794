package dev.ballast.sim.port;

import dev.ballast.act.CloudWriter;
import dev.ballast.observe.ClusterReader;
import dev.ballast.observe.MarketReader;
import dev.ballast.observe.PriceHistory;
import dev.ballast.observe.SignalSource;
import dev.ballast.sim.world.World;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * One cluster of a world in this process, through the same ports as AWS. Each port asks the world's throttles and faults for the calls that
 * it stands for: those that carry the work, not those that only add a detail to it.
 */
public final class WorldPort {
    private final World world;
    private final ClusterReader cluster;
    private final MarketReader market;
    private final PriceHistory prices;
    private final WorldSignals signals;
    private final CloudWriter writer;

    public WorldPort(World world, String region, String clusterName) {
        this.world = world;
        var line = new Line(world, region);
        cluster = new WorldCluster(world, region, clusterName, line);
        market = new WorldMarket(world, region, line);
        prices = new WorldPrices(world, region, line);
        signals = new WorldSignals(world);
        writer = new WorldWriter(world, region, clusterName, line);
    }

    public ClusterReader cluster() {
        return cluster;
    }

    public MarketReader market() {
        return market;
    }

    public PriceHistory prices() {
        return prices;
    }

    public SignalSource signals() {
        return signals;
    }

    public CloudWriter writer() {
        return writer;
    }

    /** The world's time. */
    public InstantSource clock() {
        return () -> world.time().now();
    }

    /** When the next thing happens in the world by itself. */
    public Optional<Instant> nextEventAt() {
        var event = world.time().nextEventAt();
        var arrival = signals.nextArrival();
        if (event.isEmpty() || arrival.isEmpty()) return event.or(() -> arrival);
        return event.get().isBefore(arrival.get()) ? event : arrival;
    }

    /** Lets everything up to that moment happen. */
    public void advanceTo(Instant moment) {
        world.time().advanceTo(moment);
    }
}
