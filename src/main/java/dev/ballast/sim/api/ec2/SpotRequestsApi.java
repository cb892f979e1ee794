package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.ec2.BlockDevice;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.InterruptionNotice;
import dev.ballast.sim.world.ec2.LaunchParameters;
import dev.ballast.sim.world.ec2.Region;
import dev.ballast.sim.world.ec2.ResourceId;
import dev.ballast.sim.world.ec2.SpotRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.CancelSpotInstanceRequestsRequest;
import software.amazon.awssdk.services.ec2.model.CancelSpotInstanceRequestsResponse;
import software.amazon.awssdk.services.ec2.model.CancelledSpotInstanceRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotInstanceRequestsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotInstanceRequestsResponse;
import software.amazon.awssdk.services.ec2.model.RequestSpotInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RequestSpotInstancesResponse;
import software.amazon.awssdk.services.ec2.model.SpotInstanceRequest;

/** Spot instance requests, those behind launches and fleets included. */
final class SpotRequestsApi implements Ec2Api {
    private static final Pages PAGES = Pages.ofEc2(5, 1_000);
    private static final Filters<SpotRequest> FILTERS = new Filters<SpotRequest>()
            .on("spot-instance-request-id", SpotRequest::id)
            .on("state", it -> it.state().ec2Name())
            .on("status-code", it -> it.status().ec2Name())
            .on("instance-id", it -> it.instance().map(Ec2Instance::id).orElse(null))
            .on("type", it -> type(it))
            .on(
                    "launch.instance-type",
                    it -> it.parameters().machine().instanceType().orElse(null))
            .on("launch.image-id", it -> it.parameters().machine().imageId().orElse(null))
            .on("launch.key-name", it -> it.parameters().access().keyName().orElse(null))
            .on(
                    "launched-availability-zone",
                    it -> it.instance().map(Ec2Instance::zone).orElse(null))
            .on("create-time", it -> it.createdAt().toString())
            .on("status-message", it -> it.status().message())
            .on("product-description", any -> "Linux/UNIX")
            .on(
                    "spot-price",
                    it -> it.terms().maxPrice().map(LaunchTells::dollars).orElse(null))
            .on(
                    "valid-until",
                    it -> it.terms().validUntil().map(Instant::toString).orElse(null))
            .on(
                    "launch.monitoring-enabled",
                    it -> Boolean.toString(
                            it.parameters().options().detailedMonitoring().orElse(false)))
            .onAny("launch.group-id", it -> it.parameters().access().securityGroupIds())
            .onAny("launch.group-name", it -> it.parameters().access().securityGroupNames())
            .onAny("launch.block-device-mapping.device-name", it -> devices(it, device -> Optional.of(device.name())))
            .onAny(
                    "launch.block-device-mapping.volume-size",
                    it -> devices(it, device -> device.ebs().flatMap(BlockDevice.Ebs::sizeGib)))
            .onAny(
                    "launch.block-device-mapping.volume-type",
                    it -> devices(it, device -> device.ebs().flatMap(BlockDevice.Ebs::volumeType)))
            .onAny(
                    "launch.block-device-mapping.snapshot-id",
                    it -> devices(it, device -> device.ebs().flatMap(BlockDevice.Ebs::snapshotId)))
            .onAny(
                    "launch.block-device-mapping.delete-on-termination",
                    it -> devices(it, device -> device.ebs().flatMap(BlockDevice.Ebs::deleteOnTermination)))
            .on(
                    "network-interface.subnet-id",
                    it -> it.parameters().placing().networkInterfaceUsed()
                            ? it.parameters().placing().subnetId().orElse(null)
                            : null)
            .onAny(
                    "network-interface.group-id",
                    it -> it.parameters().placing().networkInterfaceUsed()
                            ? it.parameters().access().securityGroupIds()
                            : List.of())
            .on(
                    "network-interface.device-index",
                    it -> it.parameters().placing().networkInterfaceUsed() ? "0" : null)
            .nobodyHas("availability-zone-group", "fault-code", "fault-message", "launch-group", "valid-from")
            .nobodyHas("launch.kernel-id", "launch.ramdisk-id", "launched-availability-zone-id")
            .nobodyHas(
                    "network-interface.addresses.primary",
                    "network-interface.delete-on-termination",
                    "network-interface.description",
                    "network-interface.network-interface-id",
                    "network-interface.private-ip-address")
            .onTags(SpotRequest::tags);

    private final Ec2 ec2;

    SpotRequestsApi(Ec2 ec2) {
        this.ec2 = ec2;
    }

    private static List<String> devices(SpotRequest request, Function<BlockDevice, Optional<?>> part) {
        return request.parameters().blockDevices().stream()
                .flatMap(device -> part.apply(device).stream())
                .map(String::valueOf)
                .toList();
    }

