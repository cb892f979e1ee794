package dev.ballast.sim.world.events;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.ecs.Ecs;
import dev.ballast.sim.world.ecs.EcsDeployment;
import dev.ballast.sim.world.ecs.EcsInstance;
import dev.ballast.sim.world.ecs.EcsListener;
import dev.ballast.sim.world.ecs.EcsRegion;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.EcsTask;
import dev.ballast.sim.world.ecs.TaskStatus;
import dev.ballast.sim.world.messaging.EventBridge;
import dev.ballast.sim.world.messaging.EventBuses;
import java.util.List;

/** Source aws.ecs: container instances, tasks (ordered by detail.version), service actions, deployments. */
public final class EcsEvents implements EcsListener {
    private static final String SOURCE = "aws.ecs";

    private final EventBridge bridge;
    private final Ecs ecs;
    private final WorldTime time;

    public EcsEvents(EventBridge bridge, Ecs ecs, WorldTime time) {
        this.bridge = bridge;
        this.ecs = ecs;
        this.time = time;
    }

    @Override
    public void instanceChanged(EcsInstance instance) {
        var region = ecs.region(instance.region());
        var buses = bridge.region(region.name());
        if (!buses.isHeard()) return;
        var arn = region.arns().instance(instance.cluster().name(), instance.id());
        var detail = Detail.object();
        detail.put("agentConnected", instance.isAgentConnected());
        var attributes = detail.putArray("attributes");
        instance.attributes().forEach((name, value) -> {
            var attribute = attributes.addObject().put("name", name);
            if (!value.isEmpty()) attribute.put("value", value);
        });
        detail.put("clusterArn", region.arns().cluster(instance.cluster().name()));
        detail.put("containerInstanceArn", arn);
        detail.put("ec2InstanceId", instance.instanceId());
        detail.put("registeredAt", instance.registeredAt().toString());
        var registered = instance.registered();
        var remaining = instance.remaining();
        resources(detail.putArray("registeredResources"), registered.cpuUnits(), registered.memoryMib());
        ports(detail.withArray("registeredResources"), List.of(22, 2375, 2376, 51678, 51679), List.of());
        resources(detail.putArray("remainingResources"), remaining.cpuUnits(), remaining.memoryMib());
        ports(detail.withArray("remainingResources"), instance.takenTcpPorts(), instance.takenUdpPorts());
        detail.put("runningTasksCount", instance.runningTasks());
        detail.put("pendingTasksCount", instance.pendingTasks());
        detail.put("status", instance.status().name());
        detail.put("version", instance.version());
        detail.putObject("versionInfo")
                .put("agentHash", EcsInstance.AGENT_HASH)
                .put("agentVersion", EcsInstance.AGENT_VERSION)
                .put("dockerVersion", EcsInstance.DOCKER_VERSION);
        detail.put("updatedAt", time.now().toString());
        buses.put(new EventBuses.Entry(SOURCE, "ECS Container Instance State Change", List.of(arn), detail));
    }

    private static void resources(ArrayNode list, int cpuUnits, int memoryMib) {
        list.addObject().put("name", "CPU").put("type", "INTEGER").put("integerValue", cpuUnits);
        list.addObject().put("name", "MEMORY").put("type", "INTEGER").put("integerValue", memoryMib);
    }

    private static void ports(com.fasterxml.jackson.databind.JsonNode list, List<Integer> tcp, List<Integer> udp) {
        port((ArrayNode) list, "PORTS", tcp);
        port((ArrayNode) list, "PORTS_UDP", udp);
    }

    private static void port(ArrayNode list, String name, List<Integer> ports) {
        var values = list.addObject().put("name", name).put("type", "STRINGSET").putArray("stringSetValue");
        ports.forEach(port -> values.add(Integer.toString(port)));
    }

