package dev.ballast.sim.api.ec2;

import dev.ballast.model.Architecture;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.ec2.BlockDevice;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.MachineImage;
import dev.ballast.sim.world.ec2.Region;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.Image;

/** The images that this account can launch. */
final class ImagesApi implements Ec2Api {
    private static final Pages PAGES = Pages.ofEc2(1, 1_000);
    private static final Filters<MachineImage> FILTERS = new Filters<MachineImage>()
            .on("image-id", MachineImage::id)
            .on("name", MachineImage::name)
            .on("description", MachineImage::description)
            .on("architecture", it -> it.architecture().ec2Name())
            .on("owner-id", MachineImage::ownerId)
            .on("owner-alias", it -> LaunchAsks.given(it.ownerAlias()).orElse(null))
            .on("state", it -> "available")
            .on("is-public", it -> Boolean.toString(isPublic(it)))
            .on("root-device-name", MachineImage::rootDevice)
            .on("root-device-type", it -> "ebs")
            .on("virtualization-type", it -> "hvm")
            .on("hypervisor", it -> "xen")
            .on("image-type", it -> "machine")
            .on("ena-support", it -> "true")
            .on("platform-details", it -> "Linux/UNIX")
            .on("creation-date", it -> it.createdAt().toString())
            .onAny(
                    "block-device-mapping.device-name",
                    it -> it.blockDevices().stream().map(BlockDevice::name).toList())
            .onAny(
                    "block-device-mapping.volume-type",
                    it -> volumes(it).map(ebs -> ebs.volumeType().orElse("gp2")).toList())
            .onAny(
                    "block-device-mapping.snapshot-id",
                    it -> volumes(it).flatMap(ebs -> ebs.snapshotId().stream()).toList())
            .onAny(
                    "block-device-mapping.volume-size",
                    it -> volumes(it)
                            .flatMap(ebs -> ebs.sizeGib().stream())
                            .map(String::valueOf)
                            .toList());

    private final Ec2 ec2;

    ImagesApi(Ec2 ec2) {
        this.ec2 = ec2;
    }

    @Override
    public void register(Operations operations) {
        operations.on("DescribeImages", DescribeImagesRequest::builder, this::describe);
    }

    private DescribeImagesResponse describe(DescribeImagesRequest request, CallContext context) {
        var region = ec2.region(context.region());
        Collection<MachineImage> named = request.imageIds().isEmpty()
                ? region.images().all()
                : request.imageIds().stream().map(region.images()::named).toList();
        var owned = named.stream()
                .filter(image -> request.owners().isEmpty() || isOwnedBy(image, request.owners(), context.accountId()))
                .filter(image -> request.executableUsers().isEmpty()
                        || request.executableUsers().contains("all") && isPublic(image)
                        || request.executableUsers().contains("self") && !isPublic(image))
                .toList();
        var page = PAGES.cut(
                FILTERS.keep(owned, request.filters()), MachineImage::id, request.nextToken(), request.maxResults());
        return DescribeImagesResponse.builder()
                .images(page.items().stream().map(image -> told(image, region)).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static boolean isOwnedBy(MachineImage image, List<String> owners, String accountId) {
        return owners.contains(image.ownerId())
                || !image.ownerAlias().isEmpty() && owners.contains(image.ownerAlias())
                || image.ownerId().equals(accountId) && owners.contains("self");
    }

    private static boolean isPublic(MachineImage image) {
        return !image.ownerAlias().isEmpty();
    }

    private static Stream<BlockDevice.Ebs> volumes(MachineImage image) {
        return image.blockDevices().stream().flatMap(device -> device.ebs().stream());
    }

    private static Image told(MachineImage image, Region region) {
        return Image.builder()
                .imageId(image.id())
                .name(image.name())
                .description(image.description())
                .imageLocation((isPublic(image) ? image.ownerAlias() : image.ownerId()) + "/" + image.name())
                .imageType("machine")
                .publicLaunchPermissions(isPublic(image))
                .ownerId(image.ownerId())
                .imageOwnerAlias(LaunchAsks.given(image.ownerAlias()).orElse(null))
                .state("available")
                .creationDate(image.createdAt().toString().replace("Z", ".000Z"))
                .architecture(image.architecture().ec2Name())
                .rootDeviceName(image.rootDevice())
                .rootDeviceType("ebs")
                .virtualizationType("hvm")
                .hypervisor("xen")
                .enaSupport(true)
                .sriovNetSupport("simple")
                .bootMode(image.architecture() == Architecture.ARM64 ? "uefi" : "uefi-preferred")
                .platformDetails("Linux/UNIX")
                .usageOperation("RunInstances")
                .blockDeviceMappings(
                        image.blockDevices().stream().map(ImagesApi::told).toList())
                .tags(TagLists.of(region.tags().of(image.id())))
                .build();
    }

    private static BlockDeviceMapping told(BlockDevice device) {
        var mapping = BlockDeviceMapping.builder()
                .deviceName(device.name())
                .virtualName(device.virtualName().orElse(null));
        device.ebs()
                .ifPresent(ebs -> mapping.ebs(it -> it.volumeSize(ebs.sizeGib().orElse(null))
                        .snapshotId(ebs.snapshotId().orElse(null))
                        .volumeType(ebs.volumeType().orElse(null))
                        .deleteOnTermination(ebs.deleteOnTermination().orElse(true))
                        .encrypted(ebs.encrypted().orElse(false))));
        return mapping.build();
    }
}
