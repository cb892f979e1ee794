package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.ResourceId;
import dev.ballast.sim.world.ec2.Volume;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.VolumeAttachment;

/** Volumes: they come with instances. */
final class VolumesApi implements Ec2Api {
    private static final Pages PAGES = Pages.ofEc2(5, 1_000);
    private static final Filters<Volume> FILTERS = new Filters<Volume>()
            .on("volume-id", Volume::id)
            .on("availability-zone", Volume::zone)
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
            .onTags(Volume::tags);

    private final Ec2 ec2;

    VolumesApi(Ec2 ec2) {
        this.ec2 = ec2;
    }

    @Override
    public void register(Operations operations) {
        operations.on("DescribeVolumes", DescribeVolumesRequest::builder, this::describe);
        operations.on("DeleteVolume", DeleteVolumeRequest::builder, this::delete);
    }

    private DescribeVolumesResponse describe(DescribeVolumesRequest request, CallContext context) {
        var region = ec2.region(context.region());
        var named = request.volumeIds().isEmpty()
                ? region.volumes()
                : request.volumeIds().stream()
                        .map(id -> region.volume(id).orElseThrow(() -> ResourceId.VOLUME.notFound(id)))
                        .toList();
        var page = PAGES.cut(
                FILTERS.keep(named, request.filters()), Volume::id, request.nextToken(), request.maxResults());
        return DescribeVolumesResponse.builder()
                .volumes(page.items().stream().map(VolumesApi::told).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private DeleteVolumeResponse delete(DeleteVolumeRequest request, CallContext context) {
        ec2.region(context.region()).deleteVolume(request.volumeId());
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
                .createTime(volume.createdAt())
                .state(state(volume))
                .attachments(attachments)
                .multiAttachEnabled(false)
                .tags(TagLists.of(volume.tags()))
                .build();
    }
}
