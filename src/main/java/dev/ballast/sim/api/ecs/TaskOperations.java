package dev.ballast.sim.api.ecs;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.world.ecs.Ecs;
import dev.ballast.sim.world.ecs.EcsCluster;
import dev.ballast.sim.world.ecs.EcsRegion;
import dev.ballast.sim.world.ecs.EcsTask;
import dev.ballast.sim.world.ecs.Failure;
import dev.ballast.sim.world.ecs.StandaloneTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionResponse;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.ProtectedTask;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskField;
import software.amazon.awssdk.services.ecs.model.TaskOverride;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionResponse;

final class TaskOperations {
    private static final int DESCRIBED_AT_MOST = 100;
    private static final int PROTECTED_AT_MOST = 10;
    private static final Duration PROTECTED_BY_DEFAULT = Duration.ofHours(2);
    private static final Pages PAGES = Pages.of(Service.ECS, "maxResults", 100);

    private final Ecs ecs;

    TaskOperations(Ecs ecs) {
        this.ecs = ecs;
    }

    void register(Operations operations) {
        operations
                .on("RunTask", RunTaskRequest::builder, this::run)
                .alwaysWrites("tasks", "failures")
                .idempotent(
                        RunTaskRequest::clientToken,
                        AwsError.refused(
                                "ConflictException",
                                "The provided clientToken is already in use with a different RunTask request."));
        operations.on("StartTask", StartTaskRequest::builder, this::start).alwaysWrites("tasks", "failures");
        operations.on("StopTask", StopTaskRequest::builder, this::stop);
        operations.on("DescribeTasks", DescribeTasksRequest::builder, this::describe);
        operations.on("ListTasks", ListTasksRequest::builder, this::list);
        operations
                .on("UpdateTaskProtection", UpdateTaskProtectionRequest::builder, this::protect)
                .alwaysWrites("protectedTasks", "failures");
        operations.on("GetTaskProtection", GetTaskProtectionRequest::builder, this::protection);
    }

    private RunTaskResponse run(RunTaskRequest request, CallContext context) {
        Given.launchType(request.launchType());
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        var answer = region.tasks()
                .run(
                        cluster,
                        new StandaloneTasks.Request(
                                request.taskDefinition(),
                                request.count() == null ? 1 : request.count(),
                                text(request.group()),
                                text(request.startedBy()),
                                Given.constraints(request.placementConstraints()),
                                Given.strategies(request.placementStrategy()),
                                overrides(request.overrides()),
                                tags(region, request.tags(), request.propagateTags(), request.taskDefinition()),
                                Document.only(request, "enableExecuteCommand")));
        return RunTaskResponse.builder()
                .tasks(toSdk(region, answer.done(), true))
                .failures(Given.failures(answer.failures()))
                .build();
    }

    private StartTaskResponse start(StartTaskRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        var answer = region.tasks()
                .start(
                        cluster,
                        request.containerInstances(),
                        new StandaloneTasks.Request(
                                request.taskDefinition(),
                                request.containerInstances().size(),
                                text(request.group()),
                                text(request.startedBy()),
                                List.of(),
                                List.of(),
                                overrides(request.overrides()),
                                tags(region, request.tags(), request.propagateTags(), request.taskDefinition()),
                                Document.only(request, "enableExecuteCommand")));
        return StartTaskResponse.builder()
                .tasks(toSdk(region, answer.done(), true))
                .failures(Given.failures(answer.failures()))
                .build();
    }

    private static String text(String given) {
        return given == null ? "" : given;
    }

    private static Map<String, Object> overrides(TaskOverride given) {
        return given == null ? Map.of() : Document.of(given);
    }

    private static Map<String, String> tags(
            EcsRegion region, List<Tag> own, PropagateTags propagate, String taskDefinition) {
        var tags = new LinkedHashMap<String, String>();
        if (propagate == PropagateTags.TASK_DEFINITION)
            region.taskDefinitions().lookUp(taskDefinition).ifPresent(found -> tags.putAll(found.tags()));
        tags.putAll(Given.tags(own));
        return tags;
    }

    private static List<Task> toSdk(EcsRegion region, List<EcsTask> tasks, boolean tags) {
        return tasks.stream().map(task -> TaskWriter.toSdk(region, task, tags)).toList();
    }

    private StopTaskResponse stop(StopTaskRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        var task = region.tasks().stop(cluster, request.task(), text(request.reason()));
        return StopTaskResponse.builder()
                .task(TaskWriter.toSdk(region, task, true))
                .build();
    }

