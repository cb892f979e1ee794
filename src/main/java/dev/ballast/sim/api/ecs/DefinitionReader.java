package dev.ballast.sim.api.ecs;

import dev.ballast.model.Architecture;
import dev.ballast.model.TaskVolume;
import dev.ballast.model.TaskVolume.Keeper;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.world.ecs.ContainerDefinition.Behaviour;
import dev.ballast.sim.world.ecs.ContainerDefinition.PortMapping;
import dev.ballast.sim.world.ecs.ContainerDefinition.Transport;
import dev.ballast.sim.world.ecs.PlacementConstraint;
import dev.ballast.sim.world.ecs.TaskDefinition;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.ResourceType;
import software.amazon.awssdk.services.ecs.model.Scope;
import software.amazon.awssdk.services.ecs.model.TransportProtocol;
import software.amazon.awssdk.services.ecs.model.Volume;

/**
 * Reads what RegisterTaskDefinition is given. Docker labels tell this world how a program behaves that it does not run:
 * {@code ballast.sim/sigterm} (ignore, or an ISO duration until the program ends), {@code ballast.sim/runs-for} (an ISO duration after
 * which it ends by itself) and {@code ballast.sim/exit-code}.
 */
final class DefinitionReader {
    private static final Pattern FAMILY = Pattern.compile("[A-Za-z0-9_-]{1,255}");
    private static final Pattern CPU = Pattern.compile("(\\d*\\.?\\d+)\\s*vcpu", Pattern.CASE_INSENSITIVE);
    private static final Pattern GIB = Pattern.compile("(\\d*\\.?\\d+)\\s*gb", Pattern.CASE_INSENSITIVE);
    private static final String LABELS = "ballast.sim/";

    private DefinitionReader() {}

    static TaskDefinition.Spec read(RegisterTaskDefinitionRequest request) {
        if (!FAMILY.matcher(request.family()).matches())
            throw client("Family should match the pattern [a-zA-Z0-9_-]+.");
        if (request.containerDefinitions().isEmpty()) throw client("Container list cannot be empty.");
        var cpu = units(request.cpu(), CPU, "cpu");
        var memory = units(request.memory(), GIB, "memory");
        if (request.requiresCompatibilities().contains(Compatibility.FARGATE)) checkFargate(request, cpu, memory);
        var names = new LinkedHashSet<String>();
        for (var container : request.containerDefinitions()) check(container, memory, names);
        if (request.containerDefinitions().stream().noneMatch(DefinitionReader::isEssential))
            throw client("A task definition must have at least one essential container.");
        var awsvpc = request.networkMode() == NetworkMode.AWSVPC;
        return new TaskDefinition.Spec(
                request.family(),
                mode(request.networkMode()),
                architecture(request),
                cpu,
                memory,
                request.containerDefinitions().stream()
                        .map(container -> container(container, awsvpc))
                        .toList(),
                volumes(request),
                request.placementConstraints().stream()
                        .<PlacementConstraint>map(
                                one -> new PlacementConstraint.MemberOf(Given.expression(one.expression())))
                        .toList(),
                Given.tags(request.tags()),
                Document.without(request, "tags"));
    }

    /** The definition is kept as data: no Fargate task ever runs here. */
    private static void checkFargate(RegisterTaskDefinitionRequest request, int cpu, int memory) {
        if (request.networkMode() != NetworkMode.AWSVPC)
            throw client("Fargate only supports network mode \u2018awsvpc\u2019.");
        if (cpu == 0) throw client("Fargate requires that 'cpu' be defined at the task level.");
        if (memory == 0) throw client("Fargate requires that 'memory' be defined at the task level.");
    }

    private static AwsError client(String message) {
        return AwsError.refused("ClientException", message);
    }

    private static void check(ContainerDefinition container, int taskMemory, LinkedHashSet<String> names) {
        if (container.name() == null || container.name().isEmpty())
            throw client("Container.name should not be null or empty.");
        if (!names.add(container.name()))
            throw client("Container names must be unique: " + container.name() + " occurs twice.");
        if (container.image() == null || container.image().isEmpty())
            throw client("Container.image should not be null or empty.");
        if (taskMemory == 0 && container.memory() == null && container.memoryReservation() == null)
            throw client("Invalid setting for container '" + container.name()
                    + "'. At least one of 'memory' or 'memoryReservation' must be specified.");
        if (container.memory() != null
                && container.memoryReservation() != null
                && container.memoryReservation() > container.memory())
            throw client("Invalid setting for container '" + container.name()
                    + "'. 'memoryReservation' must not be greater than 'memory'.");
        if (taskMemory > 0 && container.memory() != null && container.memory() > taskMemory)
            throw client("The 'memory' setting for container is greater than for the task.");
        for (var port : container.portMappings())
            if (port.containerPort() == null && port.containerPortRange() == null
                    || outOfRange(port.containerPort())
                    || outOfRange(port.hostPort()))
                throw client("Invalid port mapping in container '" + container.name() + "'.");
    }

