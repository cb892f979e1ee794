package dev.ballast.sim.port;

import dev.ballast.model.InstanceState;
import dev.ballast.model.Signal;
import dev.ballast.observe.SignalSource;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.InstanceListener;
import dev.ballast.sim.world.ec2.InterruptionNotice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What EC2 says by itself, in the moment it is said. There is no queue in between, so nothing needs to be acknowledged; what a real queue
 * does to messages (late, twice, out of order) is the wire's and the faults' business.
 */
final class WorldSignals implements SignalSource, InstanceListener {
    private final World world;
    private List<Signal> said = new ArrayList<>();

    WorldSignals(World world) {
        this.world = world;
        world.ec2().listen(this);
    }

    /** Never waits: whoever owns the world's time lets it pass. */
    @Override
    public List<Signal> receive(Duration patience) {
        var all = said;
        said = new ArrayList<>();
        return all;
    }

    @Override
    public void acknowledge(List<Signal> signals) {}

    @Override
    public void interruptionNotice(Ec2Instance instance, InterruptionNotice notice) {
        say(Signal.Kind.NOTICE, instance);
    }

    @Override
    public void rebalanceRecommended(Ec2Instance instance) {
        say(Signal.Kind.REBALANCE, instance);
    }

    @Override
    public void stateChanged(Ec2Instance instance, InstanceState before) {
        if (before.isAlive() && !instance.state().isAlive()) say(Signal.Kind.GONE, instance);
    }

    private void say(Signal.Kind kind, Ec2Instance instance) {
        said.add(new Signal(kind, instance.id(), world.time().now()));
    }
}
