package dev.ballast.sim.api.ec2;

import dev.ballast.model.InstanceState;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.LaunchParameters;
import dev.ballast.sim.world.ec2.LaunchTemplates;
import dev.ballast.sim.world.ec2.Region;
import dev.ballast.sim.world.ec2.ResourceId;
import dev.ballast.sim.world.ec2.StateReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.InstanceStatusSummary;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.ec2.model.RebootInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RebootInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StartInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StartInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesResponse;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

/** Launching, finding and ending instances. */
final class InstancesApi implements Ec2Api {
    private static final int LAUNCH_MAX = 1_000;
    private static final Pages PAGES = Pages.ofEc2(5, 1_000);
    private static final Filters<Ec2Instance> STATUS_FILTERS = InstanceFilters.ofStatus(InstancesApi::statusWord);

    private final Ec2 ec2;
    private final Filters<Ec2Instance> filters;

    InstancesApi(Ec2 ec2) {
        this.ec2 = ec2;
        filters = InstanceFilters.ofInstances(
                ec2.rules().accountId(),
                instance -> InstanceTells.groups(instance, ec2.region(instance.region())).stream()
                        .map(group -> group.groupName())
                        .toList());
    }

    @Override
    public void register(Operations operations) {
        operations.on("RunInstances", RunInstancesRequest::builder, this::run);
        operations.on("TerminateInstances", TerminateInstancesRequest::builder, this::terminate);
        operations.on("StopInstances", StopInstancesRequest::builder, this::stop);
        operations.on("StartInstances", StartInstancesRequest::builder, this::start);
        operations.on("RebootInstances", RebootInstancesRequest::builder, this::reboot);
        operations.on("DescribeInstances", DescribeInstancesRequest::builder, this::describe);
        operations.on("DescribeInstanceStatus", DescribeInstanceStatusRequest::builder, this::describeStatus);
    }

    private RunInstancesResponse run(RunInstancesRequest request, CallContext context) {
        var region = ec2.region(context.region());
        TagLists.checkTypes(
                request.tagSpecifications(),
                List.of("instance", "volume", "network-interface", "spot-instances-request", "elastic-gpu"));
        if (request.minCount() < 1 || request.maxCount() < request.minCount())
            throw AwsError.refused(
                    "InvalidParameterValue",
                    "The maximum (" + request.maxCount() + ") and minimum (" + request.minCount()
                            + ") instance counts must be at least 1, and the maximum not below the minimum.");
        if (request.maxCount() > LAUNCH_MAX)
            throw AwsError.refused(
                    "InstanceLimitExceeded",
                    "You have requested more instances (" + request.maxCount() + ") than one call may launch ("
                            + LAUNCH_MAX + ").");
        var asked = LaunchAsks.of(request);
        region.tags().checkAll(asked.tagging().instance());
        if (request.launchTemplate() != null) asked = fromTemplate(region, request.launchTemplate(), asked);
        var token = request.clientToken() == null ? "" : request.clientToken();
        var launched = ec2.run(region, LaunchAsks.typed(asked), request.minCount(), request.maxCount(), token);
        return RunInstancesResponse.builder()
                .reservationId(launched.getFirst().reservationId())
                .ownerId(context.accountId())
                .groups(List.of())
                .instances(launched.stream()
                        .map(instance -> InstanceTells.of(instance, region, context.accountId()))
                        .toList())
                .build();
    }

    private static LaunchParameters fromTemplate(
            Region region, LaunchTemplateSpecification specification, LaunchParameters asked) {
        var reference = new LaunchTemplates.Reference(
                LaunchAsks.given(specification.launchTemplateId()),
                LaunchAsks.given(specification.launchTemplateName()),
                Optional.ofNullable(specification.version()).orElse(""));
        var template = region.launchTemplates().find(reference.id(), reference.name());
        var version = template.version(reference.version());
        var tags = new TreeMap<>(asked.tagging().instance());
        tags.put("aws:ec2launchtemplate:id", template.id());
        tags.put("aws:ec2launchtemplate:version", Long.toString(version.number()));
        return asked.with(new LaunchParameters.Tagging(
                        tags, asked.tagging().volume(), asked.tagging().spotRequest()))
                .over(version.parameters());
    }

    private TerminateInstancesResponse terminate(TerminateInstancesRequest request, CallContext context) {
        var instances = named(ec2.region(context.region()), request.instanceIds());
        for (var instance : instances)
            if (instance.switches().terminationProtected())
                throw new Refused(
                        "OperationNotPermitted",
                        "The instance '" + instance.id()
                                + "' may not be terminated. Modify its 'disableApiTermination' instance attribute and try"
                                + " again.");
        return TerminateInstancesResponse.builder()
                .terminatingInstances(
                        changed(instances, (instance, world) -> world.terminate(instance, StateReason.USER)))
                .build();
    }

