package dev.ballast.sim.api.ecs;

import dev.ballast.sim.api.Document;
import dev.ballast.sim.world.ecs.ContainerDefinition;
import dev.ballast.sim.world.ecs.EcsRegion;
import dev.ballast.sim.world.ecs.EcsTask;
import dev.ballast.sim.world.ecs.StopCode;
import dev.ballast.sim.world.ecs.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.NetworkInterface;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/** Shows a task as ECS does. */
final class TaskWriter {
    private TaskWriter() {}

    static Task toSdk(EcsRegion region, EcsTask task, boolean tags) {
        var cluster = task.cluster().name();
        var needs = task.needs();
        return Document.into(Task.builder(), task.asGiven())
                .attachments(attachments(task))
                .attributes(attribute -> attribute
                        .name("ecs.cpu-architecture")
                        .value(task.definition().spec().architecture().ec2Name()))
                .availabilityZone(task.instance().zone())
                .clusterArn(region.arns().cluster(cluster))
                .connectivity(task.status().compareTo(TaskStatus.RUNNING) >= 0 ? "CONNECTED" : null)
                .connectivityAt(task.pullStartedAt().orElse(null))
                .containerInstanceArn(
                        region.arns().instance(cluster, task.instance().id()))
                .containers(containers(region, task))
                .cpu(Integer.toString(needs.cpuUnits()))
                .createdAt(task.createdAt())
                .desiredStatus(task.isWanted() ? "RUNNING" : "STOPPED")
                .group(task.group())
                .healthStatus(health(task))
                .lastStatus(task.status().name())
                .launchType("EC2")
                .memory(Integer.toString(needs.memoryMib()))
                .overrides(overrides(task))
                .pullStartedAt(task.pullStartedAt().orElse(null))
                .pullStoppedAt(task.pullStoppedAt().orElse(null))
                .startedAt(task.startedAt().orElse(null))
                .startedBy(task.startedBy().isEmpty() ? null : task.startedBy())
                .stopCode(task.stopCode().map(StopCode::ecsName).orElse(null))
                .stoppedReason(task.stoppedReason().orElse(null))
                .stoppingAt(task.stoppingAt().orElse(null))
                .executionStoppedAt(task.executionStoppedAt().orElse(null))
                .stoppedAt(task.stoppedAt().orElse(null))
                .tags(tags ? Given.tags(task.tags()) : List.of())
                .taskArn(region.arns().task(cluster, task.id()))
                .taskDefinitionArn(region.taskDefinitions().arn(task.definition()))
                .version(task.version())
                .build();
    }

    private static HealthStatus health(EcsTask task) {
        return task.definition().hasHealthCheck() && task.isRunning() ? HealthStatus.HEALTHY : HealthStatus.UNKNOWN;
    }

    private static TaskOverride overrides(EcsTask task) {
        var sdk = Document.into(TaskOverride.builder(), task.overrides());
        if (!task.overrides().containsKey("containerOverrides"))
            sdk.containerOverrides(task.definition().spec().containers().stream()
                    .map(container ->
                            ContainerOverride.builder().name(container.name()).build())
                    .toList());
        if (!task.overrides().containsKey("inferenceAcceleratorOverrides"))
            sdk.inferenceAcceleratorOverrides(
                    List.<software.amazon.awssdk.services.ecs.model.InferenceAcceleratorOverride>of());
        return sdk.build();
    }

    private static List<Container> containers(EcsRegion region, EcsTask task) {
        var containers = new ArrayList<Container>();
        var cluster = task.cluster().name();
        for (var definition : task.definition().spec().containers()) {
            containers.add(Container.builder()
                    .containerArn(region.arns().container(cluster, task.id(), task.containerId(containers.size())))
                    .taskArn(region.arns().task(cluster, task.id()))
                    .name(definition.name())
                    .image(definition.image())
                    .lastStatus(task.containerStatus(definition))
                    .exitCode(task.exitCode(definition).orElse(null))
                    .reason(task.containerReason(definition).orElse(null))
                    .networkBindings(bindings(task, definition))
                    .networkInterfaces(interfaces(task))
                    .healthStatus(definition.healthCheck() && task.isRunning() ? "HEALTHY" : "UNKNOWN")
                    .cpu(Integer.toString(definition.cpuUnits()))
                    .memory(definition.memoryMib() == 0 ? null : Integer.toString(definition.memoryMib()))
                    .memoryReservation(
                            definition.memoryReservationMib() == 0
                                    ? null
                                    : Integer.toString(definition.memoryReservationMib()))
                    .build());
        }
        return containers;
    }

    private static List<NetworkBinding> bindings(EcsTask task, ContainerDefinition definition) {
        if (task.definition().isAwsvpc() || !task.containerStatus().equals("RUNNING")) return List.of();
        return task.bindings(definition).stream()
                .map(port -> NetworkBinding.builder()
                        .bindIP("0.0.0.0")
                        .containerPort(port.containerPort())
                        .hostPort(port.hostPort())
                        .protocol(port.transport().name().toLowerCase(Locale.ROOT))
                        .build())
                .toList();
    }

    private static List<NetworkInterface> interfaces(EcsTask task) {
        if (!task.definition().isAwsvpc() || task.status() == TaskStatus.PROVISIONING) return List.of();
        return List.of(NetworkInterface.builder()
                .attachmentId(task.containerId(-1))
                .privateIpv4Address(task.privateIp())
                .build());
    }

    private static List<Attachment> attachments(EcsTask task) {
        if (!task.definition().isAwsvpc()) return List.of();
        var status = switch (task.status()) {
            case PROVISIONING -> "PRECREATED";
            case STOPPED -> "DELETED";
            default -> "ATTACHED";
        };
        return List.of(Attachment.builder()
                .id(task.containerId(-1))
                .type("ElasticNetworkInterface")
                .status(status)
                .details(
                        detail("subnetId", task.instance().machine().subnetId()),
                        detail("networkInterfaceId", "eni-0" + task.id().substring(0, 16)),
                        detail("privateIPv4Address", task.privateIp()))
                .build());
    }

    private static KeyValuePair detail(String name, String value) {
        return KeyValuePair.builder().name(name).value(value).build();
    }
}
