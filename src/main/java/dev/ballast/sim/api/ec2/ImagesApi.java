package dev.ballast.sim.api.ec2;

import dev.ballast.model.Architecture;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.ec2.BlockDevice;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Images;
import dev.ballast.sim.world.ec2.MachineImage;
import dev.ballast.sim.world.ec2.Region;
import dev.ballast.sim.world.ec2.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.CopyImageRequest;
import software.amazon.awssdk.services.ec2.model.CopyImageResponse;
import software.amazon.awssdk.services.ec2.model.CreateImageRequest;
import software.amazon.awssdk.services.ec2.model.CreateImageResponse;
import software.amazon.awssdk.services.ec2.model.DeregisterImageRequest;
import software.amazon.awssdk.services.ec2.model.DeregisterImageResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.RegisterImageRequest;
import software.amazon.awssdk.services.ec2.model.RegisterImageResponse;

/** The images that this account can launch. */
final class ImagesApi implements Ec2Api {
    private static final Pages PAGES = Pages.ofEc2(1, 1_000);
    /** The size of a registered device where neither request nor snapshot says one. */
    private static final int LEAST_GIB = 8;

    private final Ec2 ec2;

    ImagesApi(Ec2 ec2) {
        this.ec2 = ec2;
    }

    @Override
    public void register(Operations operations) {
        operations.on("CreateImage", CreateImageRequest::builder, this::create);
        operations.on("RegisterImage", RegisterImageRequest::builder, this::registerImage);
        operations
                .on("CopyImage", CopyImageRequest::builder, this::copy)
                .idempotent(CopyImageRequest::clientToken, Ec2Api.tokenMismatch());
        operations.on("DeregisterImage", DeregisterImageRequest::builder, this::deregister);
        operations.on("DescribeImages", DescribeImagesRequest::builder, this::describe);
    }

    /** An image of an instance's volumes, each by a snapshot that is taken for it. */
    private CreateImageResponse create(CreateImageRequest request, CallContext context) {
        var region = ec2.region(context.region());
        TagLists.checkTypes(request.tagSpecifications(), List.of("image", "snapshot"));
        var tags = TagLists.of(request.tagSpecifications(), "image", region);
        var snapshotTags = TagLists.of(request.tagSpecifications(), "snapshot", region);
        var instance = InstancesApi.named(region, List.of(request.instanceId())).getFirst();
        var devices = new ArrayList<BlockDevice>();
        for (var attachment : instance.attachments()) {
            var volume = region.volumes().named(attachment.volumeId());
            var snapshot = region.volumes()
                    .take(
                            volume,
                            "Created by CreateImage(" + instance.id() + ") for " + request.name(),
                            snapshotTags,
                            context.now());
            devices.add(BlockDevice.ebs(
                    attachment.device(),
                    BlockDevice.Ebs.of(
                            snapshot.sizeGib(), snapshot.id(), volume.layout().type())));
        }
        var image = region.images()
                .create(
                        new Images.Draft(request.name(), orEmpty(request.description()), devices),
                        instance.image(),
                        context.now());
        if (!tags.isEmpty()) region.tags().create(List.of(image.id()), tags);
        return CreateImageResponse.builder().imageId(image.id()).build();
    }

    /** An image of snapshots. What an instance of it boots as, the local cloud takes from the current ECS image. */
    private RegisterImageResponse registerImage(RegisterImageRequest request, CallContext context) {
        var region = ec2.region(context.region());
        TagLists.checkTypes(request.tagSpecifications(), List.of("image"));
        var tags = TagLists.of(request.tagSpecifications(), "image", region);
        if (request.blockDeviceMappings().isEmpty())
            throw AwsError.refused(
                    "InvalidRequest", "The request must contain a root device with a snapshot in blockDeviceMapping");
        var devices = new ArrayList<BlockDevice>();
        for (var mapping : request.blockDeviceMappings()) {
            var ebs = mapping.ebs();
            if (ebs == null) continue;
            var known = ebs.snapshotId() == null
                    ? Optional.<Integer>empty()
                    : region.volumes().findSnapshot(ebs.snapshotId()).map(Snapshot::sizeGib);
            devices.add(BlockDevice.ebs(
                    mapping.deviceName(),
                    BlockDevice.Ebs.of(
                            ebs.volumeSize() == null ? known.orElse(LEAST_GIB) : ebs.volumeSize(),
                            orEmpty(ebs.snapshotId()),
                            ebs.volumeTypeAsString() == null ? "gp2" : ebs.volumeTypeAsString())));
        }
        var architecture = "arm64".equals(request.architectureAsString()) ? Architecture.ARM64 : Architecture.X86_64;
        var image = region.images()
                .create(
                        new Images.Draft(request.name(), orEmpty(request.description()), devices),
                        region.images().recommended(architecture),
                        context.now());
        if (!tags.isEmpty()) region.tags().create(List.of(image.id()), tags);
        return RegisterImageResponse.builder().imageId(image.id()).build();
    }

