package dev.ballast.model;

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
        double lossesPerDay) {}
