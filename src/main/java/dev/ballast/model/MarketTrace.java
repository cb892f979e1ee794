package dev.ballast.model;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What somebody recorded of spot pools: how many instances they held, or what they cost. Times count from the recording's begin. */
public record MarketTrace(List<Depths> depths, List<Prices> prices) {
    public static final MarketTrace NONE = new MarketTrace(List.of(), List.of());
    /** A depth that nobody reaches. */
    public static final int UNLIMITED = 1_000_000;

    /** From {@code at} on the pool holds so many instances. */
    public record DepthAt(Duration at, int instances) {}

    /**
     * @param changes by time, at least one
     * @param end from which on nothing is known
     */
    public record Depths(CapacityPool pool, List<DepthAt> changes, Duration end) {}

    /** From {@code at} on an hour costs so much. */
    public record PriceAt(Duration at, UsdPerHour price) {}

    /** @param changes by time, at least one */
    public record Prices(CapacityPool pool, List<PriceAt> changes) {}

    /** Every pool that is named. */
    public Stream<CapacityPool> pools() {
        return Stream.concat(depths.stream().map(Depths::pool), prices.stream().map(Prices::pool))
                .distinct();
    }
}
