package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.fleet.Fleet;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Excess;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Kind;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Policies;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Source;
import dev.ballast.sim.world.ec2.fleet.Fleets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.ActiveInstance;
import software.amazon.awssdk.services.ec2.model.CancelSpotFleetRequestsErrorItem;
import software.amazon.awssdk.services.ec2.model.CancelSpotFleetRequestsRequest;
import software.amazon.awssdk.services.ec2.model.CancelSpotFleetRequestsResponse;
import software.amazon.awssdk.services.ec2.model.CancelSpotFleetRequestsSuccessItem;
import software.amazon.awssdk.services.ec2.model.DescribeSpotFleetInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotFleetInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSpotFleetRequestHistoryRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotFleetRequestHistoryResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSpotFleetRequestsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotFleetRequestsResponse;
import software.amazon.awssdk.services.ec2.model.HistoryRecord;
import software.amazon.awssdk.services.ec2.model.ModifySpotFleetRequestRequest;
import software.amazon.awssdk.services.ec2.model.ModifySpotFleetRequestResponse;
import software.amazon.awssdk.services.ec2.model.RequestSpotFleetRequest;
import software.amazon.awssdk.services.ec2.model.RequestSpotFleetResponse;
import software.amazon.awssdk.services.ec2.model.SpotFleetRequestConfig;

