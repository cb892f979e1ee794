package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.ec2.BlockDevice;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.Volume;
import dev.ballast.sim.world.ec2.Zone;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.AttachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.AttachVolumeResponse;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumeResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumeAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumeAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumeStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumeStatusResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesModificationsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesModificationsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.DetachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DetachVolumeResponse;
import software.amazon.awssdk.services.ec2.model.ModifyVolumeAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVolumeAttributeResponse;
import software.amazon.awssdk.services.ec2.model.ModifyVolumeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVolumeResponse;
import software.amazon.awssdk.services.ec2.model.VolumeAttachment;
import software.amazon.awssdk.services.ec2.model.VolumeModification;
import software.amazon.awssdk.services.ec2.model.VolumeStatusItem;

/** Volumes: those that come with instances, and those that are made on their own. */
final class VolumesApi implements Ec2Api {
    private static final Pages PAGES = Pages.ofEc2(5, 1_000);
    private static final Filters<Volume> FILTERS = new Filters<Volume>()
            .on("volume-id", Volume::id)
            .on("availability-zone", Volume::zone)
            .on("availability-zone-id", it -> Zone.idOf(it.zone()))
            .on("multi-attach-enabled", it -> "false")
            .on("operator.managed", it -> "false")
            .on("fast-restored", it -> "false")
            .on(
                    "attachment.attach-time",
                    it -> attachment(it)
                            .map(attachment -> attachment.at().toString())
                            .orElse(null))
            .on("status", VolumesApi::state)
            .on("size", it -> Integer.toString(it.layout().sizeGib()))
            .on("volume-type", it -> it.layout().type())
            .on("encrypted", it -> Boolean.toString(it.layout().encrypted()))
            .on("snapshot-id", it -> it.layout().snapshotId().orElse(""))
            .on("create-time", it -> it.createdAt().toString())
            .on(
                    "attachment.instance-id",
                    it -> it.instance().map(Ec2Instance::id).orElse(null))
            .on("attachment.status", it -> it.instance().isPresent() ? "attached" : null)
            .on(
                    "attachment.device",
                    it -> attachment(it).map(Ec2Instance.Attachment::device).orElse(null))
            .on(
                    "attachment.delete-on-termination",
                    it -> attachment(it)
                            .map(attachment -> Boolean.toString(attachment.deletedOnTermination()))
                            .orElse(null))
            .nobodyHas("operator.principal", "outpost-arn")
            .onTags(Volume::tags);
    private static final Filters<Volume> STATUS_FILTERS = new Filters<Volume>()
            .on("availability-zone", Volume::zone)
            .on("availability-zone-id", it -> Zone.idOf(it.zone()))
            .on("volume-status.status", it -> "ok")
            .on("volume-status.details-name", it -> "io-enabled")
            .on("volume-status.details-status", it -> "passed")
            .nobodyHas("action.code", "action.description", "action.event-id")
            .nobodyHas(
                    "event.description", "event.event-id", "event.event-type", "event.not-after", "event.not-before");
    private static final Filters<Volume> MODIFICATION_FILTERS = new Filters<Volume>()
            .on("volume-id", Volume::id)
            .on("modification-state", it -> "completed")
            .on("original-size", it -> changed(it, change -> change.original().sizeGib()))
            .on("target-size", it -> changed(it, change -> change.target().sizeGib()))
            .on(
                    "original-volume-type",
                    it -> changed(it, change -> change.original().type()))
            .on(
                    "target-volume-type",
                    it -> changed(it, change -> change.target().type()))
            .on("original-iops", it -> changed(it, change -> change.original().iops()))
            .on("target-iops", it -> changed(it, change -> change.target().iops()))
            .on("start-time", it -> changed(it, Volume.Modification::at))
            .nobodyHas("originalMultiAttachEnabled", "targetMultiAttachEnabled");

    private final Ec2 ec2;

    VolumesApi(Ec2 ec2) {
        this.ec2 = ec2;
    }

    @Override
    public void register(Operations operations) {
        operations.on("DescribeVolumes", DescribeVolumesRequest::builder, this::describe);
        operations
                .on("CreateVolume", CreateVolumeRequest::builder, this::create)
                .idempotent(CreateVolumeRequest::clientToken, Ec2Api.tokenMismatch());
        operations.on("DeleteVolume", DeleteVolumeRequest::builder, this::delete);
        operations.on("AttachVolume", AttachVolumeRequest::builder, this::attach);
        operations.on("DetachVolume", DetachVolumeRequest::builder, this::detach);
        operations.on("ModifyVolume", ModifyVolumeRequest::builder, this::modify);
        operations.on("DescribeVolumeStatus", DescribeVolumeStatusRequest::builder, this::describeStatus);
        operations.on("DescribeVolumesModifications", DescribeVolumesModificationsRequest::builder, this::modified);
        operations.on("DescribeVolumeAttribute", DescribeVolumeAttributeRequest::builder, this::describeAttribute);
        operations.on("ModifyVolumeAttribute", ModifyVolumeAttributeRequest::builder, this::modifyAttribute);
    }

