package dev.ballast.sim.world.ec2.fleet;

import java.time.Instant;
import java.util.Optional;

/**
 * A line of a fleet's history, and the event that EventBridge tells of it.
 *
 * @param subType EC2's word: launched, terminated, submitted, active, …
 * @param instanceId for changes of instances
 * @param description a sentence or, for instances, JSON
 */
public record FleetEvent(Instant at, Kind kind, String subType, Optional<String> instanceId, String description) {
    public enum Kind {
        INSTANCE_CHANGE("instanceChange", "Instance Change"),
        FLEET_REQUEST_CHANGE("fleetRequestChange", "State Change"),
        ERROR("error", "Error"),
        INFORMATION("information", "Information");

        private final String spotFleetName;
        private final String detailType;

        Kind(String spotFleetName, String detailType) {
            this.spotFleetName = spotFleetName;
            this.detailType = detailType;
        }

        /** As DescribeSpotFleetRequestHistory spells it. */
        public String spotFleetName() {
            return spotFleetName;
        }

        /** As DescribeFleetHistory spells it. */
        public String fleetName() {
            return switch (this) {
                case INSTANCE_CHANGE -> "instance-change";
                case FLEET_REQUEST_CHANGE -> "fleet-change";
                case ERROR -> "service-error";
                case INFORMATION -> "information";
            };
        }

        /** What stands behind "EC2 Spot Fleet" or "EC2 Fleet" in an event's detail-type. */
        public String detailType() {
            return detailType;
        }
    }
}
