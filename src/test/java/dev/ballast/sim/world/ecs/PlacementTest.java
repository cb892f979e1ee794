package dev.ballast.sim.world.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Architecture;
import dev.ballast.model.InstanceType;
import dev.ballast.sim.world.ecs.ContainerDefinition.PortMapping;
import dev.ballast.sim.world.ecs.ContainerDefinition.Transport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private final EcsFixture world = new EcsFixture();

    private List<EcsTask> run(TaskDefinition definition, int count, PlacementStrategy... strategies) {
        return answer(definition, count, List.of(), strategies).done();
    }

    private Hosts.Answer<EcsTask> answer(
            TaskDefinition definition, int count, List<PlacementConstraint> constraints, PlacementStrategy... how) {
        return world.region
                .tasks()
                .run(
                        world.live,
                        new StandaloneTasks.Request(
                                definition.name(),
                                count,
                                "",
                                "",
                                constraints,
                                List.of(how),
                                Map.of(),
                                Map.of(),
                                Map.of()));
    }

    private static Map<String, Long> byZone(List<EcsTask> tasks) {
        return tasks.stream()
                .collect(Collectors.groupingBy(task -> task.instance().zone(), TreeMap::new, Collectors.counting()));
    }

    @Test
    void aSpreadIsEvenOverTheValuesOfItsField() {
        world.host("a");
        world.host("a");
        world.host("b");
        var spread = new PlacementStrategy.Spread("attribute:ecs.availability-zone");
        assertThat(byZone(run(world.definition("web", 128, 128), 6, spread)))
                .isEqualTo(Map.of("eu-west-1a", 3L, "eu-west-1b", 3L));
    }

    @Test
    void aSpreadCountsTheTasksOfTheGroupThatAreThereAlready() {
        var first = world.host("a");
        var definition = world.definition("web", 128, 128);
        run(definition, 2);
        world.host("b");
        var spread = new PlacementStrategy.Spread("attribute:ecs.availability-zone");
        assertThat(byZone(run(definition, 2, spread))).isEqualTo(Map.of("eu-west-1b", 2L));
        assertThat(first.tasks()).hasSize(2);
    }

    @Test
    void aSpreadGoesOnWhereOneOfItsValuesHasNoRoom() {
        world.host("a");
        world.host("b", EcsFixture.type("t3.micro", 2, 1024));
        var spread = new PlacementStrategy.Spread("attribute:ecs.availability-zone");
        assertThat(byZone(run(world.definition("web", 128, 512), 6, spread)))
                .isEqualTo(Map.of("eu-west-1a", 5L, "eu-west-1b", 1L));
    }

    @Test
    void binpackFillsTheHostWithTheLeastLeftFirst() {
        world.host("a");
        var small = world.host("b", EcsFixture.type("m5.small", 1, 4096));
        world.host("c");
        var tasks = run(
                world.definition("web", 256, 256), 4, new PlacementStrategy.Binpack(PlacementStrategy.Measure.MEMORY));
        assertThat(tasks).allMatch(task -> task.instance() == small);
        assertThat(run(
                        world.definition("web", 256, 256),
                        1,
                        new PlacementStrategy.Binpack(PlacementStrategy.Measure.CPU)))
                .noneMatch(task -> task.instance() == small);
    }

    @Test
    void strategiesAreFollowedInTheirOrder() {
        world.host("a");
        world.host("a");
        world.host("b");
        world.host("b");
        var tasks = run(
                world.definition("web", 128, 128),
                6,
                new PlacementStrategy.Spread("attribute:ecs.availability-zone"),
                new PlacementStrategy.Binpack(PlacementStrategy.Measure.MEMORY));
        assertThat(byZone(tasks)).isEqualTo(Map.of("eu-west-1a", 3L, "eu-west-1b", 3L));
        assertThat(tasks.stream().map(EcsTask::instance).distinct()).hasSize(2);
    }

    @Test
    void distinctInstanceTakesOneHostATask() {
        world.host("a");
        world.host("b");
        var answer = answer(world.definition("web", 64, 64), 3, List.of(new PlacementConstraint.DistinctInstance()));
        assertThat(answer.done()).hasSize(2);
        assertThat(answer.failures())
                .extracting(Failure::reason)
                .containsOnly("DistinctInstance placement constraint unsatisfied.");
    }

    @Test
    void memberOfIsBindingAndADefinitionsOwnConstraintsHoldToo() {
        world.host("a");
        var spec = new TaskDefinition.Spec(
                "only-b",
                TaskDefinition.NetworkMode.BRIDGE,
                Architecture.X86_64,
                0,
                0,
                List.of(ContainerDefinition.of("main", "x", 64, 64)),
                List.of(),
                List.of(new PlacementConstraint.MemberOf("attribute:ecs.availability-zone == eu-west-1b")),
                Map.of(),
                Map.of());
        var definition = world.region.taskDefinitions().register(spec);
        assertThat(answer(definition, 1, List.of()).failures())
                .extracting(Failure::reason)
                .containsExactly("MemberOf placement constraint unsatisfied.");
        var there = world.host("b");
        assertThat(run(definition, 1)).extracting(EcsTask::instance).containsExactly(there);
    }

    @Test
    void aFixedHostPortIsTakenOnceAHostAndGivenBack() {
        var host = world.host("a");
        var definition = world.region
                .taskDefinitions()
                .register(TaskDefinition.Spec.of(
                        "web",
                        ContainerDefinition.of("main", "web", 64, 64)
                                .withPorts(new PortMapping(80, 8080, Transport.TCP))));
        var task = run(definition, 1).getFirst();
        assertThat(host.takenTcpPorts()).contains(8080);
        assertThat(answer(definition, 1, List.of()).failures())
                .extracting(Failure::reason)
                .containsExactly("RESOURCE:PORTS");
        world.passSeconds(30);
        world.region.tasks().stop(world.live, task.id(), "");
        world.passSeconds(30);
        assertThat(host.takenTcpPorts()).doesNotContain(8080);
        assertThat(run(definition, 1)).hasSize(1);
    }

    @Test
    void theAgentsOwnPortsAreNeverFree() {
        world.host("a");
        var definition = world.region
                .taskDefinitions()
                .register(TaskDefinition.Spec.of(
                        "ssh",
                        ContainerDefinition.of("main", "ssh", 64, 64)
                                .withPorts(new PortMapping(22, 22, Transport.TCP))));
        assertThat(run(definition, 1)).isEmpty();
    }

    @Test
    void openHostPortsAreChosenFromTheEphemeralRange() {
        world.host("a");
        var definition = world.region
                .taskDefinitions()
                .register(TaskDefinition.Spec.of(
                        "web",
                        ContainerDefinition.of("main", "web", 64, 64)
                                .withPorts(
                                        new PortMapping(80, 0, Transport.TCP), new PortMapping(81, 0, Transport.TCP))));
        var tasks = run(definition, 2);
        assertThat(tasks.stream().flatMap(task -> task.chosenPorts().stream()))
                .doesNotHaveDuplicates()
                .allMatch(port -> port >= 32768 && port <= 60999);
    }

    @Test
    void anAwsvpcTaskTakesANetworkInterface() {
        var host = world.host("a");
        var definition = world.region
                .taskDefinitions()
                .register(TaskDefinition.Spec.of("web", ContainerDefinition.of("main", "web", 64, 64))
                        .with(TaskDefinition.NetworkMode.AWSVPC));
        assertThat(host.registered().enis()).isEqualTo(2);
        var answer = answer(definition, 3, List.of());
        assertThat(answer.done()).hasSize(2).allMatch(task -> task.status() == TaskStatus.PROVISIONING);
        assertThat(answer.failures()).extracting(Failure::reason).containsExactly("RESOURCE:ENI");
    }

    @Test
    void withTrunkingAHostOffersItsBranchInterfaces() {
        world.region.accountSettings().put("awsvpcTrunking", "enabled");
        var type = new InstanceType(
                "m5.large", Architecture.X86_64, 2, 8192, 3, 10, 0, new InstanceType.TypeTraits(true, false, false));
        assertThat(world.host("a", type).registered().enis()).isEqualTo(10);
    }

    @Test
    void gpusAreTaken() {
        var type = new InstanceType(
                "g4dn.xlarge", Architecture.X86_64, 4, 16384, 3, 0, 1, new InstanceType.TypeTraits(true, false, false));
        world.host("a", type);
        var definition = world.region
                .taskDefinitions()
                .register(TaskDefinition.Spec.of(
                        "train",
                        new ContainerDefinition(
                                "main",
                                "train",
                                64,
                                64,
                                0,
                                1,
                                true,
                                List.of(),
                                java.util.Optional.empty(),
                                false,
                                ContainerDefinition.Behaviour.SERVER)));
        var answer = answer(definition, 2, List.of());
        assertThat(answer.done()).hasSize(1);
        assertThat(answer.failures()).extracting(Failure::reason).containsExactly("RESOURCE:GPU");
    }

    @Test
    void aHostWhoseAgentIsAwayTakesNothing() {
        var host = world.host("a");
        world.region.hosts().disconnect(host, java.time.Duration.ofMinutes(1));
        assertThat(answer(world.definition("web", 64, 64), 1, List.of()).failures())
                .extracting(Failure::reason)
                .containsExactly("AGENT");
    }

    @Test
    void startTaskNamesItsHostsAndPassesEveryStrategy() {
        var first = world.host("a");
        world.host("b");
        var definition = world.definition("web", 64, 64);
        var answer = world.region
                .tasks()
                .start(world.live, List.of(first.id(), "missing"), StandaloneTasks.Request.of(definition.name(), 1));
        assertThat(answer.done()).extracting(EcsTask::instance).containsExactly(first);
        assertThat(answer.failures()).extracting(Failure::reason).containsExactly("MISSING");
    }

    @Test
    void reservedMemoryIsNotRegistered() {
        var machine = world.machine(
                "a", EcsFixture.type("m5.large", 2, 8192), Map.of("ECS_CLUSTER", "live", "ECS_RESERVED_MEMORY", "512"));
        world.region.hosts().booted(machine);
        world.passSeconds(10);
        var host = world.region.hosts().of(machine.instanceId()).orElseThrow();
        assertThat(host.registered().memoryMib()).isEqualTo(8192 - 245 - 512);
    }
}
