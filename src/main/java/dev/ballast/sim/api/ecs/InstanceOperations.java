package dev.ballast.sim.api.ecs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.model.ContainerInstance.Status;
import dev.ballast.model.Resources;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.ecs.ClusterQuery;
import dev.ballast.sim.world.ecs.Ecs;
import dev.ballast.sim.world.ecs.EcsInstance;
import dev.ballast.sim.world.ecs.EcsRegion;
import dev.ballast.sim.world.ecs.Failure;
import dev.ballast.sim.world.ecs.Hosts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceField;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.UpdateContainerAgentRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerAgentResponse;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateResponse;

final class InstanceOperations {
    private static final int DESCRIBED_AT_MOST = 100;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ecs ecs;

    InstanceOperations(Ecs ecs) {
        this.ecs = ecs;
    }

    void register(Operations operations) {
        operations.on("DescribeContainerInstances", DescribeContainerInstancesRequest::builder, this::describe);
        operations.on("ListContainerInstances", ListContainerInstancesRequest::builder, this::list);
        operations
                .on("UpdateContainerInstancesState", UpdateContainerInstancesStateRequest::builder, this::update)
                .alwaysWrites("containerInstances", "failures");
        operations.on("RegisterContainerInstance", RegisterContainerInstanceRequest::builder, this::register);
        operations.on("UpdateContainerAgent", UpdateContainerAgentRequest::builder, this::updateAgent);
        operations.on("DeregisterContainerInstance", DeregisterContainerInstanceRequest::builder, this::deregister);
    }

    private DescribeContainerInstancesResponse describe(
            DescribeContainerInstancesRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        Given.atMost(request.containerInstances(), DESCRIBED_AT_MOST, "Container instances");
        var tags = request.include().contains(ContainerInstanceField.TAGS);
        var found = new ArrayList<ContainerInstance>();
        var failures = new ArrayList<Failure>();
        for (var reference : request.containerInstances())
            region.hosts()
                    .find(cluster, reference)
                    .ifPresentOrElse(
                            instance -> found.add(toSdk(region, instance, tags)),
                            () -> failures.add(Failure.missing(
                                    reference.startsWith("arn:")
                                            ? reference
                                            : region.arns().instance(cluster.name(), reference))));
        return DescribeContainerInstancesResponse.builder()
                .containerInstances(found)
                .failures(Given.failures(failures))
                .build();
    }

