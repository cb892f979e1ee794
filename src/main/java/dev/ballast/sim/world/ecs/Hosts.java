package dev.ballast.sim.world.ecs;

import dev.ballast.model.ContainerInstance.Status;
import dev.ballast.model.Resources;
import dev.ballast.sim.world.core.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Hosts and their agents: registration, draining, deregistration, loss. */
public final class Hosts {
    private static final String DEFAULT_CLUSTER = "default";

    /** The most that UpdateContainerInstancesState takes. */
    private static final int STATES_AT_MOST = 10;

    private final Ground ground;
    private final ServiceScheduler scheduler;
    private final EcsRegion region;
    private final Map<String, Booted> booted = new LinkedHashMap<>();
    private final Map<String, EcsInstance> registered = new LinkedHashMap<>();

    /** @param waiting its cluster did not exist when its agent tried */
    private record Booted(Machine machine, int boot, boolean waiting) {}

    Hosts(Ground ground, ServiceScheduler scheduler, EcsRegion region) {
        this.ground = ground;
        this.scheduler = scheduler;
        this.region = region;
    }

    /** Its operating system is up, and its image has an agent. */
    public void booted(Machine machine) {
        var before = booted.get(machine.instanceId());
        var boot = before == null ? 1 : before.boot() + 1;
        booted.put(machine.instanceId(), new Booted(machine, boot, false));
        if (ground.troubles().neverRegisters(machine)) return;
        ground.time.schedule(
                ground.drawn("agent", ground.settings.agentStart()),
                new EcsEvent.AgentStarts(ground.region(), machine.instanceId(), boot));
    }

    /** Whatever ran on it is being killed. */
    public void stopping(String instanceId) {
        leaves(instanceId, false);
    }

    public void terminating(String instanceId) {
        leaves(instanceId, true);
    }

    private void leaves(String instanceId, boolean terminated) {
        booted.computeIfPresent(
                instanceId, (id, host) -> terminated ? null : new Booted(host.machine(), host.boot() + 1, false));
        var instance = registered.get(instanceId);
        if (instance != null) ground.programs().ifPresent(programs -> instance.tasks.forEach(programs::kill));
        // ECS learns of the end from the agent's connection: where there is none, host and tasks stay as they were.
        if (instance == null || !instance.isAgentConnected()) return;
        instance.agentConnected(false);
        ground.changed(instance);
        ground.time.schedule(
                ground.drawn("loss", Between.seconds(1, 5)),
                new EcsEvent.HostLost(ground.region(), instanceId, terminated));
    }

    /** The metadata of the host announce its interruption. */
    public void noticed(String instanceId) {
        var host = booted.get(instanceId);
        if (host == null || !AgentConfig.isSet(host.machine().ecsConfig().get("ECS_ENABLE_SPOT_INSTANCE_DRAINING")))
            return;
        // The agent polls its metadata every second.
        ground.time.schedule(
                ground.drawn("agent-drain", Between.millis(100, 1500)),
                new EcsEvent.AgentDrains(ground.region(), instanceId, host.boot()));
    }

    void agentDrains(EcsEvent.AgentDrains event) {
        var instance = registered.get(event.instanceId());
        if (instance != null && instance.isAgentConnected() && instance.status() == Status.ACTIVE) drain(instance);
    }

    void agentStarts(EcsEvent.AgentStarts event) {
        var host = booted.get(event.instanceId());
        if (host == null || host.boot() != event.boot()) return;
        if (ground.troubles().isCutOff(host.machine())) {
            ground.time.schedule(ground.drawn("agent", ground.settings.reconnect()), event);
            return;
        }
        var known = registered.get(event.instanceId());
        if (known != null) {
            reconnect(known);
            return;
        }
        var named = host.machine().ecsConfig().getOrDefault("ECS_CLUSTER", "");
        var cluster =
                region.findCluster(named.isEmpty() ? DEFAULT_CLUSTER : named).filter(EcsCluster::isActive);
        if (cluster.isPresent()) register(cluster.get(), host.machine(), offer(host.machine()));
        // The agent creates the default cluster where none was configured, and no other.
        else if (named.isEmpty())
            register(region.createCluster(DEFAULT_CLUSTER), host.machine(), offer(host.machine()));
        else booted.put(event.instanceId(), new Booted(host.machine(), host.boot(), true));
    }

    /** Agents that found no cluster of that name try again. */
    void clusterCame(EcsCluster cluster) {
        for (var host : List.copyOf(booted.values())) {
            var machine = host.machine();
            if (!host.waiting() || !cluster.name().equals(machine.ecsConfig().get("ECS_CLUSTER"))) continue;
            booted.put(machine.instanceId(), new Booted(machine, host.boot(), false));
            ground.time.schedule(
                    ground.drawn("agent", ground.settings.reconnect()),
                    new EcsEvent.AgentStarts(ground.region(), machine.instanceId(), host.boot()));
        }
    }

