package dev.ballast.sim.api.ec2;

import dev.ballast.model.PurchaseOption;
import dev.ballast.sim.world.ec2.LaunchTemplates.Reference;
import dev.ballast.sim.world.ec2.fleet.Fleet;
import dev.ballast.sim.world.ec2.fleet.FleetConfig;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Excess;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Kind;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.OnDemandStrategy;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Override;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Source;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Target;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Type;
import dev.ballast.sim.world.ec2.fleet.FleetEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.DescribeFleetError;
import software.amazon.awssdk.services.ec2.model.DescribeFleetsInstances;
import software.amazon.awssdk.services.ec2.model.EventInformation;
import software.amazon.awssdk.services.ec2.model.FleetData;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateConfig;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverrides;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateSpecification;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateAndOverridesResponse;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateConfig;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.ec2.model.SpotFleetLaunchSpecification;
import software.amazon.awssdk.services.ec2.model.SpotFleetRequestConfigData;

/** Fleets as both APIs tell them. */
final class FleetTells {
    private FleetTells() {}

    static SpotFleetRequestConfigData spotFleet(Fleet fleet) {
        var config = fleet.config();
        var data = SpotFleetRequestConfigData.builder()
                .allocationStrategy(config.strategies().spot().name(Kind.SPOT_FLEET))
                .onDemandAllocationStrategy(
                        config.strategies().onDemand() == OnDemandStrategy.PRIORITIZED ? "prioritized" : "lowestPrice")
                .clientToken(LaunchAsks.given(config.origin().clientToken()).orElse(null))
                .excessCapacityTerminationPolicy(
                        config.policies().excess() == Excess.LEFT ? "noTermination" : "default")
                .fulfilledCapacity(fleet.fulfilled())
                .onDemandFulfilledCapacity(fleet.fulfilled(PurchaseOption.ON_DEMAND))
                .iamFleetRole(config.origin().iamFleetRole())
                .spotPrice(LaunchTells.dollars(config.origin().maxPrice()))
                .targetCapacity(config.target().total())
                .onDemandTargetCapacity(config.target().onDemand())
                .targetCapacityUnitType(unit(config.target().unit()))
                .terminateInstancesWithExpiration(config.policies().terminatesWithExpiration())
                .type(config.type().ec2Name())
                .validFrom(config.window().from().orElse(null))
                .validUntil(config.window().until().orElse(null))
                .replaceUnhealthyInstances(config.policies().replacesUnhealthy())
                .instanceInterruptionBehavior(config.policies().onInterruption().ec2Name());
        if (config.strategies().poolsToUse() > 1)
            data.instancePoolsToUseCount(config.strategies().poolsToUse());
        config.policies()
                .capacityRebalance()
                .ifPresent(delay -> data.spotMaintenanceStrategies(it -> it.capacityRebalance(rebalance -> rebalance
                        .replacementStrategy(delay.isZero() ? "launch" : "launch-before-terminate")
                        .terminationDelay(delay.isZero() ? null : (int) delay.toSeconds()))));
        switch (config.source()) {
            case Source.Specifications specifications ->
                data.launchSpecifications(specifications.list().stream()
                        .map(FleetTells::specification)
                        .toList());
            case Source.Templates templates ->
                data.launchTemplateConfigs(templates.list().stream()
                        .map(FleetTells::spotFleetTemplate)
                        .toList());
        }
        return data.build();
    }

    private static SpotFleetLaunchSpecification specification(FleetConfig.Specification specification) {
        return LaunchTells.spotFleet(specification.parameters()).toBuilder()
                .weightedCapacity(specification.weight().orElse(null))
                .spotPrice(LaunchTells.dollars(specification.maxPrice()))
                .build();
    }

    private static LaunchTemplateConfig spotFleetTemplate(FleetConfig.TemplateConfig template) {
        var config = LaunchTemplateConfig.builder().launchTemplateSpecification(reference(template.template()));
        if (!template.overrides().isEmpty())
            config.overrides(template.overrides().stream()
                    .map(override -> LaunchTemplateOverrides.builder()
                            .instanceType(override.instanceType().orElse(null))
                            .subnetId(override.subnetId().orElse(null))
                            .availabilityZone(override.zone().orElse(null))
                            .weightedCapacity(override.weight().orElse(null))
                            .spotPrice(LaunchTells.dollars(override.maxPrice()))
                            .priority(override.priority().orElse(null))
                            .instanceRequirements(override.requirements()
                                    .map(RequirementAsks::told)
                                    .orElse(null))
                            .build())
                    .toList());
        return config.build();
    }