    @Override
    public void register(Operations operations) {
        operations
                .on("RequestSpotInstances", RequestSpotInstancesRequest::builder, this::request)
                .idempotent(RequestSpotInstancesRequest::clientToken, Ec2Api.tokenMismatch());
        operations.on("DescribeSpotInstanceRequests", DescribeSpotInstanceRequestsRequest::builder, this::describe);
        operations.on("CancelSpotInstanceRequests", CancelSpotInstanceRequestsRequest::builder, this::cancel);
    }

    private RequestSpotInstancesResponse request(RequestSpotInstancesRequest request, CallContext context) {
        var region = ec2.region(context.region());
        TagLists.checkTypes(request.tagSpecifications(), List.of("spot-instances-request"));
        var tags = TagLists.of(request.tagSpecifications(), "spot-instances-request", region);
        if (request.launchSpecification() == null)
            throw AwsError.refused("MissingParameter", "The request must contain the parameter LaunchSpecification");
        if (request.validUntil() != null && !request.validUntil().isAfter(context.now()))
            throw AwsError.refused("InvalidTime", "The valid until time must be in the future.");
        var terms = new LaunchParameters.SpotOptions(
                LaunchAsks.price(request.spotPrice(), "price"),
                "persistent".equals(request.typeAsString()),
                Optional.ofNullable(request.instanceInterruptionBehaviorAsString())
                        .map(InterruptionNotice.Action::of),
                Optional.ofNullable(request.validUntil()));
        var parameters = LaunchAsks.typed(LaunchAsks.of(request.launchSpecification()))
                .with(new LaunchParameters.Tagging(new TreeMap<>(), new TreeMap<>(), tags))
                .with(terms);
        region.launches().settle(parameters, Optional.empty(), ""); // what EC2 would refuse at once
        var count = request.instanceCount() == null ? 1 : request.instanceCount();
        if (count < 1) throw AwsError.refused("InvalidParameterValue", "InstanceCount must be at least 1.");
        return RequestSpotInstancesResponse.builder()
                .spotInstanceRequests(ec2.requestSpot(region, parameters, terms, count).stream()
                        .map(it -> told(it, region))
                        .toList())
                .build();
    }

    private DescribeSpotInstanceRequestsResponse describe(
            DescribeSpotInstanceRequestsRequest request, CallContext context) {
        var region = ec2.region(context.region());
        Collection<SpotRequest> named = request.spotInstanceRequestIds().isEmpty()
                ? region.spotRequests()
                : named(region, request.spotInstanceRequestIds());
        var page = PAGES.cut(
                FILTERS.keep(named, request.filters()), SpotRequest::id, request.nextToken(), request.maxResults());
        return DescribeSpotInstanceRequestsResponse.builder()
                .spotInstanceRequests(
                        page.items().stream().map(it -> told(it, region)).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private CancelSpotInstanceRequestsResponse cancel(CancelSpotInstanceRequestsRequest request, CallContext context) {
        var region = ec2.region(context.region());
        var cancelled = new ArrayList<CancelledSpotInstanceRequest>();
        for (var each : named(region, request.spotInstanceRequestIds())) {
            ec2.cancel(region, each);
            cancelled.add(CancelledSpotInstanceRequest.builder()
                    .spotInstanceRequestId(each.id())
                    .state(each.state().ec2Name())
                    .build());
        }
        return CancelSpotInstanceRequestsResponse.builder()
                .cancelledSpotInstanceRequests(cancelled)
                .build();
    }

    private static List<SpotRequest> named(Region region, List<String> ids) {
        return ids.stream()
                .map(id -> {
                    ResourceId.SPOT_INSTANCE_REQUEST.check(id);
                    return region.spotRequest(id).orElseThrow(() -> ResourceId.SPOT_INSTANCE_REQUEST.notFound(id));
                })
                .toList();
    }

    private static String type(SpotRequest request) {
        return request.terms().persistent() ? "persistent" : "one-time";
    }

    private SpotInstanceRequest told(SpotRequest request, Region region) {
        var told = SpotInstanceRequest.builder()
                .spotInstanceRequestId(request.id())
                .state(request.state().ec2Name())
                .status(it -> it.code(request.status().ec2Name())
                        .message(request.status().message())
                        .updateTime(request.updatedAt()))
                .type(type(request))
                .createTime(request.createdAt())
                .productDescription("Linux/UNIX")
                .spotPrice(LaunchTells.dollars(request.terms()
                        .maxPrice()
                        .or(() -> request.instance().map(it -> ec2.market().onDemand(it.pool())))))
                .instanceInterruptionBehavior(request.terms()
                        .onInterruption()
                        .orElse(InterruptionNotice.Action.TERMINATE)
                        .ec2Name())
                .validUntil(request.terms().validUntil().orElse(null))
                .launchSpecification(LaunchTells.spotRequest(request.parameters()));
        request.instance()
                .ifPresent(instance -> told.instanceId(instance.id())
                        .launchedAvailabilityZone(instance.zone())
                        .launchedAvailabilityZoneId(instance.subnet().zone().id()));
        if (!request.tags().isEmpty()) told.tags(TagLists.of(region.tags().of(request.id())));
        return told.build();
    }
}