    private StopInstancesResponse stop(StopInstancesRequest request, CallContext context) {
        var instances = named(ec2.region(context.region()), request.instanceIds());
        return StopInstancesResponse.builder()
                .stoppingInstances(changed(instances, (instance, world) -> world.stop(instance)))
                .build();
    }

    private StartInstancesResponse start(StartInstancesRequest request, CallContext context) {
        var instances = named(ec2.region(context.region()), request.instanceIds());
        return StartInstancesResponse.builder()
                .startingInstances(changed(instances, (instance, world) -> world.start(instance)))
                .build();
    }

    /** A reboot leaves everything as it is: hosts that come back keep their identity. */
    private RebootInstancesResponse reboot(RebootInstancesRequest request, CallContext context) {
        for (var instance : named(ec2.region(context.region()), request.instanceIds()))
            if (!instance.state().isAlive())
                throw new Refused(
                        "IncorrectInstanceState",
                        "The instance '" + instance.id() + "' is not in a state from which it can be rebooted.");
        return RebootInstancesResponse.builder().build();
    }

    private List<InstanceStateChange> changed(List<Ec2Instance> instances, BiConsumer<Ec2Instance, Ec2> change) {
        var changes = new ArrayList<InstanceStateChange>();
        for (var instance : instances) {
            var before = instance.state();
            change.accept(instance, ec2);
            changes.add(InstanceTells.change(instance, before));
        }
        return changes;
    }

    private DescribeInstancesResponse describe(DescribeInstancesRequest request, CallContext context) {
        var region = ec2.region(context.region());
        if (!request.instanceIds().isEmpty() && request.maxResults() != null)
            throw AwsError.refused(
                    "InvalidParameterCombination",
                    "The parameter instancesSet cannot be used with the parameter maxResults");
        var instances = request.instanceIds().isEmpty() ? region.instances() : named(region, request.instanceIds());
        var page = PAGES.cut(
                filters.keep(instances, request.filters()), Ec2Instance::id, request.nextToken(), request.maxResults());
        var reservations = new LinkedHashMap<String, List<Instance>>();
        for (var instance : page.items())
            reservations
                    .computeIfAbsent(instance.reservationId(), missing -> new ArrayList<>())
                    .add(InstanceTells.of(instance, region, context.accountId()));
        return DescribeInstancesResponse.builder()
                .reservations(reservations.entrySet().stream()
                        .map(reservation -> Reservation.builder()
                                .reservationId(reservation.getKey())
                                .ownerId(context.accountId())
                                .groups(List.of())
                                .instances(reservation.getValue())
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private DescribeInstanceStatusResponse describeStatus(DescribeInstanceStatusRequest request, CallContext context) {
        var region = ec2.region(context.region());
        var instances = request.instanceIds().isEmpty() ? region.instances() : named(region, request.instanceIds());
        var wanted = STATUS_FILTERS.keep(instances, request.filters()).stream()
                .filter(instance ->
                        Boolean.TRUE.equals(request.includeAllInstances()) || instance.state() == InstanceState.RUNNING)
                .toList();
        var page = PAGES.cut(wanted, Ec2Instance::id, request.nextToken(), request.maxResults());
        return DescribeInstanceStatusResponse.builder()
                .instanceStatuses(
                        page.items().stream().map(InstancesApi::status).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static InstanceStatus status(Ec2Instance instance) {
        var word = statusWord(instance);
        var summary = InstanceStatusSummary.builder().status(word);
        if (instance.state() == InstanceState.RUNNING)
            summary.details(it -> it.name("reachability").status(word.equals("ok") ? "passed" : "initializing"));
        return InstanceStatus.builder()
                .instanceId(instance.id())
                .availabilityZone(instance.zone())
                .availabilityZoneId(instance.subnet().zone().id())
                .instanceState(it ->
                        it.code(instance.state().code()).name(instance.state().ec2Name()))
                .instanceStatus(summary.build())
                .systemStatus(summary.build())
                .attachedEbsStatus(it -> it.status(word))
                .build();
    }

    private static String statusWord(Ec2Instance instance) {
        if (instance.state() != InstanceState.RUNNING) return "not-applicable";
        return instance.isBooted() ? "ok" : "initializing";
    }

    /**
     * The instances of these ids, in their order, each once.
     *
     * @throws Refused InvalidInstanceID.Malformed, or .NotFound with all that are missing
     */
    static List<Ec2Instance> named(Region region, List<String> ids) {
        var found = new ArrayList<Ec2Instance>();
        var missing = new ArrayList<String>();
        for (var id : new LinkedHashSet<>(ids)) {
            ResourceId.INSTANCE.check(id);
            region.instance(id).ifPresentOrElse(found::add, () -> missing.add(id));
        }
        if (missing.size() == 1) throw ResourceId.INSTANCE.notFound(missing.getFirst());
        if (!missing.isEmpty())
            throw new Refused(
                    "InvalidInstanceID.NotFound", "The instance IDs '" + String.join(", ", missing) + "' do not exist");
        return found;
    }
}
