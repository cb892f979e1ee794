package dev.ballast.sim.world.ec2;

import dev.ballast.model.InstanceState;

/**
 * Told what happens to instances, in the order in which it happens, at the world's {@code now}. Listeners are called in
 * the order in which they were added, after EC2's own state has changed.
 */
public interface InstanceListener {
    /** Every change of state, also the first, from {@code pending} to {@code pending}, when the launch was accepted. */
    default void stateChanged(Ec2Instance instance, InstanceState before) {}

    /** The operating system is up and its user data has been read: an agent that the image carries starts now. */
    default void booted(Ec2Instance instance) {}

    /** The instance begins to stop or to shut down: whatever ran on it is being killed. */
    default void stopping(Ec2Instance instance) {}

    /** The instance is gone for good; it stays visible for an hour. */
    default void terminated(Ec2Instance instance) {}

    /** EC2 will act on the instance at {@link InterruptionNotice#at()}; metadata and EventBridge say so from now on. */
    default void interruptionNotice(Ec2Instance instance, InterruptionNotice notice) {}

    /** EC2 sees an elevated risk; a notice may follow, come at once with it, or never come. */
    default void rebalanceRecommended(Ec2Instance instance) {}
}