    private Resources offer(Machine machine) {
        var offered = machine.type().offered(AgentConfig.mib(machine.ecsConfig().get("ECS_RESERVED_MEMORY")));
        return region.accountSettings().trunking() && machine.type().branchEnis() > 0
                ? new Resources(
                        offered.cpuUnits(), offered.memoryMib(), machine.type().branchEnis(), offered.gpus())
                : offered;
    }

    /**
     * What an agent says when it registers.
     *
     * @param cpuUnits empty: what the machine has; so memory
     */
    public record Registration(
            String instanceId,
            OptionalInt cpuUnits,
            OptionalInt memoryMib,
            Map<String, String> attributes,
            Map<String, String> tags) {}

    /**
     * RegisterContainerInstance, by whoever plays the agent of an EC2 instance; one that is registered there is answered as it is. A
     * host is in one cluster: registered with another, it leaves the first with its tasks lost, as an agent does whose data were
     * wiped.
     *
     * @throws Refused ClientException where there is no such instance
     */
    public EcsInstance register(EcsCluster cluster, Registration said) {
        var known = registered.get(said.instanceId());
        if (known != null && known.cluster() == cluster) {
            reconnect(known);
            return known;
        }
        if (known != null) {
            loseTasks(known, StopCode.USER_INITIATED, "Container instance registered with another cluster");
            remove(known);
        }
        var machine = ground.machine(said.instanceId())
                .orElseThrow(() -> new Refused(
                        "ClientException", "The instance identity document names no instance: " + said.instanceId()));
        booted.putIfAbsent(said.instanceId(), new Booted(machine, 1, false));
        var has = offer(machine);
        var instance = register(
                cluster,
                machine,
                new Resources(
                        said.cpuUnits().orElse(has.cpuUnits()),
                        said.memoryMib().orElse(has.memoryMib()),
                        has.enis(),
                        has.gpus()));
        instance.changingAttributes().putAll(said.attributes());
        if (!said.tags().isEmpty()) instance.tags(said.tags());
        return instance;
    }

    private EcsInstance register(EcsCluster cluster, Machine machine, Resources offered) {
        var instance = new EcsInstance(ground.ids.ecs(), cluster, machine, offered, ground.now());
        var attributes = instance.changingAttributes();
        attributes.put(Attributes.INSTANCE_TYPE, machine.type().name());
        attributes.put(Attributes.ZONE, machine.zone());
        attributes.put(Attributes.AMI_ID, machine.imageId());
        attributes.put(Attributes.OS_TYPE, "linux");
        attributes.put(
                Attributes.CPU_ARCHITECTURE, machine.type().architecture().ec2Name());
        attributes.put(Attributes.SUBNET_ID, machine.subnetId());
        attributes.put(Attributes.VPC_ID, machine.vpcId());
        attributes.putAll(AgentConfig.texts(machine.ecsConfig().get("ECS_INSTANCE_ATTRIBUTES")));
        if ("ec2_instance".equals(machine.ecsConfig().get("ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM")))
            instance.tags(machine.tags());
        cluster.add(instance);
        registered.put(machine.instanceId(), instance);
        ground.changed(instance);
        scheduler.hostCame(instance);
        return instance;
    }

    private void reconnect(EcsInstance instance) {
        if (instance.isAgentConnected()) return;
        instance.agentConnected(true);
        ground.changed(instance);
        region.resume(instance);
        scheduler.hostCame(instance);
    }

    /** Its agent loses its connection for a while; its tasks run on, unreported. */
    public void disconnect(EcsInstance instance, Duration length) {
        if (!instance.isAgentConnected()) return;
        instance.agentConnected(false);
        ground.changed(instance);
        var boot = booted.get(instance.instanceId()).boot();
        ground.time.schedule(length, new EcsEvent.AgentReconnects(ground.region(), instance.instanceId(), boot));
    }

    /** Its agent cannot reach ECS as long as {@link HostTroubles} say so; it tries again and again. */
    public void cutOff(EcsInstance instance) {
        disconnect(instance, ground.drawn("agent", ground.settings.reconnect()));
    }

    void reconnects(EcsEvent.AgentReconnects event) {
        var host = booted.get(event.instanceId());
        var instance = registered.get(event.instanceId());
        if (host == null || host.boot() != event.boot() || instance == null || instance.isAgentConnected()) return;
        if (ground.troubles().isCutOff(host.machine()))
            ground.time.schedule(ground.drawn("agent", ground.settings.reconnect()), event);
        else reconnect(instance);
    }

    void lost(EcsEvent.HostLost event) {
        var instance = registered.get(event.instanceId());
        if (instance == null) return;
        var how = event.terminated() ? "terminated" : "stopped";
        loseTasks(instance, StopCode.TERMINATION_NOTICE, "Host EC2 (instance " + event.instanceId() + ") " + how + ".");
        if (event.terminated()) remove(instance);
    }

