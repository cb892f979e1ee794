package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterContainsContainerInstancesException;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PlacementConstraintType;
import software.amazon.awssdk.services.ecs.model.PlacementStrategyType;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/** ECS as the AWS SDK sees it. */
class EcsContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final EcsClient ecs = cloud.client(EcsClient.builder());

    EcsContractTest() {
        ecs.createCluster(request -> request.clusterName("live"));
    }

    @AfterEach
    void close() {
        ecs.close();
        cloud.close();
    }

    private String register(String family, int cpu, int memory) {
        return ecs.registerTaskDefinition(request -> request.family(family)
                        .containerDefinitions(ContainerDefinition.builder()
                                .name("main")
                                .image("nginx")
                                .cpu(cpu)
                                .memory(memory)
                                .portMappings(port -> port.containerPort(80))
                                .build()))
                .taskDefinition()
                .taskDefinitionArn();
    }

    private void service(String name, String family, int desired) {
        ecs.createService(request ->
                request.cluster("live").serviceName(name).taskDefinition(family).desiredCount(desired));
    }

    private software.amazon.awssdk.services.ecs.model.Service describe(String name) {
        return ecs.describeServices(request -> request.cluster("live").services(name))
                .services()
                .getFirst();
    }

    @Test
    void aClusterIsDescribedWithTheListsThatClientsCountOn() {
        var cluster = ecs.describeClusters(request -> request.clusters("live"))
                .clusters()
                .getFirst();
        assertThat(cluster.clusterArn()).isEqualTo("arn:aws:ecs:eu-west-1:123456789012:cluster/live");
        assertThat(cluster.status()).isEqualTo("ACTIVE");
        assertThat(cluster.hasCapacityProviders()).isTrue();
        assertThat(cluster.hasDefaultCapacityProviderStrategy()).isTrue();
        assertThat(cluster.hasStatistics()).isTrue();
        var settings = ecs.describeClusters(
                        request -> request.clusters("live").include(ClusterField.SETTINGS, ClusterField.STATISTICS))
                .clusters()
                .getFirst();
        assertThat(settings.settings().getFirst().value()).isEqualTo("disabled");
        assertThat(settings.statistics()).hasSize(8);
    }

    @Test
    void anUnknownClusterIsAFailureWhereItIsDescribedAndAnExceptionElsewhere() {
        var answer = ecs.describeClusters(request -> request.clusters("live", "none"));
        assertThat(answer.clusters()).hasSize(1);
        assertThat(answer.failures().getFirst().reason()).isEqualTo("MISSING");
        assertThat(answer.failures().getFirst().arn()).endsWith(":cluster/none");
        assertThatThrownBy(() -> ecs.listTasks(request -> request.cluster("none")))
                .isInstanceOf(ClusterNotFoundException.class)
                .hasMessageContaining("Cluster not found.");
    }

    @Test
    void aClusterWithHostsIsNotDeleted() {
        cloud.host("live", "a");
        assertThatThrownBy(() -> ecs.deleteCluster(request -> request.cluster("live")))
                .isInstanceOf(ClusterContainsContainerInstancesException.class);
        ecs.createCluster(request -> request.clusterName("empty"));
        assertThat(ecs.deleteCluster(request -> request.cluster("empty"))
                        .cluster()
                        .status())
                .isEqualTo("INACTIVE");
        assertThat(ecs.listClusters().clusterArns()).singleElement().asString().endsWith("/live");
    }

    @Test
    void aHostRegistersWhatItHas() {
        cloud.host("live", "b");
        var arns =
                ecs.listContainerInstances(request -> request.cluster("live")).containerInstanceArns();
        var host = ecs.describeContainerInstances(
                        request -> request.cluster("live").containerInstances(arns))
                .containerInstances()
                .getFirst();
        assertThat(host.agentConnected()).isTrue();
        assertThat(host.status()).isEqualTo("ACTIVE");
        assertThat(host.registeredResources())
                .filteredOn(resource -> resource.name().equals("CPU"))
                .singleElement()
                .satisfies(cpu -> assertThat(cpu.integerValue()).isEqualTo(2048));
        assertThat(host.remainingResources())
                .filteredOn(resource -> resource.name().equals("PORTS"))
                .singleElement()
                .satisfies(ports ->
                        assertThat(ports.stringSetValue()).containsExactly("22", "2375", "2376", "51678", "51679"));
        assertThat(host.attributes())
                .anySatisfy(attribute -> {
                    assertThat(attribute.name()).isEqualTo("ecs.availability-zone");
                    assertThat(attribute.value()).isEqualTo("eu-west-1b");
                })
                .anySatisfy(attribute -> assertThat(attribute.name()).isEqualTo("ecs.capability.task-eni"));
    }

    @Test
    void hostsAreListedByTheClusterQueryLanguage() {
        cloud.host("live", "a");
        cloud.host("live", "b");
        var found = ecs.listContainerInstances(request -> request.cluster("live")
                .filter("attribute:ecs.availability-zone == eu-west-1b and attribute:ecs.instance-type =~ m5.*"));
        assertThat(found.containerInstanceArns()).hasSize(1);
        assertThatThrownBy(() -> ecs.listContainerInstances(
                        request -> request.cluster("live").filter("nonsense")))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void aTaskDefinitionComesBackAsItWasRegisteredWithDefaultsFilledIn() {
        var registered = ecs.registerTaskDefinition(request -> request.family("web")
                        .networkMode(NetworkMode.BRIDGE)
                        .taskRoleArn("arn:aws:iam::123456789012:role/web")
                        .volumes(volume -> volume.name("data"))
                        .containerDefinitions(container -> container
                                .name("main")
                                .image("nginx")
                                .memoryReservation(128)
                                .environment(pair -> pair.name("A").value("1"))
                                .portMappings(port -> port.containerPort(80)))
                        .tags(tag -> tag.key("team").value("x")))
                .taskDefinition();
        assertThat(registered.revision()).isEqualTo(1);
        var described = ecs.describeTaskDefinition(request -> request.taskDefinition("web"));
        assertThat(described.taskDefinition()).isEqualTo(registered);
        var container = described.taskDefinition().containerDefinitions().getFirst();
        assertThat(container.essential()).isTrue();
        assertThat(container.cpu()).isZero();
        assertThat(container.hasMountPoints()).isTrue();
        assertThat(container.environment().getFirst().value()).isEqualTo("1");
        assertThat(container.portMappings().getFirst().hostPort()).isZero();
        assertThat(container.portMappings().getFirst().protocolAsString()).isEqualTo("tcp");
        assertThat(registered.volumes().getFirst().name()).isEqualTo("data");
        assertThat(registered.taskRoleArn()).endsWith("role/web");
    }

    @Test
    void aTaskDefinitionIsDeletedWhenNothingRefersToItAnyMore() {
        cloud.host("live", "a");
        register("web", 256, 512);
        register("web", 256, 512);
        var task = ecs.runTask(request -> request.cluster("live").taskDefinition("web:1"))
                .tasks()
                .getFirst();
        assertThat(ecs.deleteTaskDefinitions(request -> request.taskDefinitions("web:1"))
                        .failures())
                .hasSize(1);
        ecs.deregisterTaskDefinition(request -> request.taskDefinition("web:1"));
        assertThatThrownBy(() -> ecs.runTask(request -> request.cluster("live").taskDefinition("web:1")))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("TaskDefinition is inactive");
        var deleted = ecs.deleteTaskDefinitions(request -> request.taskDefinitions("web:1"));
        assertThat(deleted.taskDefinitions().getFirst().status()).isEqualTo(TaskDefinitionStatus.DELETE_IN_PROGRESS);
        cloud.pass(Duration.ofMinutes(5));
        assertThat(ecs.describeTaskDefinition(request -> request.taskDefinition("web:1"))
                        .taskDefinition()
                        .status())
                .isEqualTo(TaskDefinitionStatus.DELETE_IN_PROGRESS);
        ecs.stopTask(request -> request.cluster("live").task(task.taskArn()));
        cloud.pass(Duration.ofMinutes(5));
        assertThatThrownBy(() -> ecs.describeTaskDefinition(request -> request.taskDefinition("web:1")))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("Unable to describe task definition.");
        assertThat(ecs.listTaskDefinitions(request -> request.familyPrefix("web"))
                        .taskDefinitionArns())
                .singleElement()
                .asString()
                .endsWith("web:2");
    }

    @Test
    void aTaskGoesThroughItsStatesAndTakesAPort() {
        cloud.host("live", "a");
        register("web", 256, 512);
        var arn = ecs.runTask(
                        request -> request.cluster("live").taskDefinition("web").startedBy("me"))
                .tasks()
                .getFirst()
                .taskArn();
        var statuses = new ArrayList<String>();
        for (var second = 0; second < 30; second++) {
            var status = ecs.describeTasks(request -> request.cluster("live").tasks(arn))
                    .tasks()
                    .getFirst()
                    .lastStatus();
            if (!statuses.contains(status)) statuses.add(status);
            cloud.pass(Duration.ofSeconds(1));
        }
        ecs.stopTask(request -> request.cluster("live").task(arn).reason("enough"));
        for (var second = 0; second < 40; second++) {
            var status = ecs.describeTasks(request -> request.cluster("live").tasks(arn))
                    .tasks()
                    .getFirst()
                    .lastStatus();
            if (!statuses.contains(status)) statuses.add(status);
            cloud.pass(Duration.ofMillis(500));
        }
        assertThat(statuses).containsExactly("PENDING", "RUNNING", "STOPPING", "STOPPED");
        var stopped = ecs.describeTasks(request -> request.cluster("live").tasks(arn))
                .tasks()
                .getFirst();
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
        assertThat(stopped.stoppedReason()).isEqualTo("enough");
        assertThat(stopped.startedBy()).isEqualTo("me");
        assertThat(stopped.containers().getFirst().exitCode()).isEqualTo(143);
        assertThat(ecs.listTasks(request -> request.cluster("live").desiredStatus(DesiredStatus.STOPPED))
                        .taskArns())
                .containsExactly(arn);
    }

    @Test
    void runTaskSaysWhatEveryHostLacked() {
        assertThatThrownBy(() -> {
                    register("web", 256, 512);
                    ecs.runTask(request -> request.cluster("live").taskDefinition("web"));
                })
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("No Container Instances were found in your cluster.");
        cloud.host("live", "a");
        register("huge", 4096, 512);
        register("fat", 256, 16_000);
        assertThat(ecs.runTask(request -> request.cluster("live").taskDefinition("huge"))
                        .failures()
                        .getFirst()
                        .reason())
                .isEqualTo("RESOURCE:CPU");
        assertThat(ecs.runTask(request -> request.cluster("live").taskDefinition("fat"))
                        .failures()
                        .getFirst()
                        .reason())
                .isEqualTo("RESOURCE:MEMORY");
        var some = ecs.runTask(
                request -> request.cluster("live").taskDefinition("web").count(10));
        assertThat(some.tasks()).hasSize(8);
        assertThat(some.failures()).hasSize(1);
        assertThatThrownBy(() -> ecs.runTask(
                        request -> request.cluster("live").taskDefinition("web").count(11)))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void theSameClientTokenRunsATaskOnce() {
        cloud.host("live", "a");
        register("web", 256, 512);
        var first = ecs.runTask(
                request -> request.cluster("live").taskDefinition("web").clientToken("t1"));
        var second = ecs.runTask(
                request -> request.cluster("live").taskDefinition("web").clientToken("t1"));
        assertThat(second.tasks().getFirst().taskArn())
                .isEqualTo(first.tasks().getFirst().taskArn());
        assertThat(ecs.listTasks(request -> request.cluster("live")).taskArns()).hasSize(1);
    }

    @Test
    void aServiceReachesItsSteadyStateAndSpreadsOverZones() {
        cloud.host("live", "a");
        cloud.host("live", "b");
        register("web", 256, 512);
        service("web", "web", 4);
        cloud.pass(Duration.ofMinutes(2));
        var service = describe("web");
        assertThat(service.runningCount()).isEqualTo(4);
        assertThat(service.deployments()).singleElement().satisfies(deployment -> {
            assertThat(deployment.rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
            assertThat(deployment.status()).isEqualTo("PRIMARY");
        });
        assertThat(service.events().getFirst().message()).isEqualTo("(service web) has reached a steady state.");
        var tasks = ecs.listTasks(request -> request.cluster("live").serviceName("web"))
                .taskArns();
        assertThat(ecs.describeTasks(request -> request.cluster("live").tasks(tasks))
                        .tasks())
                .filteredOn(task -> task.availabilityZone().endsWith("a"))
                .hasSize(2);
    }

    @Test
    void aDeploymentReplacesTasksWithinItsPercentages() {
        cloud.host("live", "a");
        register("web", 256, 512);
        service("web", "web", 2);
        cloud.pass(Duration.ofMinutes(2));
        register("web", 128, 256);
        ecs.updateService(request -> request.cluster("live").service("web").taskDefinition("web"));
        cloud.pass(Duration.ofSeconds(3));
        assertThat(describe("web").deployments()).hasSize(2);
        cloud.pass(Duration.ofMinutes(3));
        var service = describe("web");
        assertThat(service.taskDefinition()).endsWith("web:2");
        assertThat(service.deployments()).hasSize(1);
        assertThat(service.runningCount()).isEqualTo(2);
    }

    @Test
    void drainingMovesAServiceToAnotherHost() {
        cloud.host("live", "a");
        register("web", 256, 512);
        service("web", "web", 2);
        cloud.pass(Duration.ofMinutes(2));
        cloud.host("live", "b");
        var doomed = ecs.listContainerInstances(
                        request -> request.cluster("live").filter("attribute:ecs.availability-zone == eu-west-1a"))
                .containerInstanceArns();
        var answer = ecs.updateContainerInstancesState(request -> request.cluster("live")
                .containerInstances(doomed.getFirst(), "0123456789abcdef0123456789abcdef")
                .status(ContainerInstanceStatus.DRAINING));
        assertThat(answer.containerInstances().getFirst().status()).isEqualTo("DRAINING");
        assertThat(answer.failures().getFirst().reason()).isEqualTo("MISSING");
        cloud.pass(Duration.ofMinutes(2));
        assertThat(ecs.listTasks(request -> request.cluster("live").containerInstance(doomed.getFirst()))
                        .taskArns())
                .isEmpty();
        assertThat(describe("web").runningCount()).isEqualTo(2);
    }

    @Test
    void constraintsAndStrategiesArePlacedBy() {
        cloud.host("live", "a");
        cloud.host("live", "b");
        register("web", 128, 128);
        ecs.createService(request -> request.cluster("live")
                .serviceName("packed")
                .taskDefinition("web")
                .desiredCount(4)
                .placementStrategy(
                        strategy -> strategy.type(PlacementStrategyType.BINPACK).field("memory")));
        cloud.pass(Duration.ofMinutes(1));
        assertThat(describe("packed").placementStrategy().getFirst().field()).isEqualTo("MEMORY");
        var tasks = ecs.listTasks(request -> request.cluster("live").serviceName("packed"))
                .taskArns();
        assertThat(ecs.describeTasks(request -> request.cluster("live").tasks(tasks))
                        .tasks())
                .extracting(task -> task.containerInstanceArn())
                .containsOnly(
                        ecs.describeTasks(request -> request.cluster("live").tasks(tasks))
                                .tasks()
                                .getFirst()
                                .containerInstanceArn());
        ecs.createService(request -> request.cluster("live")
                .serviceName("distinct")
                .taskDefinition("web")
                .desiredCount(3)
                .placementConstraints(constraint -> constraint.type(PlacementConstraintType.DISTINCT_INSTANCE)));
        cloud.pass(Duration.ofMinutes(1));
        assertThat(describe("distinct").runningCount()).isEqualTo(2);
    }

    @Test
    void aDaemonRunsOnEveryHost() {
        register("log", 64, 64);
        ecs.createService(request -> request.cluster("live")
                .serviceName("log")
                .taskDefinition("log")
                .schedulingStrategy(SchedulingStrategy.DAEMON));
        cloud.host("live", "a");
        cloud.host("live", "b");
        cloud.pass(Duration.ofMinutes(1));
        assertThat(describe("log").desiredCount()).isEqualTo(2);
        assertThat(describe("log").runningCount()).isEqualTo(2);
    }

    @Test
    void aServiceIsDeletedByForceOrWhenItIsScaledToZero() {
        cloud.host("live", "a");
        register("web", 256, 512);
        service("web", "web", 1);
        cloud.pass(Duration.ofMinutes(1));
        assertThatThrownBy(() ->
                        ecs.deleteService(request -> request.cluster("live").service("web")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("scaled above 0");
        assertThat(ecs.deleteService(request ->
                                request.cluster("live").service("web").force(true))
                        .service()
                        .status())
                .isIn("DRAINING", "INACTIVE");
        assertThat(ecs.listServices(request -> request.cluster("live")).serviceArns())
                .isEmpty();
        cloud.pass(Duration.ofMinutes(1));
        assertThat(describe("web").status()).isEqualTo("INACTIVE");
        assertThatThrownBy(() ->
                        ecs.updateService(request -> request.cluster("live").service("none")))
                .isInstanceOf(ServiceNotFoundException.class);
    }

    @Test
    void listsComeInPages() {
        for (var i = 0; i < 5; i++) register("family" + i, 64, 64);
        var pages = ecs.listTaskDefinitionsPaginator(request -> request.maxResults(2));
        assertThat(pages.stream().map(page -> page.taskDefinitionArns().size()).toList())
                .isEqualTo(List.of(2, 2, 1));
        assertThat(ecs.listTaskDefinitionFamilies().families()).hasSize(5);
    }

    @Test
    void tagsCanBePutOnWhatHasAnArn() {
        var arn = register("web", 64, 64);
        ecs.tagResource(
                request -> request.resourceArn(arn).tags(tag -> tag.key("a").value("1")));
        assertThat(ecs.listTagsForResource(request -> request.resourceArn(arn)).tags())
                .singleElement()
                .satisfies(tag -> assertThat(tag.value()).isEqualTo("1"));
        ecs.untagResource(request -> request.resourceArn(arn).tagKeys("a"));
        assertThat(ecs.listTagsForResource(request -> request.resourceArn(arn)).tags())
                .isEmpty();
    }

    @Test
    void aServicesTasksCanBeProtectedAndStandaloneOnesNot() {
        cloud.host("live", "a");
        register("web", 64, 64);
        service("web", "web", 1);
        cloud.pass(Duration.ofMinutes(1));
        var mine = ecs.listTasks(request -> request.cluster("live").serviceName("web"))
                .taskArns()
                .getFirst();
        var alone = ecs.runTask(request -> request.cluster("live").taskDefinition("web"))
                .tasks()
                .getFirst()
                .taskArn();
        var answer = ecs.updateTaskProtection(
                request -> request.cluster("live").tasks(mine, alone).protectionEnabled(true));
        assertThat(answer.protectedTasks()).singleElement().satisfies(task -> {
            assertThat(task.taskArn()).isEqualTo(mine);
            assertThat(task.expirationDate()).isEqualTo(cloud.clock.instant().plus(Duration.ofHours(2)));
        });
        assertThat(answer.failures().getFirst().reason()).isEqualTo("TASK_NOT_VALID");
    }
}