    private static String changed(Volume volume, Function<Volume.Modification, Object> part) {
        return volume.modification().map(part).map(Object::toString).orElse(null);
    }

    private CreateVolumeResponse create(CreateVolumeRequest request, CallContext context) {
        var region = ec2.region(context.region());
        TagLists.checkTypes(request.tagSpecifications(), List.of("volume"));
        var tags = TagLists.of(request.tagSpecifications(), "volume", region);
        var zone = request.availabilityZone() != null
                ? request.availabilityZone()
                : region.zones().stream()
                        .filter(known -> known.id().equals(request.availabilityZoneId()))
                        .map(Zone::name)
                        .findFirst()
                        .orElseThrow(() -> AwsError.refused(
                                "MissingParameter", "The request must contain the parameter availabilityZone"));
        var asked = new BlockDevice.Ebs(
                Optional.ofNullable(request.size()),
                LaunchAsks.given(request.snapshotId()),
                LaunchAsks.given(request.volumeTypeAsString()),
                Optional.empty(),
                Optional.of(Boolean.TRUE.equals(request.encrypted())),
                Optional.ofNullable(request.iops()),
                Optional.ofNullable(request.throughput()),
                LaunchAsks.given(request.kmsKeyId()));
        var told = told(region.volumes().create(zone, asked, tags, context.now()));
        return Twins.copy(told, CreateVolumeResponse.builder())
                .state("creating")
                .build();
    }

    private AttachVolumeResponse attach(AttachVolumeRequest request, CallContext context) {
        var region = ec2.region(context.region());
        var instance = InstancesApi.named(region, List.of(request.instanceId())).getFirst();
        var volume = region.volumes().named(request.volumeId());
        var attachment = region.volumes().attach(volume, instance, request.device(), context.now());
        return AttachVolumeResponse.builder()
                .volumeId(volume.id())
                .instanceId(instance.id())
                .device(attachment.device())
                .attachTime(attachment.at())
                .deleteOnTermination(attachment.deletedOnTermination())
                .state("attaching")
                .build();
    }

    private DetachVolumeResponse detach(DetachVolumeRequest request, CallContext context) {
        var region = ec2.region(context.region());
        if (request.instanceId() != null) InstancesApi.named(region, List.of(request.instanceId()));
        var volume = region.volumes().named(request.volumeId());
        var instance = volume.instance();
        var attachment = region.volumes()
                .detach(volume, LaunchAsks.given(request.instanceId()), LaunchAsks.given(request.device()));
        return DetachVolumeResponse.builder()
                .volumeId(volume.id())
                .instanceId(instance.map(Ec2Instance::id).orElse(null))
                .device(attachment.device())
                .attachTime(attachment.at())
                .deleteOnTermination(attachment.deletedOnTermination())
                .state("detaching")
                .build();
    }

