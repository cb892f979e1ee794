package dev.ballast.sim.api.ecs;

import dev.ballast.sim.api.Document;
import dev.ballast.sim.world.ecs.EcsRegion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionPlacementConstraint;
import software.amazon.awssdk.services.ecs.model.Volume;

/** Shows a task definition as ECS does: what was registered, and the defaults that it fills in. */
final class DefinitionWriter {
    private DefinitionWriter() {}

    static TaskDefinition toSdk(EcsRegion region, dev.ballast.sim.world.ecs.TaskDefinition definition) {
        var given = new LinkedHashMap<>(definition.spec().asRegistered());
        given.remove("placementConstraints");
        var sdk = Document.into(TaskDefinition.builder(), given);
        var registered = sdk.build();
        var awsvpc = definition.isAwsvpc();
        var containers = registered.containerDefinitions().isEmpty()
                ? definition.spec().containers().stream()
                        .map(DefinitionWriter::plain)
                        .toList()
                : registered.containerDefinitions();
        if (!registered.hasVolumes()) sdk.volumes(List.<Volume>of());
        return sdk.taskDefinitionArn(region.taskDefinitions().arn(definition))
                .family(definition.family())
                .revision(definition.revision())
                .status(definition.status().name())
                .containerDefinitions(containers.stream()
                        .map(container -> withDefaults(container, awsvpc))
                        .toList())
                .placementConstraints(definition.spec().constraints().stream()
                        .map(Given::toSdk)
                        .map(one -> TaskDefinitionPlacementConstraint.builder()
                                .type(one.typeAsString())
                                .expression(one.expression())
                                .build())
                        .toList())
                .requiresAttributes(requires(definition, containers))
                .compatibilitiesWithStrings(awsvpc ? List.of("EXTERNAL", "EC2", "FARGATE") : List.of("EXTERNAL", "EC2"))
                .registeredAt(definition.registeredAt())
                .registeredBy("arn:aws:iam::" + region.arns().accountId() + ":root")
                .deregisteredAt(definition.deregisteredAt().orElse(null))
                .build();
    }

    /** For a definition that came past the API. */
    private static ContainerDefinition plain(dev.ballast.sim.world.ecs.ContainerDefinition container) {
        return ContainerDefinition.builder()
                .name(container.name())
                .image(container.image())
                .cpu(container.cpuUnits())
                .memory(container.memoryMib() == 0 ? null : container.memoryMib())
                .memoryReservation(container.memoryReservationMib() == 0 ? null : container.memoryReservationMib())
                .essential(container.essential())
                .portMappings(container.ports().stream()
                        .map(port -> PortMapping.builder()
                                .containerPort(port.containerPort())
                                .hostPort(port.hostPort())
                                .protocol(port.transport().name().toLowerCase(Locale.ROOT))
                                .build())
                        .toList())
                .stopTimeout(container
                        .stopTimeout()
                        .map(timeout -> (int) timeout.toSeconds())
                        .orElse(null))
                .build();
    }

    private static ContainerDefinition withDefaults(ContainerDefinition container, boolean awsvpc) {
        var sdk = container.toBuilder()
                .cpu(container.cpu() == null ? 0 : container.cpu())
                .essential(container.essential() == null || container.essential())
                .portMappings(container.portMappings().stream()
                        .map(port -> withDefaults(port, awsvpc))
                        .toList());
        if (!container.hasEnvironment())
            sdk.environment(List.<software.amazon.awssdk.services.ecs.model.KeyValuePair>of());
        if (!container.hasMountPoints())
            sdk.mountPoints(List.<software.amazon.awssdk.services.ecs.model.MountPoint>of());
        if (!container.hasVolumesFrom())
            sdk.volumesFrom(List.<software.amazon.awssdk.services.ecs.model.VolumeFrom>of());
        if (!container.hasSystemControls())
            sdk.systemControls(List.<software.amazon.awssdk.services.ecs.model.SystemControl>of());
        return sdk.build();
    }

    private static PortMapping withDefaults(PortMapping port, boolean awsvpc) {
        var open = awsvpc ? port.containerPort() : Integer.valueOf(0);
        return port.toBuilder()
                .hostPort(port.hostPort() == null ? open : port.hostPort())
                .protocol(port.protocolAsString() == null ? "tcp" : port.protocolAsString())
                .build();
    }

    private static List<Attribute> requires(
            dev.ballast.sim.world.ecs.TaskDefinition definition, List<ContainerDefinition> containers) {
        var names = new ArrayList<String>();
        for (var container : containers)
            if (container.logConfiguration() != null)
                names.add("com.amazonaws.ecs.capability.logging-driver."
                        + container.logConfiguration().logDriverAsString());
        if (containers.stream()
                .anyMatch(container ->
                        container.image() != null && container.image().contains(".dkr.ecr.")))
            names.add("com.amazonaws.ecs.capability.ecr-auth");
        if (definition.isAwsvpc()) names.add("ecs.capability.task-eni");
        if (definition.spec().containers().stream().anyMatch(container -> container.healthCheck()))
            names.add("ecs.capability.container-health-check");
        if (definition.spec().containers().stream().anyMatch(container -> container.memoryReservationMib() > 0))
            names.add("com.amazonaws.ecs.capability.docker-remote-api.1.21");
        return names.stream()
                .distinct()
                .map(name -> Attribute.builder().name(name).build())
                .toList();
    }
}
