package dev.ballast.app.session;

import dev.ballast.act.CloudWriter;
import dev.ballast.loop.Drive;
import dev.ballast.loop.Loop;
import dev.ballast.observe.ClusterReader;
import dev.ballast.observe.MarketReader;
import dev.ballast.observe.PriceHistory;
import dev.ballast.observe.SignalSource;
import java.time.Duration;
import java.time.InstantSource;

/** Everything through which a command meets one cluster: AWS, a local cloud, or a world in this process. */
public interface CloudPorts extends AutoCloseable {
    Place place();

    ClusterReader cluster();

    MarketReader market();

    PriceHistory prices();

    SignalSource signals();

    CloudWriter writer();

    InstantSource clock();

    /** Whoever makes this loop's ticks happen in this cloud's time. */
    Drive drive(Loop loop);

    /** Waits so long in this cloud's time. */
    void sleep(Duration duration) throws InterruptedException;

    @Override
    void close();
}
