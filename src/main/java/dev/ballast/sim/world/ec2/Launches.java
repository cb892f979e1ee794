package dev.ballast.sim.world.ec2;

import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.InstanceType;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ec2.LaunchSpec.InstanceProfile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Checks what a request says against its region and settles what it leaves open, as EC2 does before it launches. */
public final class Launches {
    private final Region region;
    private static final String BY_PARAMETER = "resolve:ssm:";

    private final Ec2Rules rules;
    private final Function<String, Optional<String>> imageParameters;

    Launches(Region region, Ec2Rules rules, Function<String, Optional<String>> imageParameters) {
        this.region = region;
        this.rules = rules;
        this.imageParameters = imageParameters;
    }

    /**
     * @throws Refused for the first thing that EC2 would not accept, with its code
     */
    public Launch settle(LaunchParameters asked, Optional<Launch.SpotOffer> spot, String clientToken) {
        var type = type(asked);
        var subnet = subnet(asked.placing());
        return new Launch(type, subnet, spec(asked, type, subnet), spot, clientToken);
    }

    /** @throws Refused MissingParameter or InvalidParameterValue */
    public InstanceType type(LaunchParameters asked) {
        var name = asked.machine()
                .instanceType()
                .orElseThrow(
                        () -> new Refused("MissingParameter", "The request must contain the parameter InstanceType"));
        return InstanceCatalogue.find(name)
                .orElseThrow(
                        () -> new Refused("InvalidParameterValue", "Invalid value '" + name + "' for InstanceType."))
                .type();
    }

    /** The subnet that is named, the zone's default one, or the first zone's where nothing is said. */
    public Subnet subnet(LaunchParameters.Placing placing) {
        if (placing.subnetId().isPresent())
            return region.network().subnet(placing.subnetId().get());
        var zone = placing.zone().orElse(region.zones().getFirst().name());
        if (region.zones().stream().noneMatch(known -> known.name().equals(zone)))
            throw new Refused("InvalidParameterValue", "Invalid availability zone: [" + zone + "]");
        return region.network()
                .defaultSubnet(zone)
                .orElseThrow(
                        () -> new Refused("MissingInput", "No default subnet for availability zone: '" + zone + "'."));
    }

    /**
     * The id that is meant: itself, or what the parameter of {@code resolve:ssm:NAME} holds.
     *
     * @throws Refused InvalidParameterValue where there is no such parameter
     */
    public String imageId(String written) {
        if (!written.startsWith(BY_PARAMETER)) return written;
        var name = written.substring(BY_PARAMETER.length());
        return imageParameters
                .apply(name)
                .orElseThrow(() -> new Refused(
                        "InvalidParameterValue", "The Systems Manager parameter '" + name + "' does not exist."));
    }

    private LaunchSpec spec(LaunchParameters asked, InstanceType type, Subnet subnet) {
        var imageId = asked.machine()
                .imageId()
                .orElseThrow(() -> new Refused("MissingParameter", "The request must contain the parameter ImageId"));
        var image = region.images().toLaunch(imageId(imageId), type.architecture());
        if (image.architecture() != type.architecture())
            throw new Refused(
                    "InvalidParameterValue",
                    "The architecture '" + type.architecture().ec2Name()
                            + "' of the specified instance type does not match the architecture '"
                            + image.architecture().ec2Name()
                            + "' of the specified AMI. Specify an instance type and an AMI that have matching"
                            + " architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to"
                            + " discover the architecture of the instance type or AMI.");
        asked.placing().tenancy().filter(tenancy -> !tenancy.equals("default")).ifPresent(tenancy -> {
            throw new Refused("Unsupported", "The local cloud has no tenancy but 'default', not '" + tenancy + "'.");
        });
        asked.access().keyName().ifPresent(name -> region.keyPairs().named(name));
        var devices = asked.blockDevices();
        layouts(image, devices);
        return new LaunchSpec(
                image,
                asked.access().keyName(),
                groups(asked.access(), subnet),
                asked.access().profile().map(this::profile),
                asked.machine().userData().map(UserData::ofRequest).orElse(UserData.NONE),
                devices,
                asked.placing().publicAddress(),
                new TreeMap<>(asked.tagging().instance()),
                new TreeMap<>(asked.tagging().volume()),
                asked.options().settled());
    }

    private List<String> groups(LaunchParameters.Access access, Subnet subnet) {
        var ids = new LinkedHashSet<String>();
        for (var id : access.securityGroupIds()) {
            var group = region.network().group(id);
            if (!group.vpcId().equals(subnet.vpcId()))
                throw new Refused(
                        "InvalidParameter",
                        "Security group " + id + " and subnet " + subnet.id() + " belong to different networks.");
            ids.add(id);
        }
        for (var name : access.securityGroupNames())
            ids.add(region.network().groupNamed(name, subnet.vpcId()).id());
        if (ids.isEmpty()) ids.add(region.network().defaultGroup(subnet.vpcId()).id());
        return List.copyOf(ids);
    }

    /** Instance profiles belong to IAM, which is not played here: every name and ARN is taken. */
    public InstanceProfile profile(String arnOrName) {
        var arn = arnOrName.startsWith("arn:")
                ? arnOrName
                : "arn:aws:iam::" + rules.accountId() + ":instance-profile/" + arnOrName;
        if (!arn.contains(":instance-profile/"))
            throw new Refused(
                    "InvalidParameterValue",
                    "Value (" + arnOrName
                            + ") for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN");
        return InstanceProfile.at(arn);
    }

    /** The devices of image and request together, with the volume that each becomes; instance stores are left out. */
    static List<DeviceLayout> layouts(MachineImage image, List<BlockDevice> asked) {
        var layouts = new ArrayList<DeviceLayout>();
        for (var device : BlockDevice.over(asked, image.blockDevices())) {
            if (device.suppressed() || device.ebs().isEmpty()) continue;
            var ebs = device.ebs().get();
            var layout = Volume.Layout.of(device.name(), ebs);
            image.blockDevices().stream()
                    .filter(own -> own.name().equals(device.name()))
                    .flatMap(own -> own.ebs().flatMap(BlockDevice.Ebs::sizeGib).stream())
                    .filter(least -> ebs.snapshotId().isPresent() && layout.sizeGib() < least)
                    .findFirst()
                    .ifPresent(least -> {
                        throw new Refused(
                                "InvalidBlockDeviceMapping",
                                "Volume of size " + layout.sizeGib() + "GB is smaller than snapshot '"
                                        + ebs.snapshotId().get() + "', expect size >= " + least + "GB");
                    });
            // A volume that a request adds is deleted with its instance unless it says otherwise, in a launch.
            layouts.add(new DeviceLayout(
                    device.name(), layout, ebs.deleteOnTermination().orElse(true)));
        }
        return layouts;
    }

    record DeviceLayout(String device, Volume.Layout layout, boolean deletedOnTermination) {}
}
