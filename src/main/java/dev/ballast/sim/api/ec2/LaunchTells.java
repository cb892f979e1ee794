package dev.ballast.sim.api.ec2;

import dev.ballast.model.UsdPerHour;
import dev.ballast.sim.world.ec2.BlockDevice;
import dev.ballast.sim.world.ec2.LaunchParameters;
import dev.ballast.sim.world.ec2.LaunchSpec.MetadataOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.LaunchSpecification;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceMetadataOptions;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecification;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.SpotFleetLaunchSpecification;

/** Launch parameters as answers repeat them. */
final class LaunchTells {
    private LaunchTells() {}

    static ResponseLaunchTemplateData data(LaunchParameters parameters) {
        var machine = parameters.machine();
        var placing = parameters.placing();
        var access = parameters.access();
        var options = parameters.options();
        var data = ResponseLaunchTemplateData.builder()
                .imageId(machine.imageId().orElse(null))
                .instanceType(machine.instanceType().orElse(null))
                .userData(machine.userData().orElse(null))
                .keyName(access.keyName().orElse(null))
                .ebsOptimized(options.ebsOptimized().orElse(null))
                .disableApiTermination(options.terminationProtected().orElse(null))
                .disableApiStop(options.stopProtected().orElse(null))
                .instanceInitiatedShutdownBehavior(options.terminatesOnShutdown()
                        .map(terminates -> terminates ? "terminate" : "stop")
                        .orElse(null));
        access.profile()
                .ifPresent(profile -> data.iamInstanceProfile(it -> it.arn(profile.startsWith("arn:") ? profile : null)
                        .name(profile.startsWith("arn:") ? null : profile)));
        options.detailedMonitoring().ifPresent(enabled -> data.monitoring(it -> it.enabled(enabled)));
        options.metadata().ifPresent(metadata -> data.metadataOptions(metadata(metadata)));
        if (placing.zone().isPresent() || placing.tenancy().isPresent())
            data.placement(it -> it.availabilityZone(placing.zone().orElse(null))
                    .tenancy(placing.tenancy().orElse(null)));
        if (placing.networkInterfaceUsed()) {
            data.networkInterfaces(card(placing, access));
        } else {
            if (!access.securityGroupIds().isEmpty()) data.securityGroupIds(access.securityGroupIds());
            if (!access.securityGroupNames().isEmpty()) data.securityGroups(access.securityGroupNames());
        }
        if (!parameters.blockDevices().isEmpty())
            data.blockDeviceMappings(
                    parameters.blockDevices().stream().map(LaunchTells::device).toList());
        var tags = tags(parameters.tagging());
        if (!tags.isEmpty()) data.tagSpecifications(tags);
        parameters
                .spot()
                .ifPresent(spot -> data.instanceMarketOptions(market -> market.marketType("spot")
                        .spotOptions(it -> it.maxPrice(dollars(spot.maxPrice()))
                                .spotInstanceType(spot.persistent() ? "persistent" : "one-time")
                                .instanceInterruptionBehavior(spot.onInterruption()
                                        .map(action -> action.ec2Name())
                                        .orElse(null))
                                .validUntil(spot.validUntil().orElse(null)))));
        return data.build();
    }

    static SpotFleetLaunchSpecification spotFleet(LaunchParameters parameters) {
        var specification = Twins.copy(data(parameters), SpotFleetLaunchSpecification.builder())
                .monitoring(it ->
                        it.enabled(parameters.options().detailedMonitoring().orElse(false)));
        if (!parameters.placing().networkInterfaceUsed()) {
            specification.subnetId(parameters.placing().subnetId().orElse(null));
            var groups = groups(parameters.access());
            if (!groups.isEmpty()) specification.securityGroups(groups);
        }
        return specification.build();
    }

    static LaunchSpecification spotRequest(LaunchParameters parameters) {
        var specification = Twins.copy(data(parameters), LaunchSpecification.builder())
                .monitoring(it ->
                        it.enabled(parameters.options().detailedMonitoring().orElse(false)))
                // DescribeSpotInstanceRequests never repeats the user data.
                .userData(null);
        if (!parameters.placing().networkInterfaceUsed()) {
            specification.subnetId(parameters.placing().subnetId().orElse(null));
            var groups = groups(parameters.access());
            if (!groups.isEmpty()) specification.securityGroups(groups);
        }
        return specification.build();
    }

    private static List<GroupIdentifier> groups(LaunchParameters.Access access) {
        var groups = new ArrayList<GroupIdentifier>();
        access.securityGroupIds()
                .forEach(id -> groups.add(GroupIdentifier.builder().groupId(id).build()));
        access.securityGroupNames()
                .forEach(name ->
                        groups.add(GroupIdentifier.builder().groupName(name).build()));
        return groups;
    }

    private static LaunchTemplateInstanceNetworkInterfaceSpecification card(
            LaunchParameters.Placing placing, LaunchParameters.Access access) {
        var card = LaunchTemplateInstanceNetworkInterfaceSpecification.builder()
                .deviceIndex(0)
                .subnetId(placing.subnetId().orElse(null))
                .associatePublicIpAddress(placing.publicAddress().orElse(null));
        if (!access.securityGroupIds().isEmpty()) card.groups(access.securityGroupIds());
        return card.build();
    }

    private static LaunchTemplateBlockDeviceMapping device(BlockDevice device) {
        var mapping = LaunchTemplateBlockDeviceMapping.builder()
                .deviceName(device.name())
                .virtualName(device.virtualName().orElse(null))
                .noDevice(device.suppressed() ? "" : null);
        device.ebs()
                .ifPresent(ebs -> mapping.ebs(it -> it.volumeSize(ebs.sizeGib().orElse(null))
                        .snapshotId(ebs.snapshotId().orElse(null))
                        .volumeType(ebs.volumeType().orElse(null))
                        .deleteOnTermination(ebs.deleteOnTermination().orElse(null))
                        .encrypted(ebs.encrypted().orElse(null))
                        .iops(ebs.iops().orElse(null))
                        .throughput(ebs.throughputMibps().orElse(null))
                        .kmsKeyId(ebs.kmsKeyId().orElse(null))));
        return mapping.build();
    }

    private static LaunchTemplateInstanceMetadataOptions metadata(MetadataOptions options) {
        return LaunchTemplateInstanceMetadataOptions.builder()
                .state("applied")
                .httpTokens(options.tokensRequired() ? "required" : "optional")
                .httpPutResponseHopLimit(options.hopLimit())
                .httpEndpoint(options.enabled() ? "enabled" : "disabled")
                .instanceMetadataTags(options.tagsShown() ? "enabled" : "disabled")
                .build();
    }

    private static List<LaunchTemplateTagSpecification> tags(LaunchParameters.Tagging tagging) {
        var specifications = new ArrayList<LaunchTemplateTagSpecification>();
        add(specifications, "instance", tagging.instance());
        add(specifications, "volume", tagging.volume());
        add(specifications, "spot-instances-request", tagging.spotRequest());
        return specifications;
    }

    private static void add(
            List<LaunchTemplateTagSpecification> specifications, String resourceType, Map<String, String> tags) {
        if (!tags.isEmpty())
            specifications.add(LaunchTemplateTagSpecification.builder()
                    .resourceType(resourceType)
                    .tags(TagLists.of(tags))
                    .build());
    }

    /** As AWS writes prices: without trailing zeros. */
    static String dollars(Optional<UsdPerHour> price) {
        return price.map(LaunchTells::dollars).orElse(null);
    }

    static String dollars(UsdPerHour price) {
        return price.toBigDecimal().stripTrailingZeros().toPlainString();
    }
}
