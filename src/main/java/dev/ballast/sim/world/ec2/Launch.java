package dev.ballast.sim.world.ec2;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceType;
import dev.ballast.model.PurchaseOption;
import java.util.Optional;

/**
 * A launch that has passed every check: where, what, on which terms. {@link Launches} makes them.
 *
 * @param spot empty for on-demand
 */
public record Launch(InstanceType type, Subnet subnet, LaunchSpec spec, Optional<SpotOffer> spot, String clientToken) {
    /**
     * On what terms the launch asks for spot capacity.
     *
     * @param fleetId of the fleet that launches, else empty
     * @param request the request that this launch fulfils; empty makes one for each instance
     * @param parameters what such a new request is told to have asked for
     */
    public record SpotOffer(
            String fleetId,
            LaunchParameters.SpotOptions terms,
            Optional<SpotRequest> request,
            LaunchParameters parameters) {}

    public CapacityPool pool() {
        return new CapacityPool(
                type.name(), subnet.zone().name(), spot.isPresent() ? PurchaseOption.SPOT : PurchaseOption.ON_DEMAND);
    }
}
