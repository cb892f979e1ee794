package dev.ballast.sim.world.ecs;

import dev.ballast.model.InstanceState;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.Ec2Rules.UnknownIds;
import dev.ballast.sim.world.ec2.InstanceListener;
import dev.ballast.sim.world.ec2.InterruptionNotice;
import dev.ballast.sim.world.ec2.MachineImage;

/** Tells ECS's regions what happens to the instances that carry an agent. */
public final class Ec2Hosts implements InstanceListener {
    private static final String CLUSTER = "ECS_CLUSTER";

    private final Ecs ecs;
    private final UnknownIds unknownClusters;

    /** @param unknownClusters ADOPTED: a cluster that a host names is there from then on; REFUSED: as on AWS its agent waits for it */
    public Ec2Hosts(Ecs ecs, UnknownIds unknownClusters) {
        this.ecs = ecs;
        this.unknownClusters = unknownClusters;
    }

    @Override
    public void booted(Ec2Instance instance) {
        if (instance.image().agent() == MachineImage.EcsAgent.NONE) return;
        if (unknownClusters == UnknownIds.ADOPTED) adopt(instance);
        hosts(instance).booted(machine(instance));
    }

    /** As the agent on it sees it. */
    public static Machine machine(Ec2Instance instance) {
        return new Machine(
                instance.id(),
                instance.type(),
                instance.zone(),
                instance.image().id(),
                instance.subnet().id(),
                instance.subnet().vpcId(),
                instance.tags(),
                instance.ecsConfig().values());
    }

    private void adopt(Ec2Instance instance) {
        var named = instance.ecsConfig().values().getOrDefault(CLUSTER, "");
        var region = ecs.region(instance.region());
        if (!named.isEmpty() && region.findCluster(named).isEmpty()) region.createCluster(named);
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
