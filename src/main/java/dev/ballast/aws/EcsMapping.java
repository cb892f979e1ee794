package dev.ballast.aws;

import dev.ballast.model.ContainerInstance;
import dev.ballast.model.Resources;
import dev.ballast.model.Service;
import dev.ballast.model.Task;
import dev.ballast.model.TaskShape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** ECS's answers as values of the model. */
final class EcsMapping {
    private EcsMapping() {}

    /**
     * A host.
     *
     * @param extra the ENIs and GPUs of its type, and what tasks hold of them; ECS counts neither in remainingResources
     */
    static ContainerInstance containerInstance(
            software.amazon.awssdk.services.ecs.model.ContainerInstance told, Extra extra) {
        return new ContainerInstance(
                told.containerInstanceArn(),
                Ec2Mapping.orEmpty(told.ec2InstanceId()),
                ContainerInstance.Status.valueOf(told.status()),
                Boolean.TRUE.equals(told.agentConnected()),
                resources(told.registeredResources(), extra.has()),
                resources(told.remainingResources(), extra.has().minus(extra.taken())),
                takenPorts(told.remainingResources()),
                Objects.requireNonNullElse(told.runningTasksCount(), 0),
                Objects.requireNonNullElse(told.pendingTasksCount(), 0),
                told.registeredAt() == null ? Instant.EPOCH : told.registeredAt(), // not yet told while REGISTERING
                attributes(told.attributes()));
    }

    /** ENIs and GPUs only. */
    record Extra(Resources has, Resources taken) {}

    private static Resources resources(Collection<Resource> told, Resources extra) {
        return new Resources(integer(told, "CPU"), integer(told, "MEMORY"), extra.enis(), extra.gpus());
    }

    private static int integer(Collection<Resource> told, String name) {
        return told.stream()
                .filter(resource -> name.equals(resource.name()))
                .findFirst()
                .map(Resource::integerValue)
                .orElse(0);
    }

    /** How many values a set of the host has: its GPUs are listed by id. */
    static int count(Collection<Resource> told, String name) {
        return told.stream()
                .filter(resource -> name.equals(resource.name()))
                .mapToInt(resource -> resource.stringSetValue().size())
                .sum();
    }

    /** remainingResources names the ports that are taken, not those that remain. */
    private static List<Integer> takenPorts(Collection<Resource> remaining) {
        var ports = new TreeSet<Integer>();
        for (var resource : remaining)
            if ("PORTS".equals(resource.name()) || "PORTS_UDP".equals(resource.name()))
                for (var port : resource.stringSetValue()) ports.add(Integer.valueOf(port));
        return List.copyOf(ports);
    }

    static SortedMap<String, String> attributes(Collection<Attribute> told) {
        var attributes = new TreeMap<String, String>();
        for (var attribute : told) attributes.put(attribute.name(), Ec2Mapping.orEmpty(attribute.value()));
        return attributes;
    }

    static Task task(
            software.amazon.awssdk.services.ecs.model.Task told, TaskShape shape, Optional<Instant> protectedUntil) {
        return new Task(
                told.taskArn(),
                told.taskDefinitionArn(),
                Ec2Mapping.orEmpty(told.group()),
                Ec2Mapping.orEmpty(told.containerInstanceArn()),
                told.lastStatus(),
                told.desiredStatus(),
                told.healthStatus() != HealthStatus.UNHEALTHY,
                shape,
                told.createdAt() == null ? Instant.EPOCH : told.createdAt(),
                Optional.ofNullable(told.startedAt()),
                protectedUntil,
                List.of());
    }

    /** True where it needs one of our hosts; Fargate, managed instances and ECS Anywhere bring their own. */
    static boolean runsOnEc2(software.amazon.awssdk.services.ecs.model.Task told) {
        return isEc2(told.launchType());
    }

    static boolean runsOnEc2(software.amazon.awssdk.services.ecs.model.Service told) {
        return isEc2(told.launchType()) && !isFargate(told.capacityProviderStrategy());
    }

