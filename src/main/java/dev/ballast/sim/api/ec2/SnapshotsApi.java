package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Snapshot;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;

/** Snapshots of this account's volumes. Those behind Amazon's images are named by the images and not listed. */
final class SnapshotsApi implements Ec2Api {
    private static final Pages PAGES = Pages.ofEc2(5, 1_000);

    private final Ec2 ec2;
    private final Filters<Snapshot> filters;

    SnapshotsApi(Ec2 ec2) {
        this.ec2 = ec2;
        var accountId = ec2.rules().accountId();
        filters = new Filters<Snapshot>()
                .on("snapshot-id", Snapshot::id)
                .on("volume-id", Snapshot::volumeId)
                .on("volume-size", it -> Integer.toString(it.sizeGib()))
                .on("description", Snapshot::description)
                .on("encrypted", it -> Boolean.toString(it.encrypted()))
                .on("owner-id", it -> accountId)
                .on("start-time", it -> it.startedAt().toString())
                .on("status", it -> "completed")
                .on("progress", it -> "100%")
                .on("storage-tier", it -> "standard")
                .nobodyHas("owner-alias", "transfer-type")
                .onTags(Snapshot::tags);
    }

    @Override
    public void register(Operations operations) {
        operations.on("CreateSnapshot", CreateSnapshotRequest::builder, this::create);
        operations.on("DescribeSnapshots", DescribeSnapshotsRequest::builder, this::describe);
        operations.on("DeleteSnapshot", DeleteSnapshotRequest::builder, this::delete);
    }

    private CreateSnapshotResponse create(CreateSnapshotRequest request, CallContext context) {
        var region = ec2.region(context.region());
        TagLists.checkTypes(request.tagSpecifications(), List.of("snapshot"));
        var tags = TagLists.of(request.tagSpecifications(), "snapshot", region);
        var snapshot = region.volumes()
                .take(
                        region.volumes().named(request.volumeId()),
                        request.description() == null ? "" : request.description(),
                        tags,
                        context.now());
        return Twins.copy(told(snapshot, context), CreateSnapshotResponse.builder())
                .state("pending")
                .progress("")
                .build();
    }

    private DescribeSnapshotsResponse describe(DescribeSnapshotsRequest request, CallContext context) {
        var volumes = ec2.region(context.region()).volumes();
        var named = request.snapshotIds().isEmpty()
                ? volumes.snapshots()
                : request.snapshotIds().stream().map(volumes::snapshot).toList();
        var owned = named.stream()
                .filter(any -> request.ownerIds().isEmpty()
                        || request.ownerIds().contains("self")
                        || request.ownerIds().contains(context.accountId()))
                .toList();
        var page = PAGES.cut(
                filters.keep(owned, request.filters()), Snapshot::id, request.nextToken(), request.maxResults());
        return DescribeSnapshotsResponse.builder()
                .snapshots(page.items().stream()
                        .map(snapshot -> told(snapshot, context))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private DeleteSnapshotResponse delete(DeleteSnapshotRequest request, CallContext context) {
        ec2.region(context.region()).volumes().deleteSnapshot(request.snapshotId());
        return DeleteSnapshotResponse.builder().build();
    }

    private static software.amazon.awssdk.services.ec2.model.Snapshot told(Snapshot snapshot, CallContext context) {
        return software.amazon.awssdk.services.ec2.model.Snapshot.builder()
                .snapshotId(snapshot.id())
                .volumeId(snapshot.volumeId())
                .volumeSize(snapshot.sizeGib())
                .description(snapshot.description())
                .encrypted(snapshot.encrypted())
                .ownerId(context.accountId())
                .startTime(snapshot.startedAt())
                .completionTime(snapshot.startedAt())
                .state("completed")
                .progress("100%")
                .storageTier("standard")
                .tags(TagLists.of(snapshot.tags()))
                .build();
    }
}
