package dev.ballast.app.session;

import dev.ballast.act.CloudWriter;
import dev.ballast.app.session.Place.LocalWorld;
import dev.ballast.aws.AwsClients;
import dev.ballast.aws.AwsClusterReader;
import dev.ballast.aws.AwsMarketReader;
import dev.ballast.aws.AwsPlace;
import dev.ballast.aws.AwsPriceHistory;
import dev.ballast.aws.AwsWriter;
import dev.ballast.aws.CloudClock;
import dev.ballast.aws.MarkedInstances;
import dev.ballast.aws.SqsChanges;
import dev.ballast.aws.SqsSignalSource;
import dev.ballast.loop.Drive;
import dev.ballast.loop.Loop;
import dev.ballast.loop.Runner;
import dev.ballast.observe.ChangeSource;
import dev.ballast.observe.ClusterReader;
import dev.ballast.observe.MarketReader;
import dev.ballast.observe.PriceHistory;
import dev.ballast.observe.SignalSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** One cluster through the AWS SDK: on AWS itself, or on a local cloud, whose time may run faster than ours. */
public final class AwsPorts implements CloudPorts {
    private final AwsClients clients;
    private final CloudClock clock;
    private final Place place;
    private final ClusterReader cluster;
    private final MarketReader market;
    private final SqsSignalSource signals;
    private final SignalSource marked;
    private final ChangeSource changes;
    private final CloudWriter writer;

    public AwsPorts(AwsPlace where, String clusterName) {
        this(where, clusterName, Optional.empty());
    }

    /**
     * Asks who the caller is, so that wrong credentials and an endpoint where nobody listens are told at once, in one sentence.
     *
     * @param fisRole that the Fault Injection Service assumes; nothing is interrupted on AWS without it
     * @throws dev.ballast.observe.CloudUnreachable where there is no usable answer
     */
    public AwsPorts(AwsPlace where, String clusterName, Optional<String> fisRole) {
        clients = AwsClients.open(where);
        clock = CloudClock.of(clients);
        var account = clients.accountId();
        var local = clock.world().map(world -> new LocalWorld(world.seed(), clock.speed()));
        place = new Place(
                clock.world().map(CloudClock.World::id).orElse(account),
                account,
                where.region(),
                clusterName,
                where.endpoint(),
                local);
        cluster = new AwsClusterReader(clients, clusterName, clock);
        market = new AwsMarketReader(clients, clock);
        signals = new SqsSignalSource(clients, clusterName, clock);
        changes = new SqsChanges(clients, clusterName, clock);
        marked = new MarkedInstances(clients, clock);
        writer = new AwsWriter(clients, clusterName, fisRole);
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public ClusterReader cluster() {
        return cluster;
    }

    @Override
    public MarketReader market() {
        return market;
    }

    @Override
    public PriceHistory prices() {
        return new AwsPriceHistory(clients);
    }

    @Override
    public SignalSource signals() {
        return signals;
    }

    @Override
    public CloudWriter writer() {
        return writer;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public Drive drive(Loop loop) {
        return new Runner(loop, List.of(signals, marked), changes, clock, clock::wallTime);
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(clock.wallTime(duration));
    }

    @Override
    public void close() {
        signals.close();
        clients.close();
    }
}
