package dev.ballast.simulation;

import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.InstanceListener;
import dev.ballast.sim.world.ec2.StateReason;

/** Counts the instances that AWS took away. */
final class Losses implements InstanceListener {
    private int count;

    @Override
    public void stopping(Ec2Instance instance) {
        if (instance.stateReason().equals(StateReason.SPOT)) count++;
    }

    int count() {
        return count;
    }
}
