package dev.ballast.sim.world.ec2.fleet;

/** Told of every line that a fleet adds to its history; EventBridge makes events of them. */
public interface FleetListener {
    void happened(Fleet fleet, FleetEvent event);
}
