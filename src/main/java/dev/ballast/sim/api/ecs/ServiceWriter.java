package dev.ballast.sim.api.ecs;

import dev.ballast.sim.api.Document;
import dev.ballast.sim.world.ecs.EcsDeployment;
import dev.ballast.sim.world.ecs.EcsRegion;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.EcsTask;
import dev.ballast.sim.world.ecs.TaskStatus;
import java.util.LinkedHashMap;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;

/** Shows a service as ECS does. */
final class ServiceWriter {
    private ServiceWriter() {}

    static Service toSdk(EcsRegion region, EcsService service, boolean tags) {
        var spec = service.spec();
        var shown = new LinkedHashMap<>(spec.asGiven());
        shown.remove("deploymentConfiguration");
        var sdk = Document.into(Service.builder(), shown);
        if (!shown.containsKey("capacityProviderStrategy")) sdk.launchType("EC2");
        if (!shown.containsKey("deploymentController")) sdk.deploymentController(controller -> controller.type("ECS"));
        if (!shown.containsKey("serviceRegistries"))
            sdk.serviceRegistries(List.<software.amazon.awssdk.services.ecs.model.ServiceRegistry>of());
        if (!shown.containsKey("propagateTags")) sdk.propagateTags("NONE");
        if (!shown.containsKey("enableECSManagedTags")) sdk.enableECSManagedTags(false);
        if (!shown.containsKey("enableExecuteCommand")) sdk.enableExecuteCommand(false);
        return sdk.serviceArn(region.arns().service(service.cluster().name(), service.name()))
                .serviceName(service.name())
                .clusterArn(region.arns().cluster(service.cluster().name()))
                .status(service.status().name())
                .desiredCount(service.desired())
                .runningCount(service.running())
                .pendingCount(service.pending())
                .taskDefinition(
                        service.isExternal() ? null : region.taskDefinitions().arn(spec.definition()))
                .taskSets(service.taskSets().stream()
                        .map(set -> TaskSetOperations.toSdk(region, service, set, tags))
                        .toList())
                .schedulingStrategy(spec.scheduling().name())
                .deploymentConfiguration(configuration(spec))
                .deployments(
                        service.status() == EcsService.Status.INACTIVE
                                ? List.of()
                                : service.deployments().stream()
                                        .map(deployment -> deployment(region, service, deployment))
                                        .toList())
                .events(service.events().stream().map(ServiceWriter::event).toList())
                .createdAt(service.createdAt())
                .createdBy("arn:aws:iam::" + region.arns().accountId() + ":root")
                .roleArn(
                        spec.loadBalancers().isEmpty()
                                ? null
                                : "arn:aws:iam::" + region.arns().accountId()
                                        + ":role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS")
                .placementConstraints(
                        spec.constraints().stream().map(Given::toSdk).toList())
                .placementStrategy(spec.strategies().stream().map(Given::toSdk).toList())
                .loadBalancers(spec.loadBalancers().stream()
                        .map(balancer -> LoadBalancer.builder()
                                .targetGroupArn(balancer.targetGroupArn())
                                .containerName(balancer.containerName())
                                .containerPort(balancer.containerPort())
                                .build())
                        .toList())
                .tags(tags ? Given.tags(service.tags()) : List.of())
                .build();
    }

    @SuppressWarnings("unchecked") // a document's structures are maps by their members' names
    private static DeploymentConfiguration configuration(EcsService.Spec spec) {
        var sdk = DeploymentConfiguration.builder();
        var given = spec.asGiven().get("deploymentConfiguration");
        if (given != null) Document.into(sdk, (java.util.Map<String, Object>) given);
        var breaker = spec.circuitBreaker();
        sdk.minimumHealthyPercent(spec.healthy().minimum())
                .maximumPercent(spec.healthy().maximum())
                .deploymentCircuitBreaker(circuit -> circuit.enable(breaker != EcsService.CircuitBreaker.OFF)
                        .rollback(breaker == EcsService.CircuitBreaker.ROLL_BACK));
        if (sdk.build().strategyAsString() == null) sdk.strategy("ROLLING");
        if (sdk.build().bakeTimeInMinutes() == null) sdk.bakeTimeInMinutes(0);
        return sdk.build();
    }

    private static Deployment deployment(EcsRegion region, EcsService service, EcsDeployment deployment) {
        var sdk = Document.into(Deployment.builder(), shared(deployment));
        if (!deployment.asGiven().containsKey("capacityProviderStrategy")) sdk.launchType("EC2");
        return sdk.id(deployment.id())
                .status(deployment.status().name())
                .taskDefinition(region.taskDefinitions().arn(deployment.definition()))
                .desiredCount(deployment.status() == EcsDeployment.Status.PRIMARY ? service.desired() : 0)
                .runningCount(count(service, deployment, TaskStatus.RUNNING, TaskStatus.RUNNING))
                .pendingCount(count(service, deployment, TaskStatus.PROVISIONING, TaskStatus.ACTIVATING))
                .failedTasks(deployment.failedTasks())
                .createdAt(deployment.createdAt())
                .updatedAt(deployment.updatedAt())
                .rolloutState(deployment.rollout().name())
                .rolloutStateReason(deployment.rolloutReason())
                .build();
    }

    private static LinkedHashMap<String, Object> shared(EcsDeployment deployment) {
        var shared = new LinkedHashMap<>(deployment.asGiven());
        shared.keySet().retainAll(List.of("networkConfiguration", "platformVersion", "capacityProviderStrategy"));
        return shared;
    }

    private static int count(EcsService service, EcsDeployment deployment, TaskStatus from, TaskStatus to) {
        return (int) service.tasks().stream()
                .filter(task -> task.deployment().orElseThrow() == deployment)
                .map(EcsTask::status)
                .filter(status -> status.compareTo(from) >= 0 && status.compareTo(to) <= 0)
                .count();
    }

    private static ServiceEvent event(EcsService.Event event) {
        return ServiceEvent.builder()
                .id(event.id())
                .createdAt(event.at())
                .message(event.message())
                .build();
    }
}
