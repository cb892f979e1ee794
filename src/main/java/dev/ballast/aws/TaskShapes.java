package dev.ballast.aws;

import dev.ballast.model.Architecture;
import dev.ballast.model.Resources;
import dev.ballast.model.TaskShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.ResourceRequirement;
import software.amazon.awssdk.services.ecs.model.ResourceType;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/**
 * What a task takes from its host, as the ECS scheduler counts it: the task's own size where it has one, else the sum of its
 * containers, each with its soft memory limit where it has one, else its hard limit.
 */
final class TaskShapes {
    private static final TaskOverride NO_OVERRIDE = TaskOverride.builder().build();

    private TaskShapes() {}

    static TaskShape of(TaskDefinition definition) {
        return of(definition, NO_OVERRIDE);
    }

    static TaskShape of(TaskDefinition definition, TaskOverride override) {
        var byContainer = new TreeMap<String, ContainerOverride>();
        for (var one : override.containerOverrides()) if (one.name() != null) byContainer.put(one.name(), one);
        var cpuUnits = 0;
        var memoryMib = 0;
        var gpus = 0;
        for (var container : definition.containerDefinitions()) {
            var changed = byContainer.getOrDefault(
                    container.name(), ContainerOverride.builder().build());
            cpuUnits += firstOf(changed.cpu(), container.cpu());
            memoryMib += memoryMib(container, changed);
            gpus += gpus(
                    changed.resourceRequirements().isEmpty()
                            ? container.resourceRequirements()
                            : changed.resourceRequirements());
        }
        cpuUnits = size(override.cpu()).or(() -> size(definition.cpu())).orElse(cpuUnits);
        memoryMib = size(override.memory()).or(() -> size(definition.memory())).orElse(memoryMib);
        var enis = definition.networkMode() == NetworkMode.AWSVPC ? 1 : 0;
        return new TaskShape(
                new Resources(cpuUnits, memoryMib, enis, gpus), hostPorts(definition), architecture(definition));
    }

    /** For a task whose definition is deleted: what ECS says of the task itself. */
    static TaskShape of(Task task) {
        var cpuUnits = 0;
        var memoryMib = 0;
        var gpus = 0;
        for (Container container : task.containers()) {
            cpuUnits += size(container.cpu()).orElse(0);
            memoryMib += size(container.memoryReservation())
                    .or(() -> size(container.memory()))
                    .orElse(0);
            gpus += container.gpuIds().size();
        }
        cpuUnits = size(task.cpu()).orElse(cpuUnits);
        memoryMib = size(task.memory()).orElse(memoryMib);
        var isArm = task.attributes().stream()
                .anyMatch(attribute ->
                        "ecs.cpu-architecture".equals(attribute.name()) && "arm64".equals(attribute.value()));
        var enis = task.attachments().stream().anyMatch(one -> "ElasticNetworkInterface".equals(one.type())) ? 1 : 0;
        return new TaskShape(
                new Resources(cpuUnits, memoryMib, enis, gpus),
                List.of(), // which of its ports were fixed is not told
                isArm ? Architecture.ARM64 : Architecture.X86_64);
    }

    private static int memoryMib(ContainerDefinition container, ContainerOverride changed) {
        return Stream.of(
                        changed.memoryReservation(),
                        container.memoryReservation(),
                        changed.memory(),
                        container.memory())
                .filter(value -> value != null)
                .findFirst()
                .orElse(0);
    }

    private static int gpus(List<ResourceRequirement> requirements) {
        return requirements.stream()
                .filter(requirement -> requirement.type() == ResourceType.GPU)
                .mapToInt(requirement -> size(requirement.value()).orElse(0))
                .sum();
    }

    /** Ports that are fixed on the host: all of network mode host, those with a host port in bridge, none in awsvpc. */
    private static List<Integer> hostPorts(TaskDefinition definition) {
        if (definition.networkMode() == NetworkMode.AWSVPC) return List.of();
        var fixed = new TreeSet<Integer>();
        for (var container : definition.containerDefinitions())
            for (PortMapping mapping : container.portMappings()) {
                var port = definition.networkMode() == NetworkMode.HOST && mapping.hostPort() == null
                        ? mapping.containerPort()
                        : mapping.hostPort();
                if (port != null && port != 0) fixed.add(port);
            }
        return new ArrayList<>(fixed);
    }

    private static Architecture architecture(TaskDefinition definition) {
        var platform = definition.runtimePlatform();
        return platform == null || platform.cpuArchitectureAsString() == null
                ? Architecture.X86_64
                : Architecture.of(platform.cpuArchitectureAsString());
    }

    private static int firstOf(Integer changed, Integer defined) {
        return changed != null ? changed : defined != null ? defined : 0;
    }

    /** ECS writes sizes as decimal text, in CPU units and MiB, whatever the user wrote. */
    private static Optional<Integer> size(String told) {
        return told == null || !told.matches("\\d{1,9}") ? Optional.empty() : Optional.of(Integer.valueOf(told));
    }
}
