package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.fleet.Fleet;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Excess;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Kind;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Source;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Type;
import dev.ballast.sim.world.ec2.fleet.Fleets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.CreateFleetError;
import software.amazon.awssdk.services.ec2.model.CreateFleetInstance;
import software.amazon.awssdk.services.ec2.model.CreateFleetRequest;
import software.amazon.awssdk.services.ec2.model.CreateFleetResponse;
import software.amazon.awssdk.services.ec2.model.DeleteFleetErrorItem;
import software.amazon.awssdk.services.ec2.model.DeleteFleetSuccessItem;
import software.amazon.awssdk.services.ec2.model.DeleteFleetsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteFleetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeFleetHistoryRequest;
import software.amazon.awssdk.services.ec2.model.DescribeFleetHistoryResponse;
import software.amazon.awssdk.services.ec2.model.DescribeFleetInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeFleetInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeFleetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeFleetsResponse;
import software.amazon.awssdk.services.ec2.model.HistoryRecordEntry;
import software.amazon.awssdk.services.ec2.model.ModifyFleetRequest;
import software.amazon.awssdk.services.ec2.model.ModifyFleetResponse;

/** EC2 Fleets. */
final class FleetsApi implements Ec2Api {
    private static final Pattern ID =
            Pattern.compile("fleet-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pages PAGES = Pages.ofEc2(1, 1_000).whereUnsaid(1_000);
    private static final Filters<Fleet> FILTERS = new Filters<Fleet>()
            .on("fleet-state", it -> it.state().ec2Name(Kind.EC2_FLEET))
            .on("activity-status", it -> it.activity().ec2Name())
            .on("type", it -> it.config().type().ec2Name())
            .on(
                    "excess-capacity-termination-policy",
                    it -> it.config().policies().excess() == Excess.LEFT ? "no-termination" : "termination")
            .on(
                    "replace-unhealthy-instances",
                    it -> Boolean.toString(it.config().policies().replacesUnhealthy()));
    private static final Filters<Fleet.Member> MEMBERS = new Filters<Fleet.Member>()
            .on("instance-type", it -> it.instance().type().name());

    private final Ec2 ec2;
    private final Fleets fleets;

    FleetsApi(Ec2 ec2, Fleets fleets) {
        this.ec2 = ec2;
        this.fleets = fleets;
    }

    @Override
    public void register(Operations operations) {
        operations.on("CreateFleet", CreateFleetRequest::builder, this::create);
        operations.on("ModifyFleet", ModifyFleetRequest::builder, this::modify);
        operations.on("DeleteFleets", DeleteFleetsRequest::builder, this::delete);
        operations.on("DescribeFleets", DescribeFleetsRequest::builder, this::describe);
        operations.on("DescribeFleetInstances", DescribeFleetInstancesRequest::builder, this::describeInstances);
        operations.on("DescribeFleetHistory", DescribeFleetHistoryRequest::builder, this::describeHistory);
    }

    private CreateFleetResponse create(CreateFleetRequest request, CallContext context) {
        var region = ec2.region(context.region());
        var taggable = "instant".equals(request.typeAsString())
                ? List.of("fleet", "instance", "volume", "network-interface", "spot-instances-request")
                : List.of("fleet");
        TagLists.checkTypes(request.tagSpecifications(), taggable);
        var tags = TagLists.of(request.tagSpecifications(), "fleet", region);
        var fleet = fleets.create(region, FleetAsks.of(request, region, tags));
        var answer = CreateFleetResponse.builder().fleetId(fleet.id());
        if (fleet.config().type() == Type.INSTANT)
            answer.instances(FleetTells.instances(fleet).stream()
                            .map(it -> Twins.copy(it, CreateFleetInstance.builder())
                                    .build())
                            .toList())
                    .errors(fleet.errors().stream()
                            .map(it -> Twins.copy(FleetTells.error(it), CreateFleetError.builder())
                                    .build())
                            .toList());
        return answer.build();
    }

    private ModifyFleetResponse modify(ModifyFleetRequest request, CallContext context) {
        var fleet = found(request.fleetId(), context);
        var config = fleet.config();
        var target = request.targetCapacitySpecification();
        if (target != null)
            config = config.with(config.target()
                    .resized(
                            target.totalTargetCapacity(),
                            Optional.ofNullable(target.onDemandTargetCapacity()),
                            Optional.ofNullable(target.spotTargetCapacity())));
        if (request.excessCapacityTerminationPolicyAsString() != null)
            config = config.with(SpotFleetsApi.policies(
                    config.policies(), FleetAsks.excess(request.excessCapacityTerminationPolicyAsString())));
        if (!request.launchTemplateConfigs().isEmpty())
            config = config.with(new Source.Templates(request.launchTemplateConfigs().stream()
                    .map(FleetAsks::template)
                    .toList()));
        fleets.modify(fleet, config);
        return ModifyFleetResponse.builder().returnValue(true).build();
    }

    private DeleteFleetsResponse delete(DeleteFleetsRequest request, CallContext context) {
        var deleted = new ArrayList<DeleteFleetSuccessItem>();
        var refused = new ArrayList<DeleteFleetErrorItem>();
        for (var id : request.fleetIds()) {
            if (!ID.matcher(id).matches()) {
                refused.add(error(id, "fleetIdMalformed", "The fleet ID '" + id + "' is malformed"));
                continue;
            }
            var fleet = find(id, context);
            if (fleet.isEmpty()) {
                refused.add(error(id, "fleetIdDoesNotExist", "The fleet ID '" + id + "' does not exist"));
                continue;
            }
            var before = fleet.get().state();
            var keepsInstances = fleet.get().config().type() == Type.INSTANT && !request.terminateInstances();
            if (before == Fleet.State.ENDED || before == Fleet.State.FAILED || keepsInstances) {
                refused.add(error(
                        id,
                        "fleetNotInDeletableState",
                        keepsInstances
                                ? "A fleet of type instant is deleted together with its instances: TerminateInstances must be true."
                                : "The fleet is in state " + before.ec2Name(Kind.EC2_FLEET) + "."));
                continue;
            }
            fleets.end(
                    fleet.get(),
                    request.terminateInstances() ? Fleets.Ending.TERMINATE_INSTANCES : Fleets.Ending.LEAVE_INSTANCES);
            deleted.add(DeleteFleetSuccessItem.builder()
                    .fleetId(id)
                    .previousFleetState(before.ec2Name(Kind.EC2_FLEET))
                    .currentFleetState(fleet.get().state().ec2Name(Kind.EC2_FLEET))
                    .build());
        }
        return DeleteFleetsResponse.builder()
                .successfulFleetDeletions(deleted)
                .unsuccessfulFleetDeletions(refused)
                .build();
    }

    private static DeleteFleetErrorItem error(String id, String code, String message) {
        return DeleteFleetErrorItem.builder()
                .fleetId(id)
                .error(it -> it.code(code).message(message))
                .build();
    }

    /** Instant fleets are told only where they are named. */
    private DescribeFleetsResponse describe(DescribeFleetsRequest request, CallContext context) {
        var named = request.fleetIds().isEmpty()
                ? fleets.all(ec2.region(context.region()), Kind.EC2_FLEET).stream()
                        .filter(fleet -> fleet.config().type() != Type.INSTANT)
                        .toList()
                : request.fleetIds().stream().map(id -> found(id, context)).toList();
        var page =
                PAGES.cut(FILTERS.keep(named, request.filters()), Fleet::id, request.nextToken(), request.maxResults());
        return DescribeFleetsResponse.builder()
                .fleets(page.items().stream().map(FleetTells::fleet).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private DescribeFleetInstancesResponse describeInstances(
            DescribeFleetInstancesRequest request, CallContext context) {
        var fleet = found(request.fleetId(), context);
        if (fleet.config().type() == Type.INSTANT)
            throw AwsError.refused(
                    "Unsupported",
                    "Fleet " + fleet.id()
                            + " is instant fleet. Describe fleet instances is not supported by this type of fleet");
        var page = PAGES.cut(
                MEMBERS.keep(fleet.members(), request.filters()),
                it -> it.instance().id(),
                request.nextToken(),
                request.maxResults());
        return DescribeFleetInstancesResponse.builder()
                .fleetId(fleet.id())
                .activeInstances(
                        page.items().stream().map(SpotFleetsApi::active).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private DescribeFleetHistoryResponse describeHistory(DescribeFleetHistoryRequest request, CallContext context) {
        var fleet = found(request.fleetId(), context);
        var wanted = fleet.history().stream()
                .filter(event -> !event.at().isBefore(request.startTime()))
                .filter(event -> request.eventTypeAsString() == null
                        || request.eventTypeAsString().equals(event.kind().fleetName()))
                .toList();
        var page = PAGES.cut(wanted, FleetTells::key, request.nextToken(), request.maxResults());
        return DescribeFleetHistoryResponse.builder()
                .fleetId(fleet.id())
                .startTime(request.startTime())
                .lastEvaluatedTime(context.now())
                .historyRecords(page.items().stream()
                        .map(event -> HistoryRecordEntry.builder()
                                .timestamp(event.at())
                                .eventType(event.kind().fleetName())
                                .eventInformation(FleetTells.information(event))
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private Optional<Fleet> find(String id, CallContext context) {
        return fleets.find(id)
                .filter(fleet -> fleet.region().equals(context.region())
                        && fleet.config().kind() == Kind.EC2_FLEET);
    }

    private Fleet found(String id, CallContext context) {
        if (!ID.matcher(id).matches())
            throw new Refused("InvalidFleetId.Malformed", "The fleet ID '" + id + "' is malformed");
        return find(id, context)
                .orElseThrow(() -> new Refused("InvalidFleetId.NotFound", "The fleet ID '" + id + "' does not exist."));
    }
}
