package dev.ballast.sim.api.ec2;

import dev.ballast.model.UsdPerHour;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.world.ec2.BlockDevice;
import dev.ballast.sim.world.ec2.InterruptionNotice;
import dev.ballast.sim.world.ec2.LaunchParameters;
import dev.ballast.sim.world.ec2.LaunchParameters.Access;
import dev.ballast.sim.world.ec2.LaunchParameters.Machine;
import dev.ballast.sim.world.ec2.LaunchParameters.Options;
import dev.ballast.sim.world.ec2.LaunchParameters.Placing;
import dev.ballast.sim.world.ec2.LaunchParameters.SpotOptions;
import dev.ballast.sim.world.ec2.LaunchParameters.Tagging;
import dev.ballast.sim.world.ec2.LaunchSpec.MetadataOptions;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateSpotMarketOptionsRequest;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.RequestSpotLaunchSpecification;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.SpotFleetLaunchSpecification;

/** What requests say of instances to launch, in the world's words. Every form is read as a launch template's data. */
final class LaunchAsks {
    private static final String UNSAID_TYPE = "m1.small";

    private LaunchAsks() {}

    static LaunchParameters of(RunInstancesRequest request) {
        refuseNamedAddress(request.privateIpAddress());
        var parameters =
                of(Twins.copy(request, RequestLaunchTemplateData.builder()).build());
        return request.subnetId() == null ? parameters : inSubnet(parameters, request.subnetId());
    }

    static LaunchParameters of(SpotFleetLaunchSpecification specification) {
        var parameters = of(
                Twins.copy(specification, RequestLaunchTemplateData.builder()).build());
        return ofSpot(parameters, specification.securityGroups(), specification.subnetId());
    }

    static LaunchParameters of(RequestSpotLaunchSpecification specification) {
        var parameters = of(
                Twins.copy(specification, RequestLaunchTemplateData.builder()).build());
        return specification.subnetId() == null ? parameters : inSubnet(parameters, specification.subnetId());
    }

    private static LaunchParameters ofSpot(LaunchParameters parameters, List<GroupIdentifier> groups, String subnetId) {
        var access = parameters.access();
        var withGroups = groups.isEmpty()
                ? parameters
                : parameters.with(new Access(
                        access.keyName(),
                        groups.stream()
                                .map(GroupIdentifier::groupId)
                                .filter(id -> id != null)
                                .toList(),
                        groups.stream()
                                .filter(group -> group.groupId() == null)
                                .map(GroupIdentifier::groupName)
                                .toList(),
                        access.profile()));
        return subnetId == null ? withGroups : inSubnet(withGroups, subnetId);
    }

    private static LaunchParameters inSubnet(LaunchParameters parameters, String subnetId) {
        var placing = parameters.placing();
        if (placing.networkInterfaceUsed())
            throw AwsError.refused(
                    "InvalidParameterCombination",
                    "Network interfaces and an instance-level subnet ID may not be specified on the same request");
        return parameters.with(
                new Placing(Optional.of(subnetId), placing.zone(), placing.publicAddress(), placing.tenancy(), false));
    }

    static LaunchParameters of(RequestLaunchTemplateData data) {
        var spot = data.instanceMarketOptions() != null
                        && "spot".equals(data.instanceMarketOptions().marketTypeAsString())
                ? Optional.of(spot(data.instanceMarketOptions().spotOptions()))
                : Optional.<SpotOptions>empty();
        return new LaunchParameters(
                new Machine(given(data.imageId()), given(data.instanceTypeAsString()), given(data.userData())),
                placing(data),
                access(data),
                data.blockDeviceMappings().stream().map(LaunchAsks::device).toList(),
                options(data),
                tagging(data),
                spot);
    }

    private static Placing placing(RequestLaunchTemplateData data) {
        var zone = data.placement() == null ? null : data.placement().availabilityZone();
        var tenancy = data.placement() == null ? null : data.placement().tenancyAsString();
        for (var card : data.networkInterfaces()) refuseNamedAddress(card.privateIpAddress());
        for (var card : data.networkInterfaces())
            if (card.deviceIndex() == null || card.deviceIndex() == 0)
                return new Placing(
                        given(card.subnetId()),
                        given(zone),
                        Optional.ofNullable(card.associatePublicIpAddress()),
                        given(tenancy),
                        true);
        return new Placing(Optional.empty(), given(zone), Optional.empty(), given(tenancy), false);
    }

    /** Addresses are given in order here; taking the wish and giving another would be worse than saying no. */
    private static void refuseNamedAddress(String address) {
        if (address != null)
            throw AwsError.refused(
                    "Unsupported", "The local cloud gives private addresses in order, not " + address + " by name.");
    }

    private static Access access(RequestLaunchTemplateData data) {
        var ids = data.securityGroupIds();
        for (var card : data.networkInterfaces()) {
            if (card.groups().isEmpty()) continue;
            if (!ids.isEmpty() || !data.securityGroups().isEmpty())
                throw AwsError.refused(
                        "InvalidParameterCombination",
                        "Network interfaces and an instance-level security groups may not be specified on the same request");
            ids = card.groups();
            break;
        }
        var profile = data.iamInstanceProfile();
        return new Access(
                given(data.keyName()),
                ids,
                data.securityGroups(),
                profile == null ? Optional.empty() : given(profile.arn()).or(() -> given(profile.name())));
    }

