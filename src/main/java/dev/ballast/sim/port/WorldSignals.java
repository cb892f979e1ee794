package dev.ballast.sim.port;

import dev.ballast.model.InstanceState;
import dev.ballast.model.Signal;
import dev.ballast.observe.SignalSource;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.InstanceListener;
import dev.ballast.sim.world.ec2.InterruptionNotice;
import dev.ballast.sim.world.events.Ec2Events;
import dev.ballast.sim.world.messaging.EventTroubles.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * What EC2 says by itself, in the moment it is said, unless the world's faults have it come late, twice or never, or dated wrongly. There
 * is no queue in between, so nothing needs to be acknowledged.
 */
final class WorldSignals implements SignalSource, InstanceListener {
    /** @param order breaks ties */
    private record Letter(Instant due, long order, Signal signal) {}

    private final World world;
    private final PriorityQueue<Letter> underWay =
            new PriorityQueue<>(Comparator.comparing(Letter::due).thenComparing(Letter::order));
    private long sent;

    WorldSignals(World world) {
        this.world = world;
        world.ec2().listen(this);
    }

    /** Never waits: whoever owns the world's time lets it pass. */
    @Override
    public List<Signal> receive(Duration patience) {
        var arrived = new ArrayList<Signal>();
        while (!underWay.isEmpty()
                && !underWay.peek().due().isAfter(world.time().now()))
            arrived.add(underWay.poll().signal());
        return arrived;
    }

    /** When the next of those that are under way arrives. */
    Optional<Instant> nextArrival() {
        return Optional.ofNullable(underWay.peek()).map(Letter::due);
    }

    @Override
    public void acknowledge(List<Signal> signals) {}

    @Override
    public void interruptionNotice(Ec2Instance instance, InterruptionNotice notice) {
        say(Signal.Kind.NOTICE, Ec2Events.INTERRUPTION_WARNING, instance);
    }

    @Override
    public void rebalanceRecommended(Ec2Instance instance) {
        say(Signal.Kind.REBALANCE, Ec2Events.REBALANCE_RECOMMENDATION, instance);
    }

    @Override
    public void stateChanged(Ec2Instance instance, InstanceState before) {
        if (before.isAlive() && !instance.state().isAlive()) say(Signal.Kind.GONE, Ec2Events.STATE_CHANGE, instance);
    }

    private void say(Signal.Kind kind, String detailType, Ec2Instance instance) {
        var now = world.time().now();
        var passage = world.faults().passage(new Told(Ec2Events.SOURCE, detailType, instance.region()));
        var signal = new Signal(kind, instance.id(), now.plus(passage.clockAhead()));
        for (var later : passage.copies()) underWay.add(new Letter(now.plus(later), sent++, signal));
    }
}
