package dev.ballast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.ContainerInstance.Status;
import dev.ballast.model.Resources;
import dev.ballast.model.Service.Balancer;
import dev.ballast.model.Service.Constraint;
import dev.ballast.model.Service.Deployment;
import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.model.Service.Scheduling;
import dev.ballast.model.Service.Strategy;
import dev.ballast.model.TaskShape;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

class EcsMappingTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final EcsMapping.Around AROUND = new EcsMapping.Around(
            arn -> arn.isEmpty() ? TaskShape.of(0, 0) : TaskShape.of(256, 512),
            arn -> TaskEndings.of(
                    Optional.empty(), List.of(new Balancer("arn:targetgroup/web", Duration.ofSeconds(60)))),
            arn -> List.of());

    @Test
    void aServiceIsBoundByItsOwnConstraintsAndByThoseOfItsTaskDefinition() {
        var definition = TaskDefinition.builder()
                .placementConstraints(one -> one.type("memberOf").expression("attribute:stack == prod"))
                .build();
        var around = new EcsMapping.Around(AROUND.shape(), AROUND.ending(), arn -> EcsMapping.constraints(definition));
        var service = EcsMapping.service(
                Service.builder()
                        .serviceName("web")
                        .taskDefinition("arn:td/web:2")
                        .placementConstraints(one -> one.type("distinctInstance"))
                        .build(),
                around);
        assertThat(service.constraints())
                .containsExactly(
                        new Constraint("distinctInstance", ""), new Constraint("memberOf", "attribute:stack == prod"));
    }

    @Test
    void aServicesPlacementStrategiesAreTold() {
        var service = EcsMapping.service(
                Service.builder()
                        .serviceName("web")
                        .taskDefinition("arn:td/web:2")
                        .placementStrategy(
                                one -> one.type("spread").field("attribute:ecs.availability-zone"),
                                one -> one.type("binpack").field("MEMORY"),
                                one -> one.type("random"))
                        .build(),
                AROUND);
        assertThat(service.strategies())
                .containsExactly(
                        new Strategy("spread", "attribute:ecs.availability-zone"),
                        new Strategy("binpack", "MEMORY"),
                        new Strategy("random", ""));
    }

    @Test
    void taskSetsAreToldAsDeploymentsWithANumberOfTheirOwn() {
        var service = EcsMapping.service(
                Service.builder()
                        .serviceName("web")
                        .desiredCount(4)
                        .taskSets(
                                set -> set.status("PRIMARY")
                                        .taskDefinition("arn:td/web:1")
                                        .computedDesiredCount(4)
                                        .runningCount(4),
                                set -> set.status("ACTIVE")
                                        .taskDefinition("arn:td/web:2")
                                        .computedDesiredCount(4)
                                        .pendingCount(1))
                        .build(),
                AROUND);
        var shape = TaskShape.of(256, 512);
        assertThat(service.deployments())
                .containsExactly(
                        new Deployment("PRIMARY", "arn:td/web:1", shape, 4, 4, 0, Deployment.Kind.TASK_SET),
                        new Deployment("ACTIVE", "arn:td/web:2", shape, 4, 0, 1, Deployment.Kind.TASK_SET));
    }

    @ParameterizedTest
    @CsvSource({"EC2, true", ", true", "FARGATE, false", "EXTERNAL, false", "MANAGED_INSTANCES, false"})
    void onlyTasksThatNeedOurHostsAreTold(String launchType, boolean ours) {
        assertThat(EcsMapping.runsOnEc2(Task.builder().launchType(launchType).build()))
                .isEqualTo(ours);
        assertThat(EcsMapping.runsOnEc2(Service.builder().launchType(launchType).build()))
                .isEqualTo(ours);
    }

    @Test
    void aHostIsToldWithItsResourcesPortsAndAttributes() {
        var told = ContainerInstance.builder()
                .containerInstanceArn("arn:ci/1")
                .ec2InstanceId("i-1")
                .status("DRAINING")
                .agentConnected(true)
                .registeredResources(
                        r -> r.name("CPU").integerValue(4096),
                        r -> r.name("MEMORY").integerValue(15_500),
                        r -> r.name("PORTS").stringSetValue("22", "2376"))
                .remainingResources(
                        r -> r.name("CPU").integerValue(1024),
                        r -> r.name("MEMORY").integerValue(500),
                        r -> r.name("PORTS").stringSetValue("22", "2376", "80"),
                        r -> r.name("PORTS_UDP").stringSetValue("53", "80"))
                .runningTasksCount(3)
                .pendingTasksCount(1)
                .registeredAt(AT)
                .attributes(a -> a.name("ecs.instance-type").value("m5.xlarge"), a -> a.name("ecs.capability.x"))
                .build();
        var host = EcsMapping.containerInstance(
                told, new EcsMapping.Extra(new Resources(0, 0, 3, 2), new Resources(0, 0, 1, 2)));
        assertThat(host.status()).isEqualTo(Status.DRAINING);
        assertThat(host.registered()).isEqualTo(new Resources(4096, 15_500, 3, 2));
        assertThat(host.remaining()).isEqualTo(new Resources(1024, 500, 2, 0));
        assertThat(host.takenPorts()).containsExactly(22, 53, 80, 2376);
        assertThat(host.attributes())
                .containsEntry("ecs.instance-type", "m5.xlarge")
                .containsEntry("ecs.capability.x", "");
    }

    @Test
    void aHostThatStillRegistersHasLittleToTell() {
        var told = ContainerInstance.builder()
                .containerInstanceArn("arn:ci/1")
                .status("REGISTERING")
                .build();
        var host = EcsMapping.containerInstance(told, new EcsMapping.Extra(Resources.NONE, Resources.NONE));
        assertThat(host.takesTasks()).isFalse();
        assertThat(host.instanceId()).isEmpty();
    }

    @Test
    void aTaskIsUnhealthyOnlyWhereACheckSaysSo() {
        var task = Task.builder()
                .taskArn("arn:task/1")
                .taskDefinitionArn("arn:td/web:1")
                .group("service:web")
                .lastStatus("RUNNING")
                .desiredStatus("RUNNING")
                .createdAt(AT);
        assertThat(mapped(task.healthStatus("UNKNOWN").build()).isServing()).isTrue();
        assertThat(mapped(task.healthStatus("UNHEALTHY").build()).isServing()).isFalse();
        assertThat(mapped(task.build()).service()).contains("web");
    }

    private static dev.ballast.model.Task mapped(Task told) {
        return EcsMapping.task(told, TaskShape.of(1, 1), Optional.empty());
    }

    @Test
    void aServiceIsToldWithDeploymentsConstraintsAndDelays() {
        var told = Service.builder()
                .serviceName("web")
                .serviceArn("arn:service/web")
                .taskDefinition("arn:td/web:2")
                .desiredCount(6)
                .runningCount(5)
                .pendingCount(1)
                .deploymentConfiguration(d -> d.minimumHealthyPercent(50).maximumPercent(150))
                .deployments(d -> d.status("PRIMARY")
                        .taskDefinition("arn:td/web:2")
                        .desiredCount(6)
                        .runningCount(5)
                        .pendingCount(1))
                .placementConstraints(
                        c -> c.type("distinctInstance"),
                        c -> c.type("memberOf").expression("attribute:ecs.instance-type =~ m5.*"))
                .build();
        var service = EcsMapping.service(told, AROUND);
        assertThat(service.healthy()).isEqualTo(new HealthyPercent(50, 150));
        assertThat(service.deployments())
                .containsExactly(new Deployment("PRIMARY", "arn:td/web:2", TaskShape.of(256, 512), 6, 5, 1));
        assertThat(service.constraints())
                .containsExactly(
                        new Constraint("distinctInstance", ""),
                        new Constraint("memberOf", "attribute:ecs.instance-type =~ m5.*"));
        assertThat(service.deregistrationDelay()).isEqualTo(Duration.ofSeconds(60));
        assertThat(service.stopTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void withoutADeploymentConfigurationAwssDefaultsHold() {
        var web = Service.builder().serviceName("web").taskDefinition("arn:td/web:1");
        assertThat(EcsMapping.service(web.build(), AROUND).healthy()).isEqualTo(new HealthyPercent(100, 200));
        var daemon = EcsMapping.service(web.schedulingStrategy("DAEMON").build(), AROUND);
        assertThat(daemon.scheduling()).isEqualTo(Scheduling.DAEMON);
        assertThat(daemon.healthy()).isEqualTo(new HealthyPercent(0, 100));
    }

    @Test
    void aServiceOfAnotherControllerHasItsTaskDefinitionInItsTaskSets() {
        var told = Service.builder()
                .serviceName("web")
                .taskSets(set ->
                        set.status("PRIMARY").taskDefinition("arn:td/web:9").computedDesiredCount(4))
                .build();
        var service = EcsMapping.service(told, AROUND);
        assertThat(service.taskDefinition()).isEqualTo("arn:td/web:9");
        assertThat(service.deployments()).hasSize(1);
    }

    @Test
    void fargateTakesNothingFromOurHosts() {
        assertThat(EcsMapping.runsOnEc2(Task.builder().launchType("FARGATE").build()))
                .isFalse();
        assertThat(EcsMapping.runsOnEc2(Task.builder().launchType("EC2").build()))
                .isTrue();
        assertThat(EcsMapping.runsOnEc2(Task.builder().build())).isTrue(); // under a capacity provider of ours
        var spot = Service.builder().capacityProviderStrategy(c -> c.capacityProvider("FARGATE_SPOT"));
        assertThat(EcsMapping.runsOnEc2(spot.build())).isFalse();
        assertThat(EcsMapping.runsOnEc2(Service.builder().launchType("EC2").build()))
                .isTrue();
    }
}
