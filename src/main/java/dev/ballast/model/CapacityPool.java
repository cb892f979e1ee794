package dev.ballast.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One market: an instance type in an Availability Zone, bought one way. A pool is one coin: its instances go together. */
public record CapacityPool(String instanceType, String zone, PurchaseOption option)
        implements Comparable<CapacityPool> {
    public static CapacityPool spot(String instanceType, String zone) {
        return new CapacityPool(instanceType, zone, PurchaseOption.SPOT);
    }

    public static CapacityPool onDemand(String instanceType, String zone) {
        return new CapacityPool(instanceType, zone, PurchaseOption.ON_DEMAND);
    }

    /** @throws IllegalArgumentException unless the text is what {@link #toString()} writes, the option being optional */
    @JsonCreator
    public static CapacityPool of(String text) {
        var parts = text.split("/", -1);
        if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty() || parts[1].isEmpty())
            throw new IllegalArgumentException(
                    "'" + text + "' is no capacity pool, expected TYPE/ZONE or TYPE/ZONE/on-demand");
        return switch (parts.length == 2 ? "spot" : parts[2]) {
            case "spot" -> spot(parts[0], parts[1]);
            case "on-demand" -> onDemand(parts[0], parts[1]);
            default -> throw new IllegalArgumentException("'" + parts[2] + "' is neither spot nor on-demand");
        };
    }

    /** By type, zone and option; by hand, because a decision compares pools some hundred thousand times. */
    @Override
    public int compareTo(CapacityPool other) {
        var byType = instanceType.compareTo(other.instanceType);
        if (byType != 0) return byType;
        var byZone = zone.compareTo(other.zone);
        return byZone != 0 ? byZone : option.compareTo(other.option);
    }

    /** {@code m5.large/eu-west-1a}, with {@code /on-demand} behind it where it is not spot. */
    @Override
    @JsonValue
    public String toString() {
        return instanceType + "/" + zone + (option == PurchaseOption.SPOT ? "" : "/" + option.ec2Name());
    }
}
