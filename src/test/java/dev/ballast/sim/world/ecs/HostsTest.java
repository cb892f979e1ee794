package dev.ballast.sim.world.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostsTest {
    private final EcsFixture world = new EcsFixture();
    private final Machine unnamed = world.machine("a", EcsFixture.type("m5.large", 2, 8192), Map.of());

    private EcsInstance registered(Machine machine) {
        return world.region.hosts().of(machine.instanceId()).orElse(null);
    }

    @Test
    void anAgentWithoutAClusterCreatesDefaultAndJoinsIt() {
        world.region.hosts().booted(unnamed);
        world.passSeconds(10);
        assertThat(registered(unnamed).cluster()).isSameAs(world.region.cluster("default"));
    }

    @Test
    void anAgentWhoseClusterIsMissingJoinsItWhenItIsCreated() {
        var machine = world.machine("a", EcsFixture.type("m5.large", 2, 8192), Map.of("ECS_CLUSTER", "later"));
        world.region.hosts().booted(machine);
        world.pass(Duration.ofMinutes(10));
        assertThat(registered(machine)).isNull();
        var cluster = world.region.createCluster("later");
        world.passSeconds(16);
        assertThat(cluster.instances()).containsExactly(registered(machine));
    }

    @Test
    void evenDefaultIsNotCreatedWhereItWasNamed() {
        var machine = world.machine("a", EcsFixture.type("m5.large", 2, 8192), Map.of("ECS_CLUSTER", "default"));
        world.region.hosts().booted(machine);
        world.pass(Duration.ofMinutes(1));
        assertThat(registered(machine)).isNull();
    }

    @Test
    void aStoppedHostComesBackAsTheSameContainerInstance() {
        var host = world.host("a");
        world.region.hosts().stopping(host.instanceId());
        world.pass(Duration.ofMinutes(5));
        assertThat(host.isAgentConnected()).isFalse();
        world.region.hosts().booted(host.machine());
        world.passSeconds(10);
        assertThat(host.isAgentConnected()).isTrue();
        assertThat(world.live.instances()).containsExactly(host);
    }

    @Test
    void aHostThatEndsBeforeItsAgentStartedNeverRegisters() {
        world.region.hosts().booted(unnamed);
        world.region.hosts().terminating(unnamed.instanceId());
        world.pass(Duration.ofMinutes(1));
        assertThat(registered(unnamed)).isNull();
    }

    @Test
    void whatADisconnectedAgentDoesIsReportedWhenItIsBack() {
        var host = world.host("a");
        world.definition("web", 64, 64);
        var task = world.region
                .tasks()
                .run(world.live, StandaloneTasks.Request.of("web", 1))
                .done()
                .getFirst();
        world.region.hosts().disconnect(host, Duration.ofMinutes(2));
        world.passSeconds(119);
        assertThat(task.status()).isEqualTo(TaskStatus.PENDING);
        world.passSeconds(30);
        assertThat(task.status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void customAttributesComeFromTheAgentsConfiguration() {
        var machine = world.machine(
                "a",
                EcsFixture.type("m5.large", 2, 8192),
                Map.of("ECS_CLUSTER", "live", "ECS_INSTANCE_ATTRIBUTES", "{\"stack\":\"prod\"}"));
        world.region.hosts().booted(machine);
        world.passSeconds(10);
        assertThat(registered(machine).attributes()).containsEntry("stack", "prod");
    }

    @Test
    void theAgentsStopTimeoutIsTheDefaultOfItsTasks() {
        var machine = world.machine(
                "a",
                EcsFixture.type("m5.large", 2, 8192),
                Map.of("ECS_CLUSTER", "live", "ECS_CONTAINER_STOP_TIMEOUT", "1m30s"));
        world.region.hosts().booted(machine);
        world.passSeconds(10);
        var deaf = TaskDefinition.Spec.of(
                "deaf",
                ContainerDefinition.of("main", "deaf", 64, 64).behaving(ContainerDefinition.Behaviour.IGNORES_SIGTERM));
        world.region.taskDefinitions().register(deaf);
        var task = world.region
                .tasks()
                .run(world.live, StandaloneTasks.Request.of("deaf", 1))
                .done()
                .getFirst();
        world.passSeconds(30);
        world.region.tasks().stop(world.live, task.id(), "");
        world.passSeconds(89);
        assertThat(task.status()).isEqualTo(TaskStatus.STOPPING);
        world.passSeconds(1);
        assertThat(task.status()).isEqualTo(TaskStatus.STOPPED);
        assertThat(task.exitCode()).contains(137);
    }

    @Test
    void aDeregisteredInstanceCanBeAskedForForAWhile() {
        var host = world.host("a");
        world.region.hosts().deregister(world.live, host.id());
        assertThat(world.region.hosts().find(world.live, host.id())).containsSame(host);
        world.pass(Duration.ofHours(2));
        assertThat(world.region.hosts().find(world.live, host.id())).isEmpty();
    }

    @Test
    void imagesAreCachedOnTheHostThatPulledThem() {
        world.host("a");
        world.definition("web", 64, 64);
        var first = world.region
                .tasks()
                .run(world.live, StandaloneTasks.Request.of("web", 1))
                .done()
                .getFirst();
        world.passSeconds(30);
        var second = world.region
                .tasks()
                .run(world.live, StandaloneTasks.Request.of("web", 1))
                .done()
                .getFirst();
        world.passSeconds(30);
        assertThat(pull(first)).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
        assertThat(pull(second)).isLessThan(Duration.ofSeconds(1));
    }

    private static Duration pull(EcsTask task) {
        return Duration.between(
                task.pullStartedAt().orElseThrow(), task.pullStoppedAt().orElseThrow());
    }
}
