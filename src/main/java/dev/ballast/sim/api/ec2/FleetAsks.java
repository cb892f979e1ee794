package dev.ballast.sim.api.ec2;

import dev.ballast.model.PurchaseOption;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.world.ec2.InterruptionNotice;
import dev.ballast.sim.world.ec2.LaunchParameters;
import dev.ballast.sim.world.ec2.LaunchTemplates.Reference;
import dev.ballast.sim.world.ec2.Region;
import dev.ballast.sim.world.ec2.fleet.FleetConfig;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Excess;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Kind;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Minimum;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.OnDemandStrategy;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Origin;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Override;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Policies;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Source;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Specification;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.SpotStrategy;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Strategies;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Target;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.TemplateConfig;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Type;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Window;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import software.amazon.awssdk.services.ec2.model.CreateFleetRequest;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateConfigRequest;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverridesRequest;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateSpecification;
import software.amazon.awssdk.services.ec2.model.InstanceRequirementsRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateConfig;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.ec2.model.OnDemandOptionsRequest;
import software.amazon.awssdk.services.ec2.model.SpotFleetLaunchSpecification;
import software.amazon.awssdk.services.ec2.model.SpotFleetRequestConfigData;
import software.amazon.awssdk.services.ec2.model.SpotOptionsRequest;
import software.amazon.awssdk.services.ec2.model.TargetCapacitySpecificationRequest;

/** What RequestSpotFleet and CreateFleet ask for, in the world's words. */
final class FleetAsks {
    private FleetAsks() {}

    static FleetConfig of(SpotFleetRequestConfigData data, SortedMap<String, String> tags) {
        var both = !data.launchSpecifications().isEmpty()
                && !data.launchTemplateConfigs().isEmpty();
        if (both) throw invalid("LaunchTemplateConfigs");
        if (data.iamFleetRole() == null || data.iamFleetRole().isBlank()) throw invalid("IamFleetRole");
        var rebalance = data.spotMaintenanceStrategies() == null
                ? null
                : data.spotMaintenanceStrategies().capacityRebalance();
        return new FleetConfig(
                Kind.SPOT_FLEET,
                "request".equals(data.typeAsString())
                        ? Type.REQUEST
                        : type(data.typeAsString(), "SpotFleetRequestConfig.Type"),
                new Target(
                        data.targetCapacity(),
                        orZero(data.onDemandTargetCapacity()),
                        0,
                        PurchaseOption.SPOT,
                        unit(data.targetCapacityUnitTypeAsString())),
                strategies(
                        data.allocationStrategyAsString(),
                        data.onDemandAllocationStrategyAsString(),
                        data.instancePoolsToUseCount()),
                new Policies(
                        excess(data.excessCapacityTerminationPolicyAsString()),
                        Boolean.TRUE.equals(data.replaceUnhealthyInstances()),
                        Boolean.TRUE.equals(data.terminateInstancesWithExpiration()),
                        interruption(data.instanceInterruptionBehaviorAsString()),
                        rebalance == null
                                ? Optional.empty()
                                : Optional.of(rebalance(
                                        rebalance.replacementStrategyAsString(), rebalance.terminationDelay())),
                        Minimum.NONE),
                new Window(Optional.ofNullable(data.validFrom()), Optional.ofNullable(data.validUntil())),
                data.launchTemplateConfigs().isEmpty()
                        ? new Source.Specifications(data.launchSpecifications().stream()
                                .map(FleetAsks::specification)
                                .toList())
                        : new Source.Templates(data.launchTemplateConfigs().stream()
                                .map(FleetAsks::template)
                                .toList()),
                new Origin(
                        data.iamFleetRole(),
                        data.clientToken() == null ? "" : data.clientToken(),
                        LaunchAsks.price(data.spotPrice(), "spotPrice"),
                        tags,
                        LaunchParameters.EMPTY.tagging()));
    }

    private static Specification specification(SpotFleetLaunchSpecification asked) {
        return new Specification(
                LaunchAsks.of(asked),
                weight(asked.weightedCapacity()),
                LaunchAsks.price(asked.spotPrice(), "spotPrice"));
    }

    static TemplateConfig template(LaunchTemplateConfig asked) {
        return new TemplateConfig(
                reference(asked.launchTemplateSpecification()),
                asked.overrides().stream().map(FleetAsks::override).toList());
    }

