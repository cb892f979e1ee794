package dev.ballast.aws;

import dev.ballast.model.Action.ServiceSpec;
import dev.ballast.model.Architecture;
import dev.ballast.model.Outcome;
import dev.ballast.model.OwnerTags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.CPUArchitecture;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.PlacementStrategyType;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.ResourceRequirement;
import software.amazon.awssdk.services.ecs.model.ResourceType;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceNotActiveException;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** The cluster itself and the services that Ballast is asked to set up. Each looks first, so that a repeat changes nothing. */
final class ServiceWrites {
    private final AwsClients clients;
    private final String cluster;

    ServiceWrites(AwsClients clients, String cluster) {
        this.clients = clients;
        this.cluster = cluster;
    }

    /** Looks first: CreateCluster refuses an existing cluster whose tags or settings differ. */
    Outcome putCluster() {
        var isThere = clients.reads().ecs().describeClusters(request -> request.clusters(cluster)).clusters().stream()
                .anyMatch(found -> !"INACTIVE".equals(found.status()));
        if (!isThere)
            clients.writes()
                    .ecs()
                    .createCluster(request -> request.clusterName(cluster).tags(ownerTag()));
        return Outcome.DONE;
    }

    Outcome put(ServiceSpec spec) {
        if (spec.shape().needs().enis() > 0)
            return new Outcome.Refused(
                    "AwsvpcNotSupported",
                    "service " + spec.name()
                            + " wants network mode awsvpc, which needs subnets and security groups that"
                            + " its description does not hold; create it with the AWS CLI");
        var definition = taskDefinition(spec);
        var existing = existing(spec.name());
        if (existing.isEmpty()) create(spec, definition);
        else if (!isAsWanted(existing.get(), spec, definition)) update(spec, definition);
        return Outcome.created(definition);
    }

    private Optional<Service> existing(String name) {
        return clients
                .reads()
                .ecs()
                .describeServices(request -> request.cluster(cluster).services(name))
                .services()
                .stream()
                .filter(service -> "ACTIVE".equals(service.status()))
                .findFirst();
    }

    private void create(ServiceSpec spec, String definition) {
        clients.writes()
                .ecs()
                .createService(request -> request.cluster(cluster)
                        .serviceName(spec.name())
                        .taskDefinition(definition)
                        .desiredCount(spec.desiredCount())
                        .launchType(LaunchType.EC2)
                        .deploymentConfiguration(deployment(spec))
                        // over zones first, then over hosts: what is lost together should not serve together
                        .placementStrategy(spread("attribute:ecs.availability-zone"), spread("instanceId"))
                        .tags(ownerTag()));
    }

    private void update(ServiceSpec spec, String definition) {
        clients.writes()
                .ecs()
                .updateService(request -> request.cluster(cluster)
                        .service(spec.name())
                        .taskDefinition(definition)
                        .desiredCount(spec.desiredCount())
                        .deploymentConfiguration(deployment(spec)));
    }

    static boolean isAsWanted(Service service, ServiceSpec spec, String definition) {
        var deployment = service.deploymentConfiguration();
        return definition.equals(service.taskDefinition())
                && Objects.equals(service.desiredCount(), spec.desiredCount())
                && deployment != null
                && Objects.equals(
                        deployment.minimumHealthyPercent(), spec.healthy().minimum())
                && Objects.equals(deployment.maximumPercent(), spec.healthy().maximum());
    }

    private static DeploymentConfiguration deployment(ServiceSpec spec) {
        return DeploymentConfiguration.builder()
                .minimumHealthyPercent(spec.healthy().minimum())
                .maximumPercent(spec.healthy().maximum())
                .build();
    }

    private static PlacementStrategy spread(String field) {
        return PlacementStrategy.builder()
                .type(PlacementStrategyType.SPREAD)
                .field(field)
                .build();
    }

    /** Its ARN: of the family's newest revision where that is what is wanted, else of a new one. */
    private String taskDefinition(ServiceSpec spec) {
        var newest = newest(family(spec));
        if (newest.isPresent() && isAsWanted(newest.get(), spec))
            return newest.get().taskDefinitionArn();
        return clients.writes()
                .ecs()
                .registerTaskDefinition(definition(spec))
                .taskDefinition()
                .taskDefinitionArn();
    }

    /** One family a service of one cluster, so that two clusters of an account do not share revisions. */
    private String family(ServiceSpec spec) {
        return cluster + "-" + spec.name();
    }

    private Optional<TaskDefinition> newest(String family) {
        try {
            return Optional.of(clients.reads()
                    .ecs()
                    .describeTaskDefinition(request -> request.taskDefinition(family))
                    .taskDefinition());
        } catch (ClientException none) {
            return Optional.empty(); // "Unable to describe task definition."
        }
    }

    static boolean isAsWanted(TaskDefinition definition, ServiceSpec spec) {
        if (definition.containerDefinitions().size() != 1) return false;
        var container = definition.containerDefinitions().getFirst();
        return spec.image().equals(container.image())
                && TaskShapes.of(definition).equals(spec.shape())
                && TaskEndings.stopTimeouts(definition).containsValue(spec.stopTimeout());
    }

    RegisterTaskDefinitionRequest definition(ServiceSpec spec) {
        var request = RegisterTaskDefinitionRequest.builder()
                .family(family(spec))
                .networkMode(NetworkMode.BRIDGE)
                .requiresCompatibilities(Compatibility.EC2)
                .containerDefinitions(container(spec))
                .tags(ownerTag());
        if (spec.shape().architecture() == Architecture.ARM64)
            request.runtimePlatform(platform -> platform.cpuArchitecture(CPUArchitecture.ARM64));
        return request.build();
    }

    private static ContainerDefinition container(ServiceSpec spec) {
        var needs = spec.shape().needs();
        var container = ContainerDefinition.builder()
                .name(spec.name())
                .image(spec.image())
                .essential(true)
                .cpu(needs.cpuUnits())
                .memory(needs.memoryMib())
                .stopTimeout(Math.toIntExact(seconds(spec.stopTimeout())));
        if (!spec.shape().hostPorts().isEmpty())
            container.portMappings(ports(spec.shape().hostPorts()));
        if (needs.gpus() > 0)
            container.resourceRequirements(ResourceRequirement.builder()
                    .type(ResourceType.GPU)
                    .value(Integer.toString(needs.gpus()))
                    .build());
        return container.build();
    }

    private static List<PortMapping> ports(List<Integer> hostPorts) {
        var ports = new ArrayList<PortMapping>();
        for (var port : hostPorts)
            ports.add(PortMapping.builder().hostPort(port).containerPort(port).build());
        return ports;
    }

    private static long seconds(Duration timeout) {
        return timeout.plusMillis(999).toSeconds();
    }

    /** With its tasks. */
    Outcome delete(String name) {
        try {
            clients.writes()
                    .ecs()
                    .deleteService(
                            request -> request.cluster(cluster).service(name).force(true));
        } catch (ServiceNotFoundException | ServiceNotActiveException | ClusterNotFoundException gone) {
            // what was asked for is so
        }
        return Outcome.DONE;
    }

    private Tag ownerTag() {
        return Tag.builder().key(OwnerTags.CLUSTER).value(cluster).build();
    }
}