    private ListContainerInstancesResponse list(ListContainerInstancesRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        var query = request.filter() == null ? null : ClusterQuery.of(request.filter());
        var status = request.statusAsString();
        var wanted = cluster.instances().stream()
                .filter(instance -> status == null || instance.status().name().equals(status))
                .filter(instance -> query == null || query.matches(instance))
                .toList();
        var page = Given.PAGES.cut(wanted, EcsInstance::id, request.nextToken(), request.maxResults());
        return ListContainerInstancesResponse.builder()
                .containerInstanceArns(page.items().stream()
                        .map(instance -> region.arns().instance(cluster.name(), instance.id()))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private UpdateContainerInstancesStateResponse update(
            UpdateContainerInstancesStateRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        var answer =
                region.hosts().update(cluster, request.containerInstances(), Status.valueOf(request.statusAsString()));
        return UpdateContainerInstancesStateResponse.builder()
                .containerInstances(answer.done().stream()
                        .map(instance -> toSdk(region, instance, false))
                        .toList())
                .failures(Given.failures(answer.failures()))
                .build();
    }

    /** The identity document is read; its signature, as every other here, is not verified. */
    private RegisterContainerInstanceResponse register(RegisterContainerInstanceRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        var attributes = new LinkedHashMap<String, String>();
        for (var attribute : request.attributes())
            attributes.put(attribute.name(), attribute.value() == null ? "" : attribute.value());
        var instance = region.hosts()
                .register(
                        cluster,
                        new Hosts.Registration(
                                instanceId(request.instanceIdentityDocument()),
                                amount(request.totalResources(), "CPU"),
                                amount(request.totalResources(), "MEMORY"),
                                attributes,
                                Given.tags(request.tags())));
        return RegisterContainerInstanceResponse.builder()
                .containerInstance(toSdk(region, instance, true))
                .build();
    }

    private static String instanceId(String identityDocument) {
        if (identityDocument == null || identityDocument.isEmpty())
            throw Given.invalid("Instance identity document can not be blank.");
        try {
            return JSON.readTree(identityDocument).path("instanceId").asText();
        } catch (JsonProcessingException notJson) {
            throw AwsError.refused("ClientException", "The instance identity document is not valid JSON.");
        }
    }

    private static OptionalInt amount(List<Resource> resources, String name) {
        return resources.stream()
                .filter(resource -> name.equals(resource.name()) && resource.integerValue() != null)
                .mapToInt(Resource::integerValue)
                .findFirst();
    }

    /** Every agent here is the newest there is. */
    private UpdateContainerAgentResponse updateAgent(UpdateContainerAgentRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        region.hosts()
                .find(cluster, request.containerInstance())
                .orElseThrow(() -> Given.invalid("The referenced container instance was not found."));
        throw AwsError.refused("NoUpdateAvailableException", "There is no update available for your container agent.");
    }

    private DeregisterContainerInstanceResponse deregister(
            DeregisterContainerInstanceRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        var instance = Boolean.TRUE.equals(request.force())
                ? region.hosts().deregisterByForce(cluster, request.containerInstance())
                : region.hosts().deregister(cluster, request.containerInstance());
        return DeregisterContainerInstanceResponse.builder()
                .containerInstance(toSdk(region, instance, false))
                .build();
    }

    private static ContainerInstance toSdk(EcsRegion region, EcsInstance instance, boolean tags) {
        var attributes = new ArrayList<Attribute>();
        instance.attributes()
                .forEach((name, value) -> attributes.add(Attribute.builder()
                        .name(name)
                        .value(value.isEmpty() ? null : value)
                        .build()));
        return ContainerInstance.builder()
                .containerInstanceArn(region.arns().instance(instance.cluster().name(), instance.id()))
                .ec2InstanceId(instance.instanceId())
                .version(instance.version())
                .versionInfo(version -> version.agentVersion(EcsInstance.AGENT_VERSION)
                        .agentHash(EcsInstance.AGENT_HASH)
                        .dockerVersion("DockerVersion: " + EcsInstance.DOCKER_VERSION))
                .remainingResources(resources(instance.remaining(), instance.takenTcpPorts(), instance.takenUdpPorts()))
                .registeredResources(resources(instance.registered(), EcsInstance.RESERVED_PORTS, List.of()))
                .status(instance.status().name())
                .agentConnected(instance.isAgentConnected())
                .runningTasksCount(instance.runningTasks())
                .pendingTasksCount(instance.pendingTasks())
                .attributes(attributes)
                .registeredAt(instance.registeredAt())
                .attachments(List.of())
                .tags(tags ? Given.tags(instance.tags()) : List.of())
                .build();
    }

    private static List<Resource> resources(Resources amounts, List<Integer> tcpPorts, List<Integer> udpPorts) {
        var resources = new ArrayList<>(List.of(
                integer("CPU", amounts.cpuUnits()),
                integer("MEMORY", amounts.memoryMib()),
                ports("PORTS", tcpPorts),
                ports("PORTS_UDP", udpPorts)));
        if (amounts.gpus() > 0) resources.add(integer("GPU", amounts.gpus()));
        return resources;
    }

    private static Resource integer(String name, int amount) {
        return Resource.builder()
                .name(name)
                .type("INTEGER")
                .doubleValue(0.0)
                .longValue(0L)
                .integerValue(amount)
                .build();
    }

    private static Resource ports(String name, List<Integer> ports) {
        return Resource.builder()
                .name(name)
                .type("STRINGSET")
                .doubleValue(0.0)
                .longValue(0L)
                .integerValue(0)
                .stringSetValue(ports.stream().map(String::valueOf).toList())
                .build();
    }
}