    static FleetData fleet(Fleet fleet) {
        var config = fleet.config();
        var data = FleetData.builder()
                .fleetId(fleet.id())
                .fleetState(fleet.state().ec2Name(Kind.EC2_FLEET))
                .activityStatus(
                        config.type() == Type.INSTANT || fleet.state() == Fleet.State.ENDED
                                ? null
                                : fleet.activity().ec2Name())
                .createTime(fleet.createdAt())
                .clientToken(LaunchAsks.given(config.origin().clientToken()).orElse(null))
                .excessCapacityTerminationPolicy(
                        config.policies().excess() == Excess.LEFT ? "no-termination" : "termination")
                .fulfilledCapacity(fleet.fulfilled())
                .fulfilledOnDemandCapacity(fleet.fulfilled(PurchaseOption.ON_DEMAND))
                .targetCapacitySpecification(it -> it.totalTargetCapacity(
                                config.target().total())
                        .onDemandTargetCapacity(config.target().onDemand())
                        .spotTargetCapacity(config.target().spot())
                        .defaultTargetCapacityType(config.target().otherwise().ec2Name())
                        .targetCapacityUnitType(unit(config.target().unit())))
                .terminateInstancesWithExpiration(config.policies().terminatesWithExpiration())
                .type(config.type().ec2Name())
                .validFrom(config.window().from().orElse(null))
                .validUntil(config.window().until().orElse(null))
                .replaceUnhealthyInstances(config.policies().replacesUnhealthy())
                .spotOptions(it -> {
                    it.allocationStrategy(config.strategies().spot().name(Kind.EC2_FLEET))
                            .instanceInterruptionBehavior(
                                    config.policies().onInterruption().ec2Name());
                    if (config.strategies().poolsToUse() > 1)
                        it.instancePoolsToUseCount(config.strategies().poolsToUse());
                    config.policies()
                            .capacityRebalance()
                            .ifPresent(delay -> it.maintenanceStrategies(strategies ->
                                    strategies.capacityRebalance(rebalance -> rebalance
                                            .replacementStrategy(delay.isZero() ? "launch" : "launch-before-terminate")
                                            .terminationDelay(delay.isZero() ? null : (int) delay.toSeconds()))));
                })
                .onDemandOptions(it -> it.allocationStrategy(
                        config.strategies().onDemand() == OnDemandStrategy.PRIORITIZED
                                ? "prioritized"
                                : "lowest-price"))
                .tags(TagLists.of(fleet.tags()));
        if (config.source() instanceof Source.Templates templates)
            data.launchTemplateConfigs(templates.list().stream()
                    .map(template -> FleetLaunchTemplateConfig.builder()
                            .launchTemplateSpecification(reference(template.template()))
                            .overrides(template.overrides().stream()
                                    .map(FleetTells::override)
                                    .toList())
                            .build())
                    .toList());
        if (config.type() == Type.INSTANT)
            data.instances(instances(fleet))
                    .errors(fleet.errors().stream().map(FleetTells::error).toList());
        return data.build();
    }

    /** One item for each pool, with all its instances. */
    static List<DescribeFleetsInstances> instances(Fleet fleet) {
        var byPool = new LinkedHashMap<String, List<Fleet.Member>>();
        for (var member : fleet.launched())
            byPool.computeIfAbsent(member.candidate() + "/" + member.instance().option(), missing -> new ArrayList<>())
                    .add(member);
        return byPool.values().stream()
                .map(members -> DescribeFleetsInstances.builder()
                        .launchTemplateAndOverrides(
                                launchable(members.getFirst().launchable()))
                        .lifecycle(members.getFirst().instance().option().ec2Name())
                        .instanceIds(members.stream()
                                .map(member -> member.instance().id())
                                .toList())
                        .instanceType(members.getFirst().instance().type().name())
                        .build())
                .toList();
    }

    static DescribeFleetError error(Fleet.LaunchError error) {
        return DescribeFleetError.builder()
                .launchTemplateAndOverrides(launchable(error.launchable()))
                .lifecycle(error.option().ec2Name())
                .errorCode(error.code())
                .errorMessage(error.message())
                .build();
    }

    /** The override as it was asked for, with the pool that it led to filled in. */
    private static LaunchTemplateAndOverridesResponse launchable(Fleet.Launchable launchable) {
        var override = override(launchable.override()).toBuilder();
        if (!launchable.instanceType().isEmpty()) override.instanceType(launchable.instanceType());
        if (launchable.override().zone().isEmpty() && !launchable.zone().isEmpty())
            override.availabilityZone(launchable.zone());
        return LaunchTemplateAndOverridesResponse.builder()
                .launchTemplateSpecification(
                        launchable.template().map(FleetTells::reference).orElse(null))
                .overrides(override.build())
                .build();
    }

    private static FleetLaunchTemplateOverrides override(Override override) {
        return FleetLaunchTemplateOverrides.builder()
                .instanceType(override.instanceType().orElse(null))
                .subnetId(override.subnetId().orElse(null))
                .availabilityZone(override.zone().orElse(null))
                .imageId(override.imageId().orElse(null))
                .weightedCapacity(override.weight().orElse(null))
                .maxPrice(LaunchTells.dollars(override.maxPrice()))
                .priority(override.priority().orElse(null))
                .instanceRequirements(
                        override.requirements().map(RequirementAsks::told).orElse(null))
                .build();
    }

    private static FleetLaunchTemplateSpecification reference(Reference reference) {
        return FleetLaunchTemplateSpecification.builder()
                .launchTemplateId(reference.id().orElse(null))
                .launchTemplateName(reference.name().orElse(null))
                .version(reference.version())
                .build();
    }

    static EventInformation information(FleetEvent event) {
        return EventInformation.builder()
                .eventSubType(event.subType())
                .instanceId(event.instanceId().orElse(null))
                .eventDescription(Optional.of(event.description())
                        .filter(text -> !text.isEmpty())
                        .orElse(null))
                .build();
    }

    /** Tells the lines of a history apart. */
    static String key(FleetEvent event) {
        return event.at() + "/" + event.subType() + "/" + event.instanceId().orElse("");
    }

    private static String unit(Target.Unit unit) {
        return switch (unit) {
            case UNITS -> null;
            case VCPU -> "vcpu";
            case MEMORY_MIB -> "memory-mib";
        };
    }
}
