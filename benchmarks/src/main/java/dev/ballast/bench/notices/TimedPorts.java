package dev.ballast.bench.notices;

import dev.ballast.act.CloudWriter;
import dev.ballast.app.session.CloudPorts;
import dev.ballast.app.session.Place;
import dev.ballast.loop.Drive;
import dev.ballast.loop.Loop;
import dev.ballast.model.Outcome;
import dev.ballast.model.Step;
import dev.ballast.observe.ClusterReader;
import dev.ballast.observe.MarketReader;
import dev.ballast.observe.PriceHistory;
import dev.ballast.observe.SignalSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The ports that a command has, with a stopwatch at the writer. */
final class TimedPorts implements CloudPorts {
    private final CloudPorts ports;
    private final Map<String, Long> begun = new ConcurrentHashMap<>();

    TimedPorts(CloudPorts ports) {
        this.ports = ports;
    }

    /** When the step was first handed to the AWS client; of System.nanoTime. */
    Optional<Long> begun(String token) {
        return Optional.ofNullable(begun.get(token));
    }

    @Override
    public CloudWriter writer() {
        return new CloudWriter() {
            @Override
            public Outcome perform(Step step) {
                begun.putIfAbsent(step.token(), System.nanoTime());
                return ports.writer().perform(step);
            }

            @Override
            public int mostAtOnce() {
                return ports.writer().mostAtOnce();
            }
        };
    }

    @Override
    public Place place() {
        return ports.place();
    }

    @Override
    public ClusterReader cluster() {
        return ports.cluster();
    }

    @Override
    public MarketReader market() {
        return ports.market();
    }

    @Override
    public PriceHistory prices() {
        return ports.prices();
    }

    @Override
    public SignalSource signals() {
        return ports.signals();
    }

    @Override
    public InstantSource clock() {
        return ports.clock();
    }

    @Override
    public Drive drive(Loop loop) {
        return ports.drive(loop);
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        ports.sleep(duration);
    }

    @Override
    public void close() {
        ports.close();
    }
}
