package dev.ballast.sim.api.ecs;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.ecs.Ecs;
import dev.ballast.sim.world.ecs.EcsRegion;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.Failure;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsResponse;
import software.amazon.awssdk.services.ecs.model.Scale;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.ecs.model.TaskSetField;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetResponse;

/** Task sets of services with an EXTERNAL deployment controller, which are data here. */
final class TaskSetOperations {
    private static final String[] UNDERSTOOD = {"cluster", "service", "taskDefinition", "scale", "clientToken", "tags"};

    private final Ecs ecs;

    TaskSetOperations(Ecs ecs) {
        this.ecs = ecs;
    }

    void register(Operations operations) {
        operations
                .on("CreateTaskSet", CreateTaskSetRequest::builder, this::create)
                .idempotent(
                        CreateTaskSetRequest::clientToken, Given.invalid("Creation of task set was not idempotent."));
        operations.on("UpdateTaskSet", UpdateTaskSetRequest::builder, this::update);
        operations.on("DeleteTaskSet", DeleteTaskSetRequest::builder, this::delete);
        operations.on("DescribeTaskSets", DescribeTaskSetsRequest::builder, this::describe);
        operations.on("UpdateServicePrimaryTaskSet", UpdateServicePrimaryTaskSetRequest::builder, this::makePrimary);
    }

    private CreateTaskSetResponse create(CreateTaskSetRequest request, CallContext context) {
        Given.launchType(request.launchType());
        var region = Given.region(ecs, context);
        var service = service(region, request.cluster(), request.service());
        var set = region.taskSets()
                .create(
                        service,
                        region.taskDefinitions().findActive(request.taskDefinition()),
                        percent(request.scale()),
                        Given.tags(request.tags()),
                        Document.without(request, UNDERSTOOD));
        return CreateTaskSetResponse.builder()
                .taskSet(toSdk(region, service, set, true))
                .build();
    }

    private static EcsService service(EcsRegion region, String cluster, String reference) {
        return region.services()
                .find(Given.cluster(region, cluster), reference)
                .orElseThrow(() -> AwsError.refused("ServiceNotFoundException", "Service not found."));
    }

    private static double percent(Scale scale) {
        return scale == null || scale.value() == null ? 100 : scale.value();
    }

    private UpdateTaskSetResponse update(UpdateTaskSetRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var service = service(region, request.cluster(), request.service());
        var set = region.taskSets().scale(service, request.taskSet(), percent(request.scale()));
        return UpdateTaskSetResponse.builder()
                .taskSet(toSdk(region, service, set, true))
                .build();
    }

    private DeleteTaskSetResponse delete(DeleteTaskSetRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var service = service(region, request.cluster(), request.service());
        var set = Boolean.TRUE.equals(request.force())
                ? region.taskSets().deleteByForce(service, request.taskSet())
                : region.taskSets().delete(service, request.taskSet());
        return DeleteTaskSetResponse.builder()
                .taskSet(toSdk(region, service, set, true))
                .build();
    }

    private UpdateServicePrimaryTaskSetResponse makePrimary(
            UpdateServicePrimaryTaskSetRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var service = service(region, request.cluster(), request.service());
        var set = region.taskSets().makePrimary(service, request.primaryTaskSet());
        return UpdateServicePrimaryTaskSetResponse.builder()
                .taskSet(toSdk(region, service, set, true))
                .build();
    }

    private DescribeTaskSetsResponse describe(DescribeTaskSetsRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var service = service(region, request.cluster(), request.service());
        var tags = request.include().contains(TaskSetField.TAGS);
        var found = new ArrayList<dev.ballast.sim.world.ecs.TaskSet>();
        var failures = new ArrayList<Failure>();
        for (var reference : request.taskSets())
            region.taskSets()
                    .find(service, reference)
                    .ifPresentOrElse(
                            found::add,
                            () -> failures.add(Failure.missing(
                                    reference.startsWith("arn:")
                                            ? reference
                                            : region.arns()
                                                    .taskSet(service.cluster().name(), service.name(), reference))));
        if (request.taskSets().isEmpty()) found.addAll(service.taskSets());
        return DescribeTaskSetsResponse.builder()
                .taskSets(found.stream()
                        .map(set -> toSdk(region, service, set, tags))
                        .toList())
                .failures(Given.failures(failures))
                .build();
    }

    static TaskSet toSdk(EcsRegion region, EcsService service, dev.ballast.sim.world.ecs.TaskSet set, boolean tags) {
        var sdk = Document.into(TaskSet.builder(), set.asGiven());
        if (!set.asGiven().containsKey("capacityProviderStrategy")) sdk.launchType("EC2");
        if (!set.asGiven().containsKey("loadBalancers"))
            sdk.loadBalancers(List.<software.amazon.awssdk.services.ecs.model.LoadBalancer>of());
        if (!set.asGiven().containsKey("serviceRegistries"))
            sdk.serviceRegistries(List.<software.amazon.awssdk.services.ecs.model.ServiceRegistry>of());
        return sdk.id(set.id())
                .taskSetArn(region.arns().taskSet(service.cluster().name(), service.name(), set.id()))
                .serviceArn(region.arns().service(service.cluster().name(), service.name()))
                .clusterArn(region.arns().cluster(service.cluster().name()))
                .status(set.status().name())
                .taskDefinition(region.taskDefinitions().arn(set.definition()))
                .computedDesiredCount(set.of(service.desired()))
                .pendingCount(0)
                .runningCount(0)
                .createdAt(set.createdAt())
                .updatedAt(set.updatedAt())
                .scale(scale -> scale.value(set.percent()).unit("PERCENT"))
                // None of its tasks will ever run here, so it is steady only where it wants none.
                .stabilityStatus(set.of(service.desired()) == 0 ? "STEADY_STATE" : "STABILIZING")
                .stabilityStatusAt(set.updatedAt())
                .tags(tags ? Given.tags(set.tags()) : List.of())
                .build();
    }
}
