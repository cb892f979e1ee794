package dev.ballast.sim.world.ecs;

import dev.ballast.model.Architecture;
import dev.ballast.model.InstanceType;
import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.WorldTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A region with a cluster named live, whose time moves by hand. */
final class EcsFixture {
    static final long SEED = 7;
    static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

    final WorldTime time = new WorldTime(START);
    final Ecs ecs;
    final EcsRegion region;
    final EcsCluster live;
    private int hosts;

    EcsFixture() {
        this(EcsSettings.DEFAULT);
    }

    EcsFixture(EcsSettings settings) {
        var draws = new Draws(SEED);
        ecs = new Ecs(time, draws, new Ids(draws), "123456789012", settings);
        region = ecs.region("eu-west-1");
        live = region.createCluster("live");
    }

    static InstanceType type(String name, int vcpus, int memoryMib) {
        return new InstanceType(
                name, Architecture.X86_64, vcpus, memoryMib, 3, 0, 0, new InstanceType.TypeTraits(true, false, false));
    }

    Machine machine(String zone, InstanceType type, Map<String, String> config) {
        var id = "i-%017x".formatted(++hosts);
        return new Machine(id, type, "eu-west-1" + zone, "ami-1", "subnet-1", "vpc-1", Map.of(), new TreeMap<>(config));
    }

    /** A host with 2 vCPUs and 8 GiB that has registered with live. */
    EcsInstance host(String zone) {
        return host(zone, type("m5.large", 2, 8192));
    }

    EcsInstance host(String zone, InstanceType type) {
        var machine = machine(zone, type, Map.of("ECS_CLUSTER", "live"));
        region.hosts().booted(machine);
        pass(Duration.ofSeconds(10));
        return region.hosts().of(machine.instanceId()).orElseThrow();
    }

    TaskDefinition definition(String family, int cpuUnits, int memoryMib) {
        return region.taskDefinitions()
                .register(TaskDefinition.Spec.of(family, ContainerDefinition.of("main", family, cpuUnits, memoryMib)));
    }

    EcsService service(String name, TaskDefinition definition, int desired, int minimum, int maximum) {
        var spec = EcsService.Spec.replica(name, definition, desired).with(new HealthyPercent(minimum, maximum));
        return region.services().create(live, spec, Map.of());
    }

    /** A service whose tasks all run and count as healthy. */
    EcsService steady(String name, TaskDefinition definition, int desired, int minimum, int maximum) {
        var service = service(name, definition, desired, minimum, maximum);
        pass(Duration.ofMinutes(2));
        if (service.running() != desired)
            throw new IllegalStateException(service.events().toString());
        return service;
    }

    void drain(EcsInstance... instances) {
        var arns = List.of(instances).stream().map(EcsInstance::id).toList();
        region.hosts().update(live, arns, dev.ballast.model.ContainerInstance.Status.DRAINING);
    }

    void pass(Duration duration) {
        time.advanceTo(time.now().plus(duration));
    }

    void passSeconds(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }
}