    private static Override override(LaunchTemplateOverrides asked) {
        return new Override(
                LaunchAsks.given(asked.instanceTypeAsString()),
                LaunchAsks.given(asked.subnetId()),
                LaunchAsks.given(asked.availabilityZone()),
                Optional.empty(),
                weight(asked.weightedCapacity()),
                LaunchAsks.price(asked.spotPrice(), "spotPrice"),
                Optional.ofNullable(asked.priority()),
                Optional.ofNullable(asked.instanceRequirements())
                        .map(it -> RequirementAsks.of(
                                Twins.copy(it, InstanceRequirementsRequest.builder())
                                        .build(),
                                List.of())));
    }

    static FleetConfig of(CreateFleetRequest request, Region region, SortedMap<String, String> tags) {
        var spot = request.spotOptions() == null ? SpotOptionsRequest.builder().build() : request.spotOptions();
        var onDemand = request.onDemandOptions() == null
                ? OnDemandOptionsRequest.builder().build()
                : request.onDemandOptions();
        var type = type(request.typeAsString(), "Type");
        var rebalance = spot.maintenanceStrategies() == null
                ? null
                : spot.maintenanceStrategies().capacityRebalance();
        return new FleetConfig(
                Kind.EC2_FLEET,
                type,
                target(request.targetCapacitySpecification()),
                strategies(
                        spot.allocationStrategyAsString(),
                        onDemand.allocationStrategyAsString(),
                        spot.instancePoolsToUseCount()),
                new Policies(
                        excess(request.excessCapacityTerminationPolicyAsString()),
                        Boolean.TRUE.equals(request.replaceUnhealthyInstances()),
                        Boolean.TRUE.equals(request.terminateInstancesWithExpiration()),
                        interruption(spot.instanceInterruptionBehaviorAsString()),
                        rebalance == null
                                ? Optional.empty()
                                : Optional.of(rebalance(
                                        rebalance.replacementStrategyAsString(), rebalance.terminationDelay())),
                        minimum(type, spot, onDemand)),
                new Window(Optional.ofNullable(request.validFrom()), Optional.ofNullable(request.validUntil())),
                new Source.Templates(request.launchTemplateConfigs().stream()
                        .map(FleetAsks::template)
                        .toList()),
                new Origin(
                        "",
                        request.clientToken() == null ? "" : request.clientToken(),
                        Optional.empty(),
                        tags,
                        type == Type.INSTANT
                                ? new LaunchParameters.Tagging(
                                        TagLists.of(request.tagSpecifications(), "instance", region),
                                        TagLists.of(request.tagSpecifications(), "volume", region),
                                        TagLists.of(request.tagSpecifications(), "spot-instances-request", region))
                                : LaunchParameters.EMPTY.tagging()));
    }

    private static Minimum minimum(Type type, SpotOptionsRequest spot, OnDemandOptionsRequest onDemand) {
        var least = Math.max(orZero(spot.minTargetCapacity()), orZero(onDemand.minTargetCapacity()));
        var oneType =
                Boolean.TRUE.equals(spot.singleInstanceType()) || Boolean.TRUE.equals(onDemand.singleInstanceType());
        var oneZone = Boolean.TRUE.equals(spot.singleAvailabilityZone())
                || Boolean.TRUE.equals(onDemand.singleAvailabilityZone());
        if (type != Type.INSTANT && (least > 0 || oneType || oneZone))
            throw AwsError.refused(
                    "InvalidFleetConfig",
                    "MinTargetCapacity, SingleInstanceType and SingleAvailabilityZone are supported only for fleets of type"
                            + " instant.");
        if (least > 0 && !oneType && !oneZone)
            throw AwsError.refused(
                    "InvalidFleetConfig", "MinTargetCapacity requires SingleInstanceType or SingleAvailabilityZone.");
        return new Minimum(least, oneType, oneZone);
    }

    static TemplateConfig template(FleetLaunchTemplateConfigRequest asked) {
        if (asked.launchTemplateSpecification() == null)
            throw AwsError.refused(
                    "MissingParameter",
                    "The request must contain the parameter LaunchTemplateConfigs.LaunchTemplateSpecification");
        return new TemplateConfig(
                reference(Twins.copy(asked.launchTemplateSpecification(), FleetLaunchTemplateSpecification.builder())
                        .build()),
                asked.overrides().stream().map(FleetAsks::override).toList());
    }