    @Override
    public void taskChanged(EcsTask task) {
        var region = ecs.region(task.instance().region());
        var buses = bridge.region(region.name());
        if (!buses.isHeard()) return;
        var cluster = task.cluster().name();
        var arn = region.arns().task(cluster, task.id());
        var detail = Detail.object();
        detail.putArray("attachments");
        detail.put("availabilityZone", task.instance().zone());
        detail.put("clusterArn", region.arns().cluster(cluster));
        detail.put(
                "containerInstanceArn",
                region.arns().instance(cluster, task.instance().id()));
        containers(detail, task, region);
        detail.put("cpu", Integer.toString(task.needs().cpuUnits()));
        detail.put("createdAt", task.createdAt().toString());
        detail.put("desiredStatus", task.isWanted() ? "RUNNING" : "STOPPED");
        detail.put("group", task.group());
        detail.put("launchType", "EC2");
        detail.put("lastStatus", task.status().name());
        detail.put("memory", Integer.toString(task.needs().memoryMib()));
        var overrides = detail.putObject("overrides").putArray("containerOverrides");
        for (var container : task.definition().spec().containers())
            overrides.addObject().put("name", container.name());
        Detail.put(detail, "pullStartedAt", task.pullStartedAt());
        Detail.put(detail, "pullStoppedAt", task.pullStoppedAt());
        Detail.put(detail, "startedAt", task.startedAt());
        if (!task.startedBy().isEmpty()) detail.put("startedBy", task.startedBy());
        Detail.put(detail, "stoppingAt", task.stoppingAt());
        Detail.put(detail, "executionStoppedAt", task.executionStoppedAt());
        Detail.put(detail, "stoppedAt", task.stoppedAt());
        task.stoppedReason().ifPresent(reason -> detail.put("stoppedReason", reason));
        task.stopCode().ifPresent(code -> detail.put("stopCode", code.ecsName()));
        detail.put("taskArn", arn);
        detail.put("taskDefinitionArn", region.taskDefinitions().arn(task.definition()));
        detail.put("updatedAt", time.now().toString());
        detail.put("version", task.version());
        buses.put(new EventBuses.Entry(SOURCE, "ECS Task State Change", List.of(arn), detail));
    }

    private static void containers(ObjectNode detail, EcsTask task, EcsRegion region) {
        var containers = detail.putArray("containers");
        var index = 0;
        for (var definition : task.definition().spec().containers()) {
            var container = containers.addObject();
            container.put(
                    "containerArn",
                    region.arns().container(task.cluster().name(), task.id(), task.containerId(index++)));
            container.put("lastStatus", task.containerStatus(definition));
            container.put("name", definition.name());
            container.put("image", definition.image());
            container.put("taskArn", region.arns().task(task.cluster().name(), task.id()));
            container.put("cpu", Integer.toString(definition.cpuUnits()));
            if (definition.memoryMib() > 0) container.put("memory", Integer.toString(definition.memoryMib()));
            task.exitCode(definition).ifPresent(code -> container.put("exitCode", code));
            task.containerReason(definition).ifPresent(reason -> container.put("reason", reason));
            if (task.status().compareTo(TaskStatus.PENDING) > 0) container.putArray("networkInterfaces");
        }
    }

    @Override
    public void serviceAction(EcsService service, ServiceAction action, String reason) {
        var region = ecs.region(service.region());
        var buses = bridge.region(region.name());
        if (!buses.isHeard()) return;
        var detail = Detail.object()
                .put("eventType", action.type())
                .put("eventName", action.name())
                .put("clusterArn", region.arns().cluster(service.cluster().name()));
        if (!action.type().equals("INFO")) detail.put("reason", reason);
        detail.put("createdAt", time.now().toString());
        var arn = region.arns().service(service.cluster().name(), service.name());
        buses.put(new EventBuses.Entry(SOURCE, "ECS Service Action", List.of(arn), detail));
    }

    @Override
    public void deploymentChanged(EcsService service, EcsDeployment deployment, DeploymentEvent event) {
        var region = ecs.region(service.region());
        var buses = bridge.region(region.name());
        if (!buses.isHeard()) return;
        var detail = Detail.object()
                .put("eventType", event.type())
                .put("eventName", event.name())
                .put("deploymentId", deployment.id())
                .put("updatedAt", time.now().toString())
                .put("reason", deployment.rolloutReason());
        var arn = region.arns().service(service.cluster().name(), service.name());
        buses.put(new EventBuses.Entry(SOURCE, "ECS Deployment State Change", List.of(arn), detail));
    }
}
