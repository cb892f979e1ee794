package dev.ballast.model;

import java.time.Duration;

/**
 * A pool that can be asked for, with what is known of it.
 *
 * @param price what an hour costs now
 * @param onDemandPrice what the same type costs on demand in this region
 * @param subnetId where an instance of this pool would start
 * @param lossesPerDay expected losses a day per instance; 0 for on-demand
 */
public record Offer(
        CapacityPool pool,
        InstanceType type,
        UsdPerHour price,
        UsdPerHour onDemandPrice,
        String subnetId,
        double lossesPerDay) {
    /** EC2 bills Linux instances by the second, and a minute at least. */
    public static final Duration LEAST_BILLED = Duration.ofMinutes(1);

    /**
     * Of a spot pool that nothing more is known of: the middle of what the bands of AWS's Spot Instance Advisor from 5 to 20 % a
     * month come to (0.002 to 0.007).
     */
    public static final double USUAL_LOSSES_PER_DAY = 0.005;
}