    private static Override override(FleetLaunchTemplateOverridesRequest asked) {
        var zone = asked.availabilityZone() != null || asked.placement() == null
                ? asked.availabilityZone()
                : asked.placement().availabilityZone();
        return new Override(
                LaunchAsks.given(asked.instanceTypeAsString()),
                LaunchAsks.given(asked.subnetId()),
                LaunchAsks.given(zone),
                LaunchAsks.given(asked.imageId()),
                weight(asked.weightedCapacity()),
                LaunchAsks.price(asked.maxPrice(), "maxPrice"),
                Optional.ofNullable(asked.priority()),
                Optional.ofNullable(asked.instanceRequirements()).map(it -> RequirementAsks.of(it, List.of())));
    }

    private static Reference reference(FleetLaunchTemplateSpecification asked) {
        if (asked == null)
            throw AwsError.refused(
                    "MissingParameter",
                    "The request must contain the parameter LaunchTemplateConfigs.LaunchTemplateSpecification");
        if (asked.version() == null)
            throw AwsError.refused("MissingParameter", "A launch template version must be specified for a fleet.");
        return new Reference(
                LaunchAsks.given(asked.launchTemplateId()),
                LaunchAsks.given(asked.launchTemplateName()),
                asked.version());
    }

    static Target target(TargetCapacitySpecificationRequest asked) {
        return new Target(
                asked.totalTargetCapacity(),
                orZero(asked.onDemandTargetCapacity()),
                orZero(asked.spotTargetCapacity()),
                // EC2 Fleet buys on demand what nobody said otherwise of; there is no other default.
                "spot".equals(asked.defaultTargetCapacityTypeAsString())
                        ? PurchaseOption.SPOT
                        : PurchaseOption.ON_DEMAND,
                unit(asked.targetCapacityUnitTypeAsString()));
    }

    private static Type type(String word, String parameter) {
        if (word == null) return Type.MAINTAIN;
        for (var type : Type.values()) if (type.ec2Name().equals(word)) return type;
        throw AwsError.refused(
                "InvalidParameterValue", "Value (" + word + ") for parameter " + parameter + " is invalid.");
    }

    private static Strategies strategies(String spot, String onDemand, Integer poolsToUse) {
        var strategy = spot == null
                ? SpotStrategy.LOWEST_PRICE
                : SpotStrategy.of(spot)
                        .orElseThrow(() -> AwsError.refused(
                                "InvalidParameterValue",
                                "Value (" + spot + ") for parameter AllocationStrategy is invalid."));
        if (poolsToUse != null && strategy != SpotStrategy.LOWEST_PRICE)
            throw AwsError.refused(
                    "InvalidParameterCombination",
                    "InstancePoolsToUseCount is supported only with the lowest price allocation strategy.");
        return new Strategies(
                strategy,
                "prioritized".equals(onDemand) ? OnDemandStrategy.PRIORITIZED : OnDemandStrategy.LOWEST_PRICE,
                poolsToUse == null ? 1 : poolsToUse);
    }

    /** Both APIs' words for leaving what is too much. */
    static Excess excess(String word) {
        return word != null && word.toLowerCase(Locale.ROOT).startsWith("no") ? Excess.LEFT : Excess.TERMINATED;
    }

    private static InterruptionNotice.Action interruption(String word) {
        return word == null ? InterruptionNotice.Action.TERMINATE : InterruptionNotice.Action.of(word);
    }

    private static Duration rebalance(String strategy, Integer delaySeconds) {
        return "launch-before-terminate".equals(strategy) && delaySeconds != null
                ? Duration.ofSeconds(delaySeconds)
                : Duration.ZERO;
    }

    private static Target.Unit unit(String word) {
        if (word == null) return Target.Unit.UNITS;
        return switch (word) {
            case "vcpu" -> Target.Unit.VCPU;
            case "memory-mib" -> Target.Unit.MEMORY_MIB;
            default -> Target.Unit.UNITS;
        };
    }

    private static Optional<Double> weight(Double asked) {
        if (asked != null && !(asked > 0))
            throw AwsError.refused("InvalidParameterValue", "WeightedCapacity must be greater than 0.");
        return Optional.ofNullable(asked);
    }

    private static int orZero(Integer number) {
        return number == null ? 0 : number;
    }

    private static AwsError invalid(String parameter) {
        return AwsError.refused(
                "InvalidSpotFleetRequestConfig", "Parameter: SpotFleetRequestConfig." + parameter + " is invalid.");
    }
}
