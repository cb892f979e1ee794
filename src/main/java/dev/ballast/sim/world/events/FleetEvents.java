package dev.ballast.sim.world.events;

import dev.ballast.sim.world.ec2.fleet.Fleet;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Kind;
import dev.ballast.sim.world.ec2.fleet.FleetEvent;
import dev.ballast.sim.world.ec2.fleet.FleetListener;
import dev.ballast.sim.world.messaging.EventBridge;
import dev.ballast.sim.world.messaging.EventBuses;
import java.util.List;

/** Sources aws.ec2spotfleet and aws.ec2fleet: what a fleet writes into its history, as it writes it. */
public final class FleetEvents implements FleetListener {
    private final EventBridge bridge;
    private final String accountId;

    public FleetEvents(EventBridge bridge, String accountId) {
        this.bridge = bridge;
        this.accountId = accountId;
    }

    @Override
    public void happened(Fleet fleet, FleetEvent event) {
        var buses = bridge.region(fleet.region());
        if (!buses.isHeard()) return;
        var detail = Detail.object();
        event.instanceId().ifPresent(id -> detail.put("instance-id", id));
        if (!event.description().isEmpty()) detail.put("description", event.description());
        detail.put("sub-type", event.subType());
        var spotFleet = fleet.config().kind() == Kind.SPOT_FLEET;
        buses.put(new EventBuses.Entry(
                spotFleet ? "aws.ec2spotfleet" : "aws.ec2fleet",
                (spotFleet ? "EC2 Spot Fleet " : "EC2 Fleet ") + event.kind().detailType(),
                List.of(arn(fleet, spotFleet ? "spot-fleet-request" : "ec2-fleet")),
                detail));
    }

    private String arn(Fleet fleet, String kind) {
        return "arn:aws:ec2:" + fleet.region() + ":" + accountId + ":" + kind + "/" + fleet.id();
    }
}