    private static boolean outOfRange(Integer port) {
        return port != null && (port < 0 || port > 65535);
    }

    private static boolean isEssential(ContainerDefinition container) {
        return container.essential() == null || container.essential();
    }

    /** In ECS's units or MiB; 0 where unsaid. */
    private static int units(String text, Pattern large, String name) {
        if (text == null || text.isBlank()) return 0;
        var match = large.matcher(text.strip());
        try {
            if (match.matches())
                return new BigDecimal(match.group(1))
                        .multiply(BigDecimal.valueOf(1024))
                        .intValue();
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException unreadable) {
            throw client("Invalid '" + name + "' setting for task: " + text);
        }
    }

    private static TaskDefinition.NetworkMode mode(NetworkMode mode) {
        if (mode == null) return TaskDefinition.NetworkMode.BRIDGE;
        return switch (mode) {
            case BRIDGE -> TaskDefinition.NetworkMode.BRIDGE;
            case HOST -> TaskDefinition.NetworkMode.HOST;
            case AWSVPC -> TaskDefinition.NetworkMode.AWSVPC;
            case NONE -> TaskDefinition.NetworkMode.NONE;
            case UNKNOWN_TO_SDK_VERSION -> throw Given.invalid("Unknown network mode.");
        };
    }

    private static Architecture architecture(RegisterTaskDefinitionRequest request) {
        var platform = request.runtimePlatform();
        if (platform == null || platform.cpuArchitectureAsString() == null) return Architecture.X86_64;
        return Architecture.of(platform.cpuArchitectureAsString());
    }

    private static dev.ballast.sim.world.ecs.ContainerDefinition container(ContainerDefinition given, boolean awsvpc) {
        var gpus = given.resourceRequirements().stream()
                .filter(requirement -> requirement.type() == ResourceType.GPU)
                .mapToInt(requirement -> Integer.parseInt(requirement.value()))
                .sum();
        return new dev.ballast.sim.world.ecs.ContainerDefinition(
                given.name(),
                given.image(),
                given.cpu() == null ? 0 : given.cpu(),
                given.memory() == null ? 0 : given.memory(),
                given.memoryReservation() == null ? 0 : given.memoryReservation(),
                gpus,
                isEssential(given),
                ports(given, awsvpc),
                Optional.ofNullable(given.stopTimeout()).map(Duration::ofSeconds),
                given.healthCheck() != null,
                behaviour(given));
    }

    private static List<TaskVolume> volumes(RegisterTaskDefinitionRequest request) {
        return request.volumes().stream()
                .flatMap(volume -> keeper(volume)
                        .map(keeper -> new TaskVolume(volume.name(), keeper, isWritten(request, volume.name())))
                        .stream())
                .toList();
    }

    private static Optional<Keeper> keeper(Volume volume) {
        if (Boolean.TRUE.equals(volume.configuredAtLaunch())) return Optional.of(Keeper.EBS);
        var docker = volume.dockerVolumeConfiguration();
        if (docker != null)
            return TaskVolume.ofDocker(
                    docker.scope() == Scope.SHARED,
                    docker.driver() == null ? "local" : docker.driver(),
                    docker.driverOpts());
        return volume.host() != null && volume.host().sourcePath() != null
                ? Optional.of(Keeper.HOST)
                : Optional.empty();
    }

    private static boolean isWritten(RegisterTaskDefinitionRequest request, String volume) {
        return request.containerDefinitions().stream()
                .flatMap(container -> container.mountPoints().stream())
                .anyMatch(mount -> volume.equals(mount.sourceVolume()) && !Boolean.TRUE.equals(mount.readOnly()));
    }

    private static List<PortMapping> ports(ContainerDefinition given, boolean awsvpc) {
        return given.portMappings().stream()
                .filter(port -> port.containerPort() != null)
                .map(port -> new PortMapping(
                        port.containerPort(),
                        awsvpc || port.hostPort() == null ? 0 : port.hostPort(),
                        port.protocol() == TransportProtocol.UDP ? Transport.UDP : Transport.TCP))
                .toList();
    }

    private static Behaviour behaviour(ContainerDefinition given) {
        var labels = given.dockerLabels();
        var sigterm = labels.get(LABELS + "sigterm");
        var runsFor = labels.get(LABELS + "runs-for");
        var exitCode = labels.getOrDefault(LABELS + "exit-code", "0");
        try {
            return new Behaviour(
                    Optional.ofNullable(sigterm)
                            .map(text -> text.toLowerCase(Locale.ROOT).equals("ignore")
                                    ? Behaviour.NEVER
                                    : Duration.parse(text)),
                    Optional.ofNullable(runsFor).map(Duration::parse),
                    Integer.parseInt(exitCode));
        } catch (DateTimeParseException | NumberFormatException unreadable) {
            throw client("The docker labels " + LABELS + "* of container '" + given.name()
                    + "' must be ISO durations such as PT20S and a number as exit code.");
        }
    }
}
