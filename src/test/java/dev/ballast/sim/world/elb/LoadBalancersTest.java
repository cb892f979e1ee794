package dev.ballast.sim.world.elb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.Architecture;
import dev.ballast.model.ContainerInstance.Status;
import dev.ballast.model.InstanceType;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ecs.ContainerDefinition;
import dev.ballast.sim.world.ecs.ContainerDefinition.PortMapping;
import dev.ballast.sim.world.ecs.ContainerDefinition.Transport;
import dev.ballast.sim.world.ecs.EcsCluster;
import dev.ballast.sim.world.ecs.EcsInstance;
import dev.ballast.sim.world.ecs.EcsRegion;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.EcsTask;
import dev.ballast.sim.world.ecs.Machine;
import dev.ballast.sim.world.ecs.Services;
import dev.ballast.sim.world.ecs.TaskDefinition;
import dev.ballast.sim.world.ecs.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LoadBalancersTest {
    private static final String REGION = "eu-west-1";

    private final World world = new World(7, Instant.parse("2026-01-05T10:00:00Z"), World.Rules.DEFAULT);
    private final EcsRegion ecs = world.ecs().region(REGION);
    private final EcsCluster live = ecs.createCluster("live");
    private final LoadBalancers balancers = world.elb().region(REGION);
    private final TargetGroup group = balancers.createGroup(TargetGroup.Spec.of("web"), Map.of());
    private int hosts;

    private void pass(Duration duration) {
        world.time().advanceTo(world.time().now().plus(duration));
    }

    private void passSeconds(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    private EcsInstance host() {
        var type = new InstanceType(
                "m5.large", Architecture.X86_64, 2, 8192, 3, 0, 0, new InstanceType.TypeTraits(true, false, false));
        var id = "i-%017x".formatted(++hosts);
        ecs.hosts()
                .booted(new Machine(
                        id,
                        type,
                        "eu-west-1a",
                        "ami-1",
                        "subnet-1",
                        "vpc-1",
                        Map.of(),
                        new TreeMap<>(Map.of("ECS_CLUSTER", "live"))));
        passSeconds(10);
        return ecs.hosts().of(id).orElseThrow();
    }

    private void listen() {
        var spec = new LoadBalancer.Spec(
                "lb",
                LoadBalancer.Type.APPLICATION,
                false,
                "vpc-1",
                Map.of("subnet-1", "eu-west-1a"),
                List.of(),
                Map.of());
        var balancer = balancers.createBalancer(spec, Map.of());
        balancers.createListener(balancer, 80, List.of(group.arn()), Map.of(), Map.of());
    }

    private TaskDefinition definition() {
        return ecs.taskDefinitions()
                .register(TaskDefinition.Spec.of(
                        "web",
                        ContainerDefinition.of("main", "web", 128, 128)
                                .withPorts(new PortMapping(80, 0, Transport.TCP))));
    }

    private EcsService service(int desired) {
        var spec = EcsService.Spec.replica("web", definition(), desired)
                .behind(new EcsService.LoadBalancer(group.arn(), "main", 80));
        return ecs.services().create(live, spec, Map.of());
    }

    private static EcsTask only(EcsService service) {
        return service.tasks().iterator().next();
    }

    @Test
    void aServiceIsRefusedBehindAGroupThatNoListenerLeadsTo() {
        assertThatThrownBy(() -> service(1))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("does not have an associated load balancer");
    }

    @Test
    void aTaskIsRegisteredWithItsHostPortAndCountsAsHealthyWhenItsTargetDoes() {
        listen();
        host();
        var service = service(1);
        passSeconds(20);
        var task = only(service);
        var target = group.targets().iterator().next();
        assertThat(target.key())
                .isEqualTo(new Target.Key(
                        task.instance().instanceId(), task.chosenPorts().getFirst()));
        passSeconds(60);
        assertThat(target.health()).isEqualTo(TargetHealth.HEALTHY);
        assertThat(task.targetsAreHealthy()).isTrue();
        assertThat(service.events().iterator().next().message()).contains("steady state");
    }

    @Test
    void ecsWaitsUntilTheTargetIsDrainedBeforeItSendsSigterm() {
        listen();
        host();
        var service = service(1);
        passSeconds(120);
        var task = only(service);
        ecs.tasks().stop(live, task.id(), "");
        assertThat(task.status()).isEqualTo(TaskStatus.DEACTIVATING);
        assertThat(group.targets()).anyMatch(target -> target.health() == TargetHealth.DRAINING);
        passSeconds(299);
        assertThat(task.status()).isEqualTo(TaskStatus.DEACTIVATING);
        passSeconds(1);
        assertThat(task.status()).isEqualTo(TaskStatus.STOPPING);
        passSeconds(5);
        assertThat(task.status()).isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void theDeregistrationDelayIsTheGroups() {
        listen();
        group.attribute(TargetGroup.DEREGISTRATION_DELAY, "20");
        host();
        var task = only(afterTwoMinutes(service(1)));
        ecs.tasks().stop(live, task.id(), "");
        passSeconds(20);
        assertThat(task.status()).isEqualTo(TaskStatus.STOPPING);
    }

    private EcsService afterTwoMinutes(EcsService service) {
        passSeconds(120);
        return service;
    }

    @Test
    void defaultsOfDelayAndStopTimeoutTogetherAreLongerThanTheTwoMinutes() {
        listen();
        var doomed = host();
        var service = afterTwoMinutes(service(1));
        host();
        ecs.hosts().update(live, List.of(doomed.id()), Status.DRAINING);
        passSeconds(120);
        assertThat(doomed.tasks()).hasSize(1);
        assertThat(service.running()).isEqualTo(1);
        passSeconds(300);
        assertThat(doomed.tasks()).isEmpty();
    }

    @Test
    void theOldTaskStaysUntilTheReplacementsTargetIsHealthy() {
        listen();
        var doomed = host();
        var service = afterTwoMinutes(service(1));
        var old = only(service);
        host();
        ecs.hosts().update(live, List.of(doomed.id()), Status.DRAINING);
        for (var second = 0; second < 120; second++) {
            passSeconds(1);
            var replaced = service.tasks().stream().anyMatch(task -> task != old && task.targetsAreHealthy());
            if (!replaced) assertThat(old.isWanted()).isTrue();
        }
        assertThat(old.isWanted()).isFalse();
    }

    @Test
    void aTaskWhoseTargetFailsItsChecksIsReplaced() {
        listen();
        host();
        var service = afterTwoMinutes(service(1));
        var sick = only(service);
        balancers.fail(group, group.targets().iterator().next());
        passSeconds(30);
        assertThat(sick.isWanted()).isTrue();
        pass(Duration.ofMinutes(3));
        assertThat(sick.isWanted()).isFalse();
        assertThat(sick.stoppedReason()).contains("Task failed ELB health checks");
        assertThat(service.events())
                .extracting(EcsService.Event::message)
                .anyMatch(message -> message.contains("is unhealthy in (target-group " + group.arn() + ")"));
        pass(Duration.ofMinutes(7));
        assertThat(service.tasks()).hasSize(1).doesNotContain(sick);
    }

    @Test
    void aGroupInUseIsNotDeletedAndItsTargetsAreUnusedWithoutAListener() {
        listen();
        host();
        afterTwoMinutes(service(1));
        assertThatThrownBy(() -> balancers.deleteGroup(group.arn())).isInstanceOf(Refused.class);
        balancers.deleteBalancer(balancers.balancers().iterator().next().arn());
        assertThat(group.targets()).allMatch(target -> target.health() == TargetHealth.UNUSED);
        balancers.deleteGroup(group.arn());
    }

    @Test
    void aLostHostsTargetsAreDrainedToo() {
        listen();
        var doomed = host();
        host();
        var service = afterTwoMinutes(service(2));
        ecs.hosts().terminating(doomed.instanceId());
        passSeconds(6);
        assertThat(group.targets())
                .filteredOn(target -> target.key().id().equals(doomed.instanceId()))
                .allMatch(target -> target.health() == TargetHealth.DRAINING);
        passSeconds(360);
        assertThat(group.targets()).hasSize(2);
        assertThat(service.running()).isEqualTo(2);
    }

    @Test
    void aTargetThatBeginsToFailWhileItDrainsIsDrainedInItsTime() {
        listen();
        host();
        var service = service(1);
        passSeconds(60);
        var task = only(service);
        var target = group.targets().iterator().next();
        group.attribute(TargetGroup.DEREGISTRATION_DELAY, "20");
        ecs.services().update(service, service.spec().withDesired(0), Services.Deploy.WHERE_CHANGED);
        passSeconds(10);
        assertThat(task.status()).isEqualTo(TaskStatus.DEACTIVATING);
        balancers.fail(group, target);
        passSeconds(5);
        balancers.mend(group, target);
        passSeconds(30);
        assertThat(group.targets()).isEmpty();
        assertThat(task.status()).isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void aTaskThatIsStoppedWhileItsAgentIsSilentDoesNotStartWhenTheAgentSpeaksAgain() {
        listen();
        var host = host();
        var service = service(1);
        while (service.tasks().isEmpty() || only(service).status() != TaskStatus.ACTIVATING)
            pass(Duration.ofMillis(100));
        var task = only(service);
        ecs.hosts().disconnect(host, Duration.ofSeconds(60));
        passSeconds(5);
        ecs.services().update(service, service.spec().withDesired(0), Services.Deploy.WHERE_CHANGED);
        passSeconds(5);
        assertThat(task.status()).isEqualTo(TaskStatus.DEACTIVATING);
        passSeconds(400);
        assertThat(task.status()).isEqualTo(TaskStatus.STOPPED);
    }
}
