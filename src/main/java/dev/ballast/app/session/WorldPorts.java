package dev.ballast.app.session;

import dev.ballast.act.CloudWriter;
import dev.ballast.loop.Drive;
import dev.ballast.loop.JumpingRunner;
import dev.ballast.loop.Loop;
import dev.ballast.observe.CloudUnreachable;
import dev.ballast.observe.ClusterReader;
import dev.ballast.observe.MarketReader;
import dev.ballast.observe.PriceHistory;
import dev.ballast.observe.SignalSource;
import dev.ballast.sim.port.WorldPort;
import dev.ballast.sim.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** One cluster of a world in this process, on time that jumps from event to event. */
public final class WorldPorts implements CloudPorts {
    /** Every bucket refills by at least one call a second. */
    private static final Duration AFTER_A_FAILED_READ = Duration.ofSeconds(5);

    private final WorldPort world;
    private final Place place;

    public WorldPorts(World world, long seed, String region, String cluster) {
        this.world = new WorldPort(world, region, cluster);
        place = new Place(
                "virtual-" + seed,
                world.accountId(),
                region,
                cluster,
                Optional.empty(),
                Optional.of(new Place.LocalWorld(seed, 1)));
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public ClusterReader cluster() {
        return world.cluster();
    }

    @Override
    public MarketReader market() {
        return world.market();
    }

    @Override
    public PriceHistory prices() {
        return world.prices();
    }

    @Override
    public SignalSource signals() {
        return world.signals();
    }

    @Override
    public CloudWriter writer() {
        return world.writer();
    }

    @Override
    public InstantSource clock() {
        return world.clock();
    }

    @Override
    public Drive drive(Loop loop) {
        var runner = new JumpingRunner(loop, world.signals(), new JumpingRunner.JumpingClock() {
            @Override
            public Instant instant() {
                return world.clock().instant();
            }

            @Override
            public Optional<Instant> nextEventAt() {
                return world.nextEventAt();
            }

            @Override
            public void jumpTo(Instant moment) {
                world.advanceTo(moment);
            }
        });
        return new Drive() {
            private volatile boolean stopped;

            @Override
            public void run(Watcher watcher) {
                while (!stopped) {
                    try {
                        runner.run(watcher);
                        return;
                    } catch (CloudUnreachable unreachable) {
                        watcher.unreachable(unreachable);
                        sleep(AFTER_A_FAILED_READ);
                    }
                }
            }

            @Override
            public void stop() {
                stopped = true;
                runner.stop();
            }
        };
    }

    @Override
    public void sleep(Duration duration) {
        world.advanceTo(world.clock().instant().plus(duration));
    }

    @Override
    public void close() {}
}