    private static BlockDevice device(LaunchTemplateBlockDeviceMappingRequest mapping) {
        if (mapping.deviceName() == null)
            throw AwsError.refused(
                    "MissingParameter", "The request must contain the parameter BlockDeviceMapping.DeviceName");
        var ebs = Optional.ofNullable(mapping.ebs())
                .map(asked -> new BlockDevice.Ebs(
                        Optional.ofNullable(asked.volumeSize()),
                        given(asked.snapshotId()),
                        given(asked.volumeTypeAsString()),
                        Optional.ofNullable(asked.deleteOnTermination()),
                        Optional.ofNullable(asked.encrypted()),
                        Optional.ofNullable(asked.iops()),
                        Optional.ofNullable(asked.throughput()),
                        given(asked.kmsKeyId())));
        return new BlockDevice(mapping.deviceName(), given(mapping.virtualName()), ebs, mapping.noDevice() != null);
    }

    private static Options options(RequestLaunchTemplateData data) {
        return new Options(
                Optional.ofNullable(data.monitoring()).map(asked -> Boolean.TRUE.equals(asked.enabled())),
                Optional.ofNullable(data.ebsOptimized()),
                Optional.ofNullable(data.disableApiTermination()),
                Optional.ofNullable(data.disableApiStop()),
                Optional.ofNullable(data.instanceInitiatedShutdownBehaviorAsString())
                        .map("terminate"::equals),
                Optional.ofNullable(data.metadataOptions()).map(LaunchAsks::metadata));
    }

    private static MetadataOptions metadata(LaunchTemplateInstanceMetadataOptionsRequest asked) {
        return new MetadataOptions(
                "required".equals(asked.httpTokensAsString()),
                asked.httpPutResponseHopLimit() == null ? 1 : asked.httpPutResponseHopLimit(),
                !"disabled".equals(asked.httpEndpointAsString()),
                "enabled".equals(asked.instanceMetadataTagsAsString()));
    }

    private static Tagging tagging(RequestLaunchTemplateData data) {
        return new Tagging(tags(data, "instance"), tags(data, "volume"), tags(data, "spot-instances-request"));
    }

    private static SortedMap<String, String> tags(RequestLaunchTemplateData data, String resourceType) {
        var tags = new TreeMap<String, String>();
        for (var specification : data.tagSpecifications())
            if (resourceType.equals(specification.resourceTypeAsString()))
                tags.putAll(TagLists.map(specification.tags()));
        for (var key : tags.keySet())
            if (key.startsWith("aws:"))
                throw AwsError.refused(
                        "InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use");
        return tags;
    }

    private static SpotOptions spot(LaunchTemplateSpotMarketOptionsRequest asked) {
        if (asked == null) return SpotOptions.DEFAULT;
        var persistent = "persistent".equals(asked.spotInstanceTypeAsString());
        if (asked.validUntil() != null && !persistent)
            throw AwsError.refused(
                    "InvalidParameterCombination",
                    "The parameter validUntil cannot be specified when the SpotRequestType is set to 'one-time'.");
        var behaviour = Optional.ofNullable(asked.instanceInterruptionBehaviorAsString())
                .map(InterruptionNotice.Action::of);
        if (!persistent
                && behaviour
                        .filter(action -> action != InterruptionNotice.Action.TERMINATE)
                        .isPresent())
            throw AwsError.refused(
                    "InvalidParameterCombination",
                    "The instance interruption behavior '" + behaviour.get().ec2Name()
                            + "' needs a persistent Spot Instance request.");
        return new SpotOptions(
                price(asked.maxPrice(), "maxPrice"), persistent, behaviour, Optional.ofNullable(asked.validUntil()));
    }

    /** What RunInstances and RequestSpotInstances launch where neither request nor template names a type; fleets refuse. */
    static LaunchParameters typed(LaunchParameters asked) {
        var machine = asked.machine();
        return machine.instanceType().isPresent()
                ? asked
                : asked.with(new Machine(machine.imageId(), Optional.of(UNSAID_TYPE), machine.userData()));
    }

    /** A price in dollars as EC2 takes it: a positive decimal number. */
    static Optional<UsdPerHour> price(String text, String parameter) {
        if (text == null || text.isBlank()) return Optional.empty();
        try {
            var price = UsdPerHour.of(text);
            if (price.micros() > 0) return Optional.of(price);
        } catch (NumberFormatException | ArithmeticException noPrice) {
            // refused below
        }
        throw AwsError.refused(
                "InvalidParameterValue", "Value (" + text + ") for parameter " + parameter + " is invalid.");
    }

    static Optional<String> given(String text) {
        return Optional.ofNullable(text).filter(value -> !value.isEmpty());
    }
}
