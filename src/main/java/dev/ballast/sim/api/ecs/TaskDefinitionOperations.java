package dev.ballast.sim.api.ecs;

import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.ecs.Ecs;
import dev.ballast.sim.world.ecs.TaskDefinition;
import dev.ballast.sim.world.ecs.TaskDefinition.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.SortOrder;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionFamilyStatus;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;

final class TaskDefinitionOperations {
    private final Ecs ecs;

    TaskDefinitionOperations(Ecs ecs) {
        this.ecs = ecs;
    }

    void register(Operations operations) {
        operations.on("RegisterTaskDefinition", RegisterTaskDefinitionRequest::builder, this::register);
        operations.on("DeregisterTaskDefinition", DeregisterTaskDefinitionRequest::builder, this::deregister);
        operations
                .on("DeleteTaskDefinitions", DeleteTaskDefinitionsRequest::builder, this::delete)
                .alwaysWrites("taskDefinitions", "failures");
        operations.on("DescribeTaskDefinition", DescribeTaskDefinitionRequest::builder, this::describe);
        operations.on("ListTaskDefinitions", ListTaskDefinitionsRequest::builder, this::list);
        operations.on("ListTaskDefinitionFamilies", ListTaskDefinitionFamiliesRequest::builder, this::families);
    }

    private RegisterTaskDefinitionResponse register(RegisterTaskDefinitionRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var definition = region.taskDefinitions().register(DefinitionReader.read(request));
        var answer =
                RegisterTaskDefinitionResponse.builder().taskDefinition(DefinitionWriter.toSdk(region, definition));
        if (request.hasTags()) answer.tags(request.tags());
        return answer.build();
    }

    private DeregisterTaskDefinitionResponse deregister(DeregisterTaskDefinitionRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var definition = region.taskDefinitions().deregister(request.taskDefinition());
        return DeregisterTaskDefinitionResponse.builder()
                .taskDefinition(DefinitionWriter.toSdk(region, definition))
                .build();
    }

    private DeleteTaskDefinitionsResponse delete(DeleteTaskDefinitionsRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        if (request.taskDefinitions().isEmpty())
            throw Given.invalid("size of TaskDefinition references list must be greater than 0");
        var deletions = region.taskDefinitions().delete(request.taskDefinitions());
        return DeleteTaskDefinitionsResponse.builder()
                .taskDefinitions(deletions.deleting().stream()
                        .map(definition -> DefinitionWriter.toSdk(region, definition))
                        .toList())
                .failures(Given.failures(deletions.failures()))
                .build();
    }

    private DescribeTaskDefinitionResponse describe(DescribeTaskDefinitionRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var definition = region.taskDefinitions().find(request.taskDefinition());
        return DescribeTaskDefinitionResponse.builder()
                .taskDefinition(DefinitionWriter.toSdk(region, definition))
                .tags(request.include().contains(TaskDefinitionField.TAGS) ? Given.tags(definition.tags()) : List.of())
                .build();
    }

    private ListTaskDefinitionsResponse list(ListTaskDefinitionsRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var status = request.statusAsString() == null ? Status.ACTIVE : Status.valueOf(request.statusAsString());
        var all = request.familyPrefix() == null
                ? region.taskDefinitions().all()
                : region.taskDefinitions().family(request.familyPrefix());
        var wanted = new ArrayList<>(
                all.stream().filter(one -> one.status() == status).toList());
        if (request.sort() == SortOrder.DESC) Collections.reverse(wanted);
        var page = Given.PAGES.cut(wanted, TaskDefinition::name, request.nextToken(), request.maxResults());
        return ListTaskDefinitionsResponse.builder()
                .taskDefinitionArns(
                        page.items().stream().map(region.taskDefinitions()::arn).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private ListTaskDefinitionFamiliesResponse families(
            ListTaskDefinitionFamiliesRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var prefix = request.familyPrefix() == null ? "" : request.familyPrefix();
        var status = request.status() == null ? TaskDefinitionFamilyStatus.ACTIVE : request.status();
        var families = region.taskDefinitions().all().stream()
                .map(TaskDefinition::family)
                .distinct()
                .filter(family -> family.startsWith(prefix))
                .filter(family -> switch (status) {
                    case ALL, UNKNOWN_TO_SDK_VERSION -> true;
                    case ACTIVE -> hasActive(region.taskDefinitions().family(family));
                    case INACTIVE -> !hasActive(region.taskDefinitions().family(family));
                })
                .toList();
        var page = Given.PAGES.cut(families, family -> family, request.nextToken(), request.maxResults());
        return ListTaskDefinitionFamiliesResponse.builder()
                .families(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private static boolean hasActive(java.util.Collection<TaskDefinition> revisions) {
        return revisions.stream().anyMatch(definition -> definition.status() == Status.ACTIVE);
    }
}