    private DescribeTasksResponse describe(DescribeTasksRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        Given.atMost(request.tasks(), DESCRIBED_AT_MOST, "Tasks");
        var found = new ArrayList<EcsTask>();
        var failures = new ArrayList<Failure>();
        sort(region, cluster, request.tasks(), found, failures);
        return DescribeTasksResponse.builder()
                .tasks(toSdk(region, found, request.include().contains(TaskField.TAGS)))
                .failures(Given.failures(failures))
                .build();
    }

    private static void sort(
            EcsRegion region,
            EcsCluster cluster,
            List<String> references,
            List<EcsTask> found,
            List<Failure> failures) {
        for (var reference : references) {
            var id = reference.substring(reference.lastIndexOf('/') + 1);
            cluster.task(id)
                    .ifPresentOrElse(
                            found::add,
                            () -> failures.add(Failure.missing(region.arns().task(cluster.name(), id))));
        }
    }

    private ListTasksResponse list(ListTasksRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        var stopped = request.desiredStatus() == DesiredStatus.STOPPED;
        if (request.desiredStatus() == DesiredStatus.PENDING)
            return ListTasksResponse.builder().taskArns(List.of()).build();
        var wanted = candidates(region, cluster, request).stream()
                .filter(task -> task.isWanted() != stopped)
                .filter(task ->
                        request.family() == null || task.definition().family().equals(request.family()))
                .filter(task -> request.startedBy() == null || task.startedBy().equals(request.startedBy()))
                .toList();
        var page = PAGES.cut(wanted, EcsTask::id, request.nextToken(), request.maxResults());
        return ListTasksResponse.builder()
                .taskArns(page.items().stream()
                        .map(task -> region.arns().task(cluster.name(), task.id()))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    /** The smallest collection that holds all that the request can mean. */
    private static Collection<EcsTask> candidates(EcsRegion region, EcsCluster cluster, ListTasksRequest request) {
        Collection<EcsTask> all = cluster.tasks();
        if (request.containerInstance() != null) {
            var host = region.hosts()
                    .find(cluster, request.containerInstance())
                    .orElseThrow(() -> Given.invalid("The referenced container instance was not found."));
            all = all.stream().filter(task -> task.instance() == host).toList();
        }
        if (request.serviceName() != null) {
            var service = region.services()
                    .find(cluster, request.serviceName())
                    .orElseThrow(() -> AwsError.refused("ServiceNotFoundException", "Service not found."));
            all = all.stream()
                    .filter(task -> task.service().filter(service::equals).isPresent())
                    .toList();
        }
        return all;
    }

    private UpdateTaskProtectionResponse protect(UpdateTaskProtectionRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        Given.atMost(request.tasks(), PROTECTED_AT_MOST, "Tasks");
        var found = new ArrayList<EcsTask>();
        var failures = new ArrayList<Failure>();
        sort(region, cluster, request.tasks(), found, failures);
        var length = !request.protectionEnabled()
                ? Duration.ZERO
                : request.expiresInMinutes() == null
                        ? PROTECTED_BY_DEFAULT
                        : Duration.ofMinutes(Math.max(1, request.expiresInMinutes()));
        var changed = new ArrayList<ProtectedTask>();
        for (var task : found) {
            if (task.service().isEmpty() || !task.isWanted()) {
                failures.add(new Failure(region.arns().task(cluster.name(), task.id()), "TASK_NOT_VALID", null));
                continue;
            }
            region.tasks().protect(task, length);
            changed.add(protection(region, task, context.now()));
        }
        return UpdateTaskProtectionResponse.builder()
                .protectedTasks(changed)
                .failures(Given.failures(failures))
                .build();
    }

    private GetTaskProtectionResponse protection(GetTaskProtectionRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        var found = new ArrayList<EcsTask>();
        var failures = new ArrayList<Failure>();
        if (request.tasks().isEmpty())
            cluster.tasks().stream().filter(EcsTask::isWanted).forEach(found::add);
        else sort(region, cluster, request.tasks(), found, failures);
        return GetTaskProtectionResponse.builder()
                .protectedTasks(found.stream()
                        .map(task -> protection(region, task, context.now()))
                        .toList())
                .failures(Given.failures(failures))
                .build();
    }

    private static ProtectedTask protection(EcsRegion region, EcsTask task, Instant now) {
        var on = task.isProtected(now);
        return ProtectedTask.builder()
                .taskArn(region.arns().task(task.cluster().name(), task.id()))
                .protectionEnabled(on)
                .expirationDate(on ? task.protectedUntil().orElseThrow() : null)
                .build();
    }
}