    private static boolean isEc2(LaunchType type) {
        return type != LaunchType.FARGATE && type != LaunchType.EXTERNAL && type != LaunchType.MANAGED_INSTANCES;
    }

    private static boolean isFargate(List<CapacityProviderStrategyItem> strategy) {
        return !strategy.isEmpty()
                && strategy.stream().allMatch(item -> item.capacityProvider().startsWith("FARGATE"));
    }

    /** What a service's answer does not hold itself. */
    record Around(
            Function<String, TaskShape> shape,
            Function<String, Service.Ending> ending,
            Function<String, List<Service.Constraint>> constraints) {}

    /** What a task definition asks of the hosts, beside its service. */
    static List<Service.Constraint> constraints(TaskDefinition definition) {
        return definition.placementConstraints().stream()
                .map(one -> new Service.Constraint(one.typeAsString(), Ec2Mapping.orEmpty(one.expression())))
                .toList();
    }

    static Service service(software.amazon.awssdk.services.ecs.model.Service told, Around around) {
        var deployments = deployments(told, around);
        // A service with an external or blue/green controller states its task definition in its task sets only.
        var definition = told.taskDefinition() != null
                ? told.taskDefinition()
                : deployments.isEmpty() ? "" : deployments.getFirst().taskDefinition();
        var isDaemon = told.schedulingStrategy() == SchedulingStrategy.DAEMON;
        var constraints = new ArrayList<Service.Constraint>();
        for (var one : told.placementConstraints())
            constraints.add(new Service.Constraint(one.typeAsString(), Ec2Mapping.orEmpty(one.expression())));
        constraints.addAll(around.constraints().apply(definition));
        return new Service(
                told.serviceName(),
                told.serviceArn(),
                isDaemon ? Service.Scheduling.DAEMON : Service.Scheduling.REPLICA,
                definition,
                around.shape().apply(definition),
                Objects.requireNonNullElse(told.desiredCount(), 0),
                Objects.requireNonNullElse(told.runningCount(), 0),
                Objects.requireNonNullElse(told.pendingCount(), 0),
                healthy(told, isDaemon),
                deployments,
                constraints,
                around.ending().apply(definition),
                told.placementStrategy().stream()
                        .map(one -> new Service.Strategy(one.typeAsString(), Ec2Mapping.orEmpty(one.field())))
                        .toList());
    }

    /** AWS's defaults: 100 and 200 for REPLICA, 0 and 100 for DAEMON. */
    private static Service.HealthyPercent healthy(
            software.amazon.awssdk.services.ecs.model.Service told, boolean isDaemon) {
        var set = told.deploymentConfiguration();
        var minimum = set == null ? null : set.minimumHealthyPercent();
        var maximum = set == null ? null : set.maximumPercent();
        return new Service.HealthyPercent(
                Objects.requireNonNullElse(minimum, isDaemon ? 0 : 100),
                Objects.requireNonNullElse(maximum, isDaemon ? 100 : 200));
    }

    private static List<Service.Deployment> deployments(
            software.amazon.awssdk.services.ecs.model.Service told, Around around) {
        var deployments = new ArrayList<Service.Deployment>();
        for (var one : told.deployments())
            deployments.add(new Service.Deployment(
                    one.status(),
                    Ec2Mapping.orEmpty(one.taskDefinition()),
                    around.shape().apply(Ec2Mapping.orEmpty(one.taskDefinition())),
                    Objects.requireNonNullElse(one.desiredCount(), 0),
                    Objects.requireNonNullElse(one.runningCount(), 0),
                    Objects.requireNonNullElse(one.pendingCount(), 0)));
        for (var one : told.taskSets())
            deployments.add(new Service.Deployment(
                    one.status(),
                    Ec2Mapping.orEmpty(one.taskDefinition()),
                    around.shape().apply(Ec2Mapping.orEmpty(one.taskDefinition())),
                    Objects.requireNonNullElse(one.computedDesiredCount(), 0),
                    Objects.requireNonNullElse(one.runningCount(), 0),
                    Objects.requireNonNullElse(one.pendingCount(), 0),
                    Service.Deployment.Kind.TASK_SET));
        return deployments;
    }
}
