package dev.ballast.sim.world.ec2;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceType;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.UsdPerHour;
import java.util.Optional;

/**
 * A launch that has passed every check: where, what, on which terms.
 *
 * @param spot empty for on-demand
 */
public record Launch(
        InstanceType type, Subnet subnet, LaunchSpec spec, Optional<SpotOffer> spot, String clientToken) {
    /**
     * @param fleetId of the fleet that launches, else empty
     * @param maxPrice empty: up to the on-demand price
     */
    public record SpotOffer(
            String fleetId,
            boolean persistent,
            InterruptionNotice.Action onInterruption,
            Optional<UsdPerHour> maxPrice) {}

    public CapacityPool pool() {
        return new CapacityPool(
                type.name(), subnet.zone().name(), spot.isPresent() ? PurchaseOption.SPOT : PurchaseOption.ON_DEMAND);
    }
}
