package dev.ballast.sim.world.ecs;

import dev.ballast.model.InstanceState;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.InstanceListener;
import dev.ballast.sim.world.ec2.InterruptionNotice;
import dev.ballast.sim.world.ec2.MachineImage;

/** Tells ECS's regions what happens to the instances that carry an agent. */
public final class Ec2Hosts implements InstanceListener {
    private final Ecs ecs;

    public Ec2Hosts(Ecs ecs) {
        this.ecs = ecs;
    }

    @Override
    public void booted(Ec2Instance instance) {
        if (instance.image().agent() == MachineImage.EcsAgent.NONE) return;
        hosts(instance)
                .booted(new Machine(
                        instance.id(),
                        instance.type(),
                        instance.zone(),
                        instance.image().id(),
                        instance.subnet().id(),
                        instance.subnet().vpcId(),
                        instance.tags(),
                        instance.ecsConfig().values()));
    }

    @Override
    public void stopping(Ec2Instance instance) {
        if (instance.state() == InstanceState.STOPPING) hosts(instance).stopping(instance.id());
        else hosts(instance).terminating(instance.id());
    }

    /** The agent ignores hibernation, and rebalance recommendations altogether. */
    @Override
    public void interruptionNotice(Ec2Instance instance, InterruptionNotice notice) {
        if (notice.action() != InterruptionNotice.Action.HIBERNATE)
            hosts(instance).noticed(instance.id());
    }

    private Hosts hosts(Ec2Instance instance) {
        return ecs.region(instance.region()).hosts();
    }
}