/** Spot Fleet requests: the legacy API that old scripts speak. */
final class SpotFleetsApi implements Ec2Api {
    private static final Pattern ID =
            Pattern.compile("sfr-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pages PAGES = Pages.ofEc2(1, 1_000).whereUnsaid(1_000);

    private final Ec2 ec2;
    private final Fleets fleets;

    SpotFleetsApi(Ec2 ec2, Fleets fleets) {
        this.ec2 = ec2;
        this.fleets = fleets;
    }

    @Override
    public void register(Operations operations) {
        operations.on("RequestSpotFleet", RequestSpotFleetRequest::builder, this::request);
        operations.on("ModifySpotFleetRequest", ModifySpotFleetRequestRequest::builder, this::modify);
        operations.on("CancelSpotFleetRequests", CancelSpotFleetRequestsRequest::builder, this::cancel);
        operations.on("DescribeSpotFleetRequests", DescribeSpotFleetRequestsRequest::builder, this::describe);
        operations.on(
                "DescribeSpotFleetInstances", DescribeSpotFleetInstancesRequest::builder, this::describeInstances);
        operations.on(
                "DescribeSpotFleetRequestHistory",
                DescribeSpotFleetRequestHistoryRequest::builder,
                this::describeHistory);
    }

    private RequestSpotFleetResponse request(RequestSpotFleetRequest request, CallContext context) {
        var region = ec2.region(context.region());
        var data = request.spotFleetRequestConfig();
        TagLists.checkTypes(data.tagSpecifications(), List.of("spot-fleet-request"));
        var tags = TagLists.of(data.tagSpecifications(), "spot-fleet-request", region);
        var fleet = fleets.create(region, FleetAsks.of(data, tags));
        return RequestSpotFleetResponse.builder().spotFleetRequestId(fleet.id()).build();
    }

    private ModifySpotFleetRequestResponse modify(ModifySpotFleetRequestRequest request, CallContext context) {
        var fleet = found(request.spotFleetRequestId(), context);
        var config = fleet.config();
        if (request.targetCapacity() != null || request.onDemandTargetCapacity() != null) {
            var total = request.targetCapacity() == null ? config.target().total() : request.targetCapacity();
            config = config.with(config.target()
                    .resized(total, Optional.ofNullable(request.onDemandTargetCapacity()), Optional.empty()));
        }
        if (request.excessCapacityTerminationPolicyAsString() != null)
            config = config.with(
                    policies(config.policies(), FleetAsks.excess(request.excessCapacityTerminationPolicyAsString())));
        if (!request.launchTemplateConfigs().isEmpty())
            config = config.with(new Source.Templates(request.launchTemplateConfigs().stream()
                    .map(FleetAsks::template)
                    .toList()));
        fleets.modify(fleet, config);
        return ModifySpotFleetRequestResponse.builder().returnValue(true).build();
    }

    static Policies policies(Policies now, Excess excess) {
        return new Policies(
                excess,
                now.replacesUnhealthy(),
                now.terminatesWithExpiration(),
                now.onInterruption(),
                now.capacityRebalance(),
                now.minimum());
    }

    private CancelSpotFleetRequestsResponse cancel(CancelSpotFleetRequestsRequest request, CallContext context) {
        var cancelled = new ArrayList<CancelSpotFleetRequestsSuccessItem>();
        var refused = new ArrayList<CancelSpotFleetRequestsErrorItem>();
        for (var id : request.spotFleetRequestIds()) {
            if (!ID.matcher(id).matches()) {
                refused.add(
                        error(id, "fleetRequestIdMalformed", "The Spot Fleet request ID '" + id + "' is malformed"));
                continue;
            }
            var fleet = find(id, context);
            if (fleet.isEmpty()) {
                refused.add(error(
                        id, "fleetRequestIdDoesNotExist", "The Spot Fleet request ID '" + id + "' does not exist"));
                continue;
            }
            var before = fleet.get().state().ec2Name(Kind.SPOT_FLEET);
            if (fleet.get().state() == Fleet.State.ENDED || fleet.get().state() == Fleet.State.FAILED) {
                refused.add(error(
                        id,
                        "fleetRequestNotInCancellableState",
                        "The Spot Fleet request '" + id + "' is in state " + before + " and cannot be cancelled."));
                continue;
            }
            fleets.end(
                    fleet.get(),
                    request.terminateInstances() ? Fleets.Ending.TERMINATE_INSTANCES : Fleets.Ending.LEAVE_INSTANCES);
            cancelled.add(CancelSpotFleetRequestsSuccessItem.builder()
                    .spotFleetRequestId(id)
                    .previousSpotFleetRequestState(before)
                    .currentSpotFleetRequestState(fleet.get().state().ec2Name(Kind.SPOT_FLEET))
                    .build());
        }
        return CancelSpotFleetRequestsResponse.builder()
                .successfulFleetRequests(cancelled)
                .unsuccessfulFleetRequests(refused)
                .build();
    }

    private static CancelSpotFleetRequestsErrorItem error(String id, String code, String message) {
        return CancelSpotFleetRequestsErrorItem.builder()
                .spotFleetRequestId(id)
                .error(it -> it.code(code).message(message))
                .build();
    }

    private DescribeSpotFleetRequestsResponse describe(DescribeSpotFleetRequestsRequest request, CallContext context) {
        var named = request.spotFleetRequestIds().isEmpty()
                ? List.copyOf(fleets.all(ec2.region(context.region()), Kind.SPOT_FLEET))
                : request.spotFleetRequestIds().stream()
                        .map(id -> found(id, context))
                        .toList();
        var page = PAGES.cut(named, Fleet::id, request.nextToken(), request.maxResults());
        return DescribeSpotFleetRequestsResponse.builder()
                .spotFleetRequestConfigs(
                        page.items().stream().map(SpotFleetsApi::told).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static SpotFleetRequestConfig told(Fleet fleet) {
        return SpotFleetRequestConfig.builder()
                .spotFleetRequestId(fleet.id())
                .spotFleetRequestState(fleet.state().ec2Name(Kind.SPOT_FLEET))
                .activityStatus(
                        fleet.state() == Fleet.State.ENDED
                                ? null
                                : fleet.activity().ec2Name())
                .createTime(fleet.createdAt())
                .spotFleetRequestConfig(FleetTells.spotFleet(fleet))
                .tags(TagLists.of(fleet.tags()))
                .build();
    }

    private DescribeSpotFleetInstancesResponse describeInstances(
            DescribeSpotFleetInstancesRequest request, CallContext context) {
        var fleet = found(request.spotFleetRequestId(), context);
        var page = PAGES.cut(
                List.copyOf(fleet.members()), it -> it.instance().id(), request.nextToken(), request.maxResults());
        return DescribeSpotFleetInstancesResponse.builder()
                .spotFleetRequestId(fleet.id())
                .activeInstances(
                        page.items().stream().map(SpotFleetsApi::active).toList())
                .nextToken(page.nextToken())
                .build();
    }

    static ActiveInstance active(Fleet.Member member) {
        var instance = member.instance();
        return ActiveInstance.builder()
                .instanceId(instance.id())
                .instanceType(instance.type().name())
                .spotInstanceRequestId(
                        instance.spot().map(terms -> terms.requestId()).orElse(null))
                .instanceHealth("healthy")
                .build();
    }

    private DescribeSpotFleetRequestHistoryResponse describeHistory(
            DescribeSpotFleetRequestHistoryRequest request, CallContext context) {
        var fleet = found(request.spotFleetRequestId(), context);
        var wanted = fleet.history().stream()
                .filter(event -> !event.at().isBefore(request.startTime()))
                .filter(event -> request.eventTypeAsString() == null
                        || request.eventTypeAsString().equals(event.kind().spotFleetName()))
                .toList();
        var page = PAGES.cut(wanted, FleetTells::key, request.nextToken(), request.maxResults());
        return DescribeSpotFleetRequestHistoryResponse.builder()
                .spotFleetRequestId(fleet.id())
                .startTime(request.startTime())
                .lastEvaluatedTime(context.now())
                .historyRecords(page.items().stream()
                        .map(event -> HistoryRecord.builder()
                                .timestamp(event.at())
                                .eventType(event.kind().spotFleetName())
                                .eventInformation(FleetTells.information(event))
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private Optional<Fleet> find(String id, CallContext context) {
        return fleets.find(id)
                .filter(fleet -> fleet.region().equals(context.region())
                        && fleet.config().kind() == Kind.SPOT_FLEET);
    }

    private Fleet found(String id, CallContext context) {
        if (!ID.matcher(id).matches())
            throw new Refused(
                    "InvalidSpotFleetRequestId.Malformed", "The Spot Fleet request ID '" + id + "' is malformed");
        return find(id, context)
                .orElseThrow(() -> new Refused(
                        "InvalidSpotFleetRequestId.NotFound", "The Spot Fleet request ID '" + id + "' does not exist"));
    }
}