    private void loseTasks(EcsInstance instance, StopCode code, String reason) {
        for (var task : List.copyOf(instance.tasks)) scheduler.life().lost(task, code, reason);
        instance.unreported.clear();
    }

    private void remove(EcsInstance instance) {
        var cluster = instance.cluster();
        instance.status(Status.INACTIVE);
        instance.agentConnected(false);
        cluster.remove(instance);
        cluster.deregistered.put(instance.id(), instance);
        registered.remove(instance.instanceId());
        ground.time.schedule(
                ground.settings.stoppedKept(),
                new EcsEvent.InstanceForgotten(ground.region(), cluster.name(), instance.id()));
        ground.changed(instance);
        for (var service : cluster.services.values()) if (service.isDaemon()) scheduler.wake(service);
    }

    /** The container instance of an EC2 instance, where it has registered. */
    public Optional<EcsInstance> of(String instanceId) {
        return Optional.ofNullable(registered.get(instanceId));
    }

    // ---- what callers do

    /** What a call did, item by item. */
    public record Answer<T>(List<T> done, List<Failure> failures) {
        public Answer {
            done = List.copyOf(done);
            failures = List.copyOf(failures);
        }
    }

    /** Also by the EC2 instance's id, as newer agents and tools write it. */
    public Optional<EcsInstance> find(EcsCluster cluster, String reference) {
        return cluster.instance(Arns.lastPart(reference));
    }

    /**
     * UpdateContainerInstancesState.
     *
     * @param status ACTIVE or DRAINING
     * @throws Refused InvalidParameterException for more than ten, for none, and for any other status
     */
    public Answer<EcsInstance> update(EcsCluster cluster, List<String> references, Status status) {
        if (status != Status.ACTIVE && status != Status.DRAINING)
            throw new Refused(
                    "InvalidParameterException", "Container instance status should be one of [ACTIVE, DRAINING]");
        if (references.isEmpty())
            throw new Refused("InvalidParameterException", "Container instances cannot be empty.");
        if (references.size() > STATES_AT_MOST)
            throw new Refused(
                    "InvalidParameterException", "instanceIds can have at most " + STATES_AT_MOST + " items.");
        var done = new ArrayList<EcsInstance>();
        var failures = new ArrayList<Failure>();
        for (var reference : references) {
            var found = find(cluster, reference);
            if (found.isEmpty()) {
                failures.add(Failure.missing(region.arns().instance(cluster.name(), Arns.lastPart(reference))));
            } else if (found.get().status() == Status.INACTIVE) {
                failures.add(new Failure(
                        region.arns().instance(cluster.name(), found.get().id()), "INACTIVE", null));
            } else {
                if (status == Status.DRAINING) drain(found.get());
                else activate(found.get());
                done.add(found.get());
            }
        }
        return new Answer<>(done, failures);
    }

    private void drain(EcsInstance instance) {
        if (instance.status() == Status.DRAINING) return;
        instance.status(Status.DRAINING);
        ground.changed(instance);
        for (var task : List.copyOf(instance.tasks)) {
            if (task.service().isEmpty()) continue;
            if (task.status().countsAsPending())
                scheduler.life().stop(task, StopCode.SERVICE_SCHEDULER_INITIATED, ServiceScheduler.scaling(task));
            scheduler.wake(task.service().get());
        }
        for (var service : instance.cluster().services.values()) if (service.isDaemon()) scheduler.wake(service);
    }

    private void activate(EcsInstance instance) {
        if (instance.status() == Status.ACTIVE) return;
        instance.status(Status.ACTIVE);
        ground.changed(instance);
        scheduler.hostCame(instance);
    }

    /** @throws Refused InvalidParameterException where it is unknown, or tasks run on it and it is not forced */
    public EcsInstance deregister(EcsCluster cluster, String reference) {
        var instance = findRegistered(cluster, reference);
        if (!instance.tasks.isEmpty())
            throw new Refused("InvalidParameterException", "Found running tasks on the instance.");
        remove(instance);
        return instance;
    }

    /** Its tasks are no longer known to ECS. */
    public EcsInstance deregisterByForce(EcsCluster cluster, String reference) {
        var instance = findRegistered(cluster, reference);
        loseTasks(instance, StopCode.USER_INITIATED, "Container instance deregistration forced by user");
        remove(instance);
        return instance;
    }

    private EcsInstance findRegistered(EcsCluster cluster, String reference) {
        return find(cluster, reference)
                .filter(instance -> instance.status() != Status.INACTIVE)
                .orElseThrow(() -> new Refused(
                        "InvalidParameterException", "Referenced container instance " + reference + " not found."));
    }

    /** Custom attributes; a null value removes the attribute. */
    public void putAttribute(EcsInstance instance, String name, String value) {
        if (value == null) instance.changingAttributes().remove(name);
        else instance.changingAttributes().put(name, value);
        for (var service : instance.cluster().services.values()) scheduler.wake(service);
    }
}