    private CopyImageResponse copy(CopyImageRequest request, CallContext context) {
        var region = ec2.region(context.region());
        TagLists.checkTypes(request.tagSpecifications(), List.of("image", "snapshot"));
        var tags = TagLists.of(request.tagSpecifications(), "image", region);
        var source = ec2.region(request.sourceRegion()).images().named(request.sourceImageId());
        var image = region.images()
                .create(
                        new Images.Draft(
                                request.name(),
                                request.description() == null ? source.description() : request.description(),
                                source.blockDevices()),
                        source,
                        context.now());
        if (!tags.isEmpty()) region.tags().create(List.of(image.id()), tags);
        return CopyImageResponse.builder().imageId(image.id()).build();
    }

    private DeregisterImageResponse deregister(DeregisterImageRequest request, CallContext context) {
        ec2.region(context.region()).images().deregister(request.imageId());
        return DeregisterImageResponse.builder().returnValue(true).build();
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
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
                filters(region).keep(owned, request.filters()),
                MachineImage::id,
                request.nextToken(),
                request.maxResults());
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

    private static Filters<MachineImage> filters(Region region) {
        return new Filters<MachineImage>()
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
                .on("creation-date", it -> it.createdAt().toString().replace("Z", ".000Z"))
                .on("boot-mode", it -> it.architecture() == Architecture.ARM64 ? "uefi" : "uefi-preferred")
                .on("sriov-net-support", it -> "simple")
                .on("manifest-location", ImagesApi::location)
                .on("image-allowed", it -> "true")
                .on("free-tier-eligible", it -> "true")
                .onAny(
                        "block-device-mapping.delete-on-termination",
                        it -> volumes(it)
                                .map(ebs -> Boolean.toString(
                                        ebs.deleteOnTermination().orElse(true)))
                                .toList())
                .onAny(
                        "block-device-mapping.encrypted",
                        it -> volumes(it)
                                .map(ebs -> Boolean.toString(ebs.encrypted().orElse(false)))
                                .toList())
                .nobodyHas("imds-support", "kernel-id", "platform", "product-code", "product-code.type", "ramdisk-id")
                .nobodyHas("source-image-id", "source-image-region", "source-instance-id", "uefi-data")
                .nobodyHas("state-reason-code", "state-reason-message", "tpm-support")
                .onAny(
                        "block-device-mapping.device-name",
                        it -> it.blockDevices().stream().map(BlockDevice::name).toList())
                .onAny(
                        "block-device-mapping.volume-type",
                        it -> volumes(it)
                                .map(ebs -> ebs.volumeType().orElse("gp2"))
                                .toList())
                .onAny(
                        "block-device-mapping.snapshot-id",
                        it -> volumes(it)
                                .flatMap(ebs -> ebs.snapshotId().stream())
                                .toList())
                .onAny(
                        "block-device-mapping.volume-size",
                        it -> volumes(it)
                                .flatMap(ebs -> ebs.sizeGib().stream())
                                .map(String::valueOf)
                                .toList())
                .onTags(it -> region.tags().of(it.id()));
    }

    private static String location(MachineImage image) {
        return (isPublic(image) ? image.ownerAlias() : image.ownerId()) + "/" + image.name();
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
                .imageLocation(location(image))
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