    private ModifyVolumeResponse modify(ModifyVolumeRequest request, CallContext context) {
        var volumes = ec2.region(context.region()).volumes();
        var volume = volumes.named(request.volumeId());
        volumes.modify(
                volume,
                new BlockDevice.Ebs(
                        Optional.ofNullable(request.size()),
                        Optional.empty(),
                        LaunchAsks.given(request.volumeTypeAsString()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.ofNullable(request.iops()),
                        Optional.ofNullable(request.throughput()),
                        Optional.empty()),
                context.now());
        return ModifyVolumeResponse.builder()
                .volumeModification(modification(volume).toBuilder()
                        .modificationState("modifying")
                        .progress(0L)
                        .endTime(null)
                        .build())
                .build();
    }

    private DescribeVolumesModificationsResponse modified(
            DescribeVolumesModificationsRequest request, CallContext context) {
        var volumes = ec2.region(context.region()).volumes();
        var named = request.volumeIds().isEmpty()
                ? volumes.all()
                : request.volumeIds().stream().map(volumes::named).toList();
        var changed = named.stream()
                .filter(volume -> volume.modification().isPresent())
                .toList();
        var page = PAGES.cut(
                MODIFICATION_FILTERS.keep(changed, request.filters()),
                Volume::id,
                request.nextToken(),
                request.maxResults());
        return DescribeVolumesModificationsResponse.builder()
                .volumesModifications(
                        page.items().stream().map(VolumesApi::modification).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static VolumeModification modification(Volume volume) {
        var change = volume.modification().orElseThrow();
        var told = VolumeModification.builder()
                .volumeId(volume.id())
                .modificationState("completed")
                .progress(100L)
                .startTime(change.at())
                .endTime(change.at())
                .originalSize(change.original().sizeGib())
                .originalVolumeType(change.original().type())
                .originalMultiAttachEnabled(false)
                .targetSize(change.target().sizeGib())
                .targetVolumeType(change.target().type())
                .targetMultiAttachEnabled(false);
        if (change.original().iops() > 0) told.originalIops(change.original().iops());
        if (change.target().iops() > 0) told.targetIops(change.target().iops());
        if (change.original().throughputMibps() > 0)
            told.originalThroughput(change.original().throughputMibps());
        if (change.target().throughputMibps() > 0)
            told.targetThroughput(change.target().throughputMibps());
        return told.build();
    }

    private DescribeVolumeStatusResponse describeStatus(DescribeVolumeStatusRequest request, CallContext context) {
        var volumes = ec2.region(context.region()).volumes();
        var named = request.volumeIds().isEmpty()
                ? volumes.all()
                : request.volumeIds().stream().map(volumes::named).toList();
        var page = PAGES.cut(
                STATUS_FILTERS.keep(named, request.filters()), Volume::id, request.nextToken(), request.maxResults());
        return DescribeVolumeStatusResponse.builder()
                .volumeStatuses(page.items().stream()
                        .map(volume -> VolumeStatusItem.builder()
                                .volumeId(volume.id())
                                .availabilityZone(volume.zone())
                                .availabilityZoneId(Zone.idOf(volume.zone()))
                                .volumeStatus(it -> it.status("ok")
                                        .details(
                                                detail -> detail.name("io-enabled")
                                                        .status("passed"),
                                                detail -> detail.name("io-performance")
                                                        .status("not-applicable")))
                                .actions(List.of())
                                .events(List.of())
                                .attachmentStatuses(List.of())
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private DescribeVolumeAttributeResponse describeAttribute(
            DescribeVolumeAttributeRequest request, CallContext context) {
        var volume = ec2.region(context.region()).volumes().named(request.volumeId());
        var answer = DescribeVolumeAttributeResponse.builder().volumeId(volume.id());
        if ("autoEnableIO".equals(request.attributeAsString()))
            answer.autoEnableIO(it -> it.value(volume.enablesIoByItself()));
        else answer.productCodes(List.of());
        return answer.build();
    }

    /** I/O never stops here, so this is remembered and nothing else. */
    private ModifyVolumeAttributeResponse modifyAttribute(ModifyVolumeAttributeRequest request, CallContext context) {
        var volume = ec2.region(context.region()).volumes().named(request.volumeId());
        if (request.autoEnableIO() != null)
            volume.setEnablesIoByItself(
                    Boolean.TRUE.equals(request.autoEnableIO().value()));
        return ModifyVolumeAttributeResponse.builder().build();
    }

    private DescribeVolumesResponse describe(DescribeVolumesRequest request, CallContext context) {
        var region = ec2.region(context.region());
        var named = request.volumeIds().isEmpty()
                ? region.volumes().all()
                : request.volumeIds().stream().map(region.volumes()::named).toList();
        var page = PAGES.cut(
                FILTERS.keep(named, request.filters()), Volume::id, request.nextToken(), request.maxResults());
        return DescribeVolumesResponse.builder()
                .volumes(page.items().stream().map(VolumesApi::told).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private DeleteVolumeResponse delete(DeleteVolumeRequest request, CallContext context) {
        ec2.region(context.region()).volumes().delete(request.volumeId());
        return DeleteVolumeResponse.builder().build();
    }

    private static Optional<Ec2Instance.Attachment> attachment(Volume volume) {
        return volume.instance()
                .flatMap(instance -> instance.attachments().stream()
                        .filter(attachment -> attachment.volumeId().equals(volume.id()))
                        .findFirst());
    }

    private static String state(Volume volume) {
        return volume.instance().isPresent() ? "in-use" : "available";
    }

    private static software.amazon.awssdk.services.ec2.model.Volume told(Volume volume) {
        var layout = volume.layout();
        var attachments = attachment(volume)
                .map(attachment -> List.of(VolumeAttachment.builder()
                        .volumeId(volume.id())
                        .instanceId(volume.instance().map(Ec2Instance::id).orElse(null))
                        .device(attachment.device())
                        .attachTime(attachment.at())
                        .deleteOnTermination(attachment.deletedOnTermination())
                        .state("attached")
                        .build()))
                .orElse(List.of());
        return software.amazon.awssdk.services.ec2.model.Volume.builder()
                .volumeId(volume.id())
                .size(layout.sizeGib())
                .volumeType(layout.type())
                .snapshotId(layout.snapshotId().orElse(""))
                .encrypted(layout.encrypted())
                .iops(layout.iops() == 0 ? null : layout.iops())
                .throughput(layout.throughputMibps() == 0 ? null : layout.throughputMibps())
                .availabilityZone(volume.zone())
                .availabilityZoneId(Zone.idOf(volume.zone()))
                .createTime(volume.createdAt())
                .state(state(volume))
                .attachments(attachments)
                .multiAttachEnabled(false)
                .tags(TagLists.of(volume.tags()))
                .build();
    }
}
