package dev.ballast.sim.world.ec2.fleet;

import dev.ballast.model.PurchaseOption;
import dev.ballast.model.UsdPerHour;
import dev.ballast.sim.world.ec2.InterruptionNotice;
import dev.ballast.sim.world.ec2.LaunchParameters;
import dev.ballast.sim.world.ec2.LaunchTemplates;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a fleet was asked to be. */
public record FleetConfig(
        Kind kind,
        Type type,
        Target target,
        Strategies strategies,
        Policies policies,
        Window window,
        Source source,
        Origin origin) {

    /** Which API made it; the two differ in names, errors and a few habits. */
    public enum Kind {
        SPOT_FLEET,
        EC2_FLEET
    }

    public enum Type {
        /** Fills its target once and never replaces. */
        REQUEST,
        MAINTAIN,
        /** One attempt, answered at once. */
        INSTANT;

        public String ec2Name() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How much, in units of weight.
     *
     * @param spot and {@code onDemand} are parts of {@code total}; the rest is bought as {@code otherwise}
     */
    public record Target(int total, int onDemand, int spot, PurchaseOption otherwise, Unit unit) {
        public enum Unit {
            UNITS,
            VCPU,
            MEMORY_MIB
        }

        /** The share that is to be on-demand. */
        public int onDemandShare() {
            return otherwise == PurchaseOption.ON_DEMAND ? Math.max(0, total - spot) : Math.min(total, onDemand);
        }

        public int spotShare() {
            return total - onDemandShare();
        }

        public Target resized(int newTotal, Optional<Integer> newOnDemand, Optional<Integer> newSpot) {
            return new Target(newTotal, newOnDemand.orElse(onDemand), newSpot.orElse(spot), otherwise, unit);
        }
    }

    /** @param poolsToUse over how many pools lowest-price spreads; 1 unless said */
    public record Strategies(SpotStrategy spot, OnDemandStrategy onDemand, int poolsToUse) {}

    /** The names are EC2 Fleet's; Spot Fleet writes them in camel case. */
    public enum SpotStrategy {
        LOWEST_PRICE("lowest-price", "lowestPrice"),
        DIVERSIFIED("diversified", "diversified"),
        CAPACITY_OPTIMIZED("capacity-optimized", "capacityOptimized"),
        CAPACITY_OPTIMIZED_PRIORITIZED("capacity-optimized-prioritized", "capacityOptimizedPrioritized"),
        PRICE_CAPACITY_OPTIMIZED("price-capacity-optimized", "priceCapacityOptimized");

        private final String fleetName;
        private final String spotFleetName;

        SpotStrategy(String fleetName, String spotFleetName) {
            this.fleetName = fleetName;
            this.spotFleetName = spotFleetName;
        }

        public String name(Kind kind) {
            return kind == Kind.EC2_FLEET ? fleetName : spotFleetName;
        }

        public static Optional<SpotStrategy> of(String name) {
            for (var strategy : values())
                if (strategy.fleetName.equals(name) || strategy.spotFleetName.equals(name))
                    return Optional.of(strategy);
            return Optional.empty();
        }
    }

    public enum OnDemandStrategy {
        LOWEST_PRICE,
        PRIORITIZED
    }

    /**
     * @param excess what becomes of capacity over the target
     * @param capacityRebalance a replacement is launched when a rebalance recommendation comes, and the old instance goes
     *     this long after it; a duration of zero leaves it to run
     */
    public record Policies(
            Excess excess,
            boolean replacesUnhealthy,
            boolean terminatesWithExpiration,
            InterruptionNotice.Action onInterruption,
            Optional<Duration> capacityRebalance,
            Minimum minimum) {}

    public enum Excess {
        TERMINATED,
        LEFT
    }

    /** What an instant fleet must reach to launch at all; {@code target} 0 where anything will do. */
    public record Minimum(int target, boolean singleInstanceType, boolean singleZone) {
        public static final Minimum NONE = new Minimum(0, false, false);
    }

    /** When it is valid; open ends are empty. */
    public record Window(Optional<Instant> from, Optional<Instant> until) {}

    /** What it launches: one of two forms, which exclude each other. */
    public sealed interface Source {
        record Specifications(List<Specification> list) implements Source {
            public Specifications {
                list = List.copyOf(list);
            }
        }

        record Templates(List<TemplateConfig> list) implements Source {
            public Templates {
                list = List.copyOf(list);
            }
        }
    }

    /**
     * A Spot Fleet's launch specification.
     *
     * @param parameters its subnet and zone may be lists with commas
     * @param weight units that an instance counts
     * @param maxPrice for a unit and hour
     */
    public record Specification(LaunchParameters parameters, Optional<Double> weight, Optional<UsdPerHour> maxPrice) {}

    /** A launch template and what is put on top of it, a pool or several each. */
    public record TemplateConfig(LaunchTemplates.Reference template, List<Override> overrides) {
        public TemplateConfig {
            overrides = List.copyOf(overrides);
        }
    }

    /** @param maxPrice for a unit and hour */
    public record Override(
            Optional<String> instanceType,
            Optional<String> subnetId,
            Optional<String> zone,
            Optional<String> imageId,
            Optional<Double> weight,
            Optional<UsdPerHour> maxPrice,
            Optional<Double> priority,
            Optional<TypeRequirements> requirements) {
        public static final Override NONE = new Override(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Where it comes from.
     *
     * @param iamFleetRole Spot Fleet only, else empty
     * @param maxPrice Spot Fleet's SpotPrice, for a unit and hour; empty for EC2 Fleet, whose overrides have their own
     * @param tags on the fleet itself
     * @param launchTags what an instant EC2 Fleet's tag specifications put on its instances and volumes
     */
    public record Origin(
            String iamFleetRole,
            String clientToken,
            Optional<UsdPerHour> maxPrice,
            SortedMap<String, String> tags,
            LaunchParameters.Tagging launchTags) {
        public Origin {
            tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        }
    }

    public FleetConfig with(Target other) {
        return new FleetConfig(kind, type, other, strategies, policies, window, source, origin);
    }

    public FleetConfig with(Policies other) {
        return new FleetConfig(kind, type, target, strategies, other, window, source, origin);
    }

    public FleetConfig with(Source other) {
        return new FleetConfig(kind, type, target, strategies, policies, window, other, origin);
    }
}
