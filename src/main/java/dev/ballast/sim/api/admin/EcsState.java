package dev.ballast.sim.api.admin;

import dev.ballast.model.Resources;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ecs.Arns;
import dev.ballast.sim.world.ecs.EcsCluster;
import dev.ballast.sim.world.ecs.EcsDeployment;
import dev.ballast.sim.world.ecs.EcsInstance;
import dev.ballast.sim.world.ecs.EcsRegion;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.EcsTask;
import dev.ballast.sim.world.ecs.TaskDefinition;
import java.time.Instant;
import java.util.Map;

/** What one region's ECS holds. */
final class EcsState {
    private final Arns arns;
    private final Instant now;
    private final Secrecy secrecy;

    private EcsState(EcsRegion region, Instant now, Secrecy secrecy) {
        this.arns = region.arns();
        this.now = now;
        this.secrecy = secrecy;
    }

    static void write(StateText text, World world, String name, Secrecy secrecy) {
        world.ecs().regions().stream()
                .filter(region -> region.name().equals(name))
                .findFirst()
                .ifPresent(region -> new EcsState(region, world.time().now(), secrecy).write(text, region));
    }

    private void write(StateText text, EcsRegion region) {
        text.object("ecs", () -> {
            text.object(
                    "clusters",
                    () -> region.clusters()
                            .forEach(cluster -> text.object(cluster.name(), () -> cluster(text, cluster))));
            text.list("taskDefinitions", region.taskDefinitions().all(), this::definition);
        });
    }

    private void cluster(StateText text, EcsCluster cluster) {
        text.say("status", cluster.isActive() ? "ACTIVE" : "INACTIVE");
        text.say("createdAt", cluster.createdAt().toString());
        text.say("tags", cluster.tags());
        text.list("containerInstances", cluster.instances(), this::host);
        text.list("services", cluster.services(), this::service);
        text.list("tasks", cluster.tasks(), this::task);
    }

    private Facts host(EcsInstance host) {
        return new Facts()
                .say("containerInstanceArn", arns.instance(host.cluster().name(), host.id()))
                .say("ec2InstanceId", host.instanceId())
                .say("status", host.status())
                .say("agentConnected", host.isAgentConnected())
                .say("zone", host.zone())
                .say("registeredAt", host.registeredAt())
                .say("registered", resources(host.registered()))
                .say("remaining", resources(host.remaining()))
                .say("runningTasks", host.runningTasks())
                .say("pendingTasks", host.pendingTasks())
                .say("tags", host.tags());
    }

    private static Facts resources(Resources resources) {
        return new Facts()
                .say("cpuUnits", resources.cpuUnits())
                .say("memoryMib", resources.memoryMib())
                .say("enis", resources.enis())
                .say("gpus", resources.gpus());
    }

    private Facts service(EcsService service) {
        return new Facts()
                .say("name", service.name())
                .say("status", service.status())
                .say("scheduling", service.spec().scheduling())
                .say("createdAt", service.createdAt())
                .say("taskDefinition", service.spec().definition().name())
                .say("desired", service.desired())
                .say("running", service.running())
                .say("pending", service.pending())
                .say("backsOffUntil", service.backsOffUntil(now))
                .say(
                        "targetGroupArns",
                        service.spec().loadBalancers().stream()
                                .map(EcsService.LoadBalancer::targetGroupArn)
                                .toList())
                .say(
                        "deployments",
                        service.deployments().stream().map(EcsState::deployment).toList())
                .say(
                        "events",
                        service.events().stream()
                                .limit(5)
                                .map(event -> event.at() + " " + event.message())
                                .toList())
                .say("tags", service.tags());
    }

    private static Map<String, Object> deployment(EcsDeployment deployment) {
        return new Facts()
                .say("id", deployment.id())
                .say("status", deployment.status())
                .say("rollout", deployment.rollout())
                .say("taskDefinition", deployment.definition().name())
                .say("failedTasks", deployment.failedTasks())
                .say("createdAt", deployment.createdAt())
                .said();
    }

    private Facts task(EcsTask task) {
        return new Facts()
                .say("taskId", task.id())
                .say("status", task.status())
                .say("taskDefinition", task.definition().name())
                .say("group", task.group())
                .say("startedBy", task.startedBy())
                .say("ec2InstanceId", task.instance().instanceId())
                .say("createdAt", task.createdAt())
                .say("startedAt", task.startedAt())
                .say("stoppingAt", task.stoppingAt())
                .say("stoppedAt", task.stoppedAt())
                .say("stopCode", task.stopCode())
                .say("stoppedReason", task.stoppedReason())
                .say("exitCode", task.exitCode())
                .say("protectedUntil", task.protectedUntil())
                .say("ports", task.chosenPorts())
                .say("overrides", secrecy.given(task.overrides()))
                .say("tags", task.tags());
    }

    private Facts definition(TaskDefinition definition) {
        return new Facts()
                .say("name", definition.name())
                .say("status", definition.status())
                .say("registeredAt", definition.registeredAt())
                .say("references", definition.references())
                .say("networkMode", definition.spec().networkMode())
                .say("architecture", definition.spec().architecture())
                .say("needs", resources(definition.needs()))
                .say(
                        "images",
                        definition.spec().containers().stream()
                                .map(container -> container.image())
                                .toList())
                .say("asRegistered", secrecy.given(definition.spec().asRegistered()))
                .say("tags", definition.tags());
    }
}
