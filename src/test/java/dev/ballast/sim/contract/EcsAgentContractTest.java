package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceField;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.NoUpdateAvailableException;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.TargetNotConnectedException;
import software.amazon.awssdk.services.ecs.model.TargetNotFoundException;
import software.amazon.awssdk.services.ecs.model.TargetType;

/** A client that plays the ECS agent of an instance, and what goes through agents. */
class EcsAgentContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final EcsClient ecs = cloud.client(EcsClient.builder());
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());

    EcsAgentContractTest() {
        ecs.createCluster(request -> request.clusterName("live"));
        ecs.registerTaskDefinition(request -> request.family("web")
                .containerDefinitions(container ->
                        container.name("main").image("nginx").cpu(256).memory(512)));
    }

    @AfterEach
    void close() {
        ec2.close();
        ecs.close();
        cloud.close();
    }

    private String launched() {
        return ec2.runInstances(request -> request.imageId("ami-12c6146b")
                        .instanceType(InstanceType.M5_LARGE)
                        .minCount(1)
                        .maxCount(1))
                .instances()
                .getFirst()
                .instanceId();
    }

    private ContainerInstance register(String cluster, String instanceId) {
        return ecs.registerContainerInstance(request -> request.cluster(cluster)
                        .instanceIdentityDocument("{\"instanceId\":\"" + instanceId + "\"}")
                        .attributes(attribute -> attribute.name("stack").value("blue"))
                        .tags(tag -> tag.key("team").value("x")))
                .containerInstance();
    }

    @Test
    void anInstanceRegistersByItsIdentityDocumentBeforeItHasBooted() {
        var id = launched();
        var host = register("live", id);
        assertThat(host.ec2InstanceId()).isEqualTo(id);
        assertThat(host.status()).isEqualTo("ACTIVE");
        assertThat(host.agentConnected()).isTrue();
        assertThat(host.tags().getFirst().key()).isEqualTo("team");
        assertThat(register("live", id).containerInstanceArn()).isEqualTo(host.containerInstanceArn());
        // The instance's own agent finds itself registered.
        cloud.pass(Duration.ofMinutes(5));
        assertThat(ecs.listContainerInstances(request -> request.cluster("live").filter("attribute:stack == blue"))
                        .containerInstanceArns())
                .containsExactly(host.containerInstanceArn());
        assertThat(ecs.describeContainerInstances(request -> request.cluster("live")
                                .containerInstances(host.containerInstanceArn())
                                .include(ContainerInstanceField.TAGS))
                        .containerInstances()
                        .getFirst()
                        .tags())
                .hasSize(1);
        assertThat(ecs.runTask(request -> request.cluster("live").taskDefinition("web"))
                        .tasks())
                .hasSize(1);
    }

    @Test
    void whatAnAgentSaysOfItsResourcesHolds() {
        var host = ecs.registerContainerInstance(request -> request.cluster("live")
                        .instanceIdentityDocument("{\"instanceId\":\"" + launched() + "\"}")
                        .totalResources(
                                Resource.builder()
                                        .name("CPU")
                                        .type("INTEGER")
                                        .integerValue(300)
                                        .build(),
                                Resource.builder()
                                        .name("MEMORY")
                                        .type("INTEGER")
                                        .integerValue(2000)
                                        .build()))
                .containerInstance();
        assertThat(host.registeredResources())
                .filteredOn(resource -> resource.name().equals("MEMORY"))
                .singleElement()
                .satisfies(memory -> assertThat(memory.integerValue()).isEqualTo(2000));
        var answer = ecs.runTask(
                request -> request.cluster("live").taskDefinition("web").count(2));
        assertThat(answer.tasks()).hasSize(1);
        assertThat(answer.failures().getFirst().reason()).isEqualTo("RESOURCE:CPU");
    }

    @Test
    void anInstanceThatThereIsNotCannotRegister() {
        assertThatThrownBy(() -> register("live", "i-0123456789abcdef0")).isInstanceOf(ClientException.class);
        assertThatThrownBy(() -> ecs.registerContainerInstance(
                        request -> request.cluster("live").instanceIdentityDocument("nonsense")))
                .isInstanceOf(ClientException.class);
    }

    @Test
    void aHostIsInOneClusterOnly() {
        ecs.createCluster(request -> request.clusterName("other"));
        var id = launched();
        register("live", id);
        var moved = register("other", id);
        assertThat(moved.containerInstanceArn()).contains("/other/");
        assertThat(ecs.listContainerInstances(request -> request.cluster("live"))
                        .containerInstanceArns())
                .isEmpty();
    }

    @Test
    void aHostWithTasksIsDeregisteredByForceOnly() {
        var host = register("live", launched()).containerInstanceArn();
        var task = ecs.startTask(
                        request -> request.cluster("live").taskDefinition("web").containerInstances(host))
                .tasks()
                .getFirst();
        assertThat(task.containerInstanceArn()).isEqualTo(host);
        assertThat(task.group()).isEqualTo("family:web");
        assertThatThrownBy(() -> ecs.deregisterContainerInstance(
                        request -> request.cluster("live").containerInstance(host)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Found running tasks on the instance.");
        var gone = ecs.deregisterContainerInstance(request ->
                        request.cluster("live").containerInstance(host).force(true))
                .containerInstance();
        assertThat(gone.status()).isEqualTo("INACTIVE");
        assertThat(ecs.startTask(request ->
                                request.cluster("live").taskDefinition("web").containerInstances(host))
                        .failures()
                        .getFirst()
                        .reason())
                .isEqualTo("MISSING");
    }

    @Test
    void customAttributesComeAndGo() {
        var host = register("live", launched()).containerInstanceArn();
        ecs.putAttributes(request -> request.cluster("live")
                .attributes(attribute -> attribute
                        .name("rack")
                        .value("7")
                        .targetType(TargetType.CONTAINER_INSTANCE)
                        .targetId(host)));
        assertThat(ecs.listAttributes(request -> request.cluster("live")
                                .targetType(TargetType.CONTAINER_INSTANCE)
                                .attributeName("rack"))
                        .attributes())
                .singleElement()
                .satisfies(attribute -> {
                    assertThat(attribute.value()).isEqualTo("7");
                    assertThat(attribute.targetId()).isEqualTo(host);
                });
        ecs.deleteAttributes(request -> request.cluster("live")
                .attributes(attribute -> attribute.name("rack").targetId(host)));
        assertThat(ecs.listAttributes(request -> request.cluster("live")
                                .targetType(TargetType.CONTAINER_INSTANCE)
                                .attributeName("rack"))
                        .attributes())
                .isEmpty();
        assertThatThrownBy(() -> ecs.putAttributes(request -> request.cluster("live")
                        .attributes(attribute -> attribute.name("rack").targetId("none"))))
                .isInstanceOf(TargetNotFoundException.class);
    }

    @Test
    void everyAgentIsTheNewestThereIs() {
        var host = register("live", launched()).containerInstanceArn();
        assertThatThrownBy(() -> ecs.updateContainerAgent(
                        request -> request.cluster("live").containerInstance(host)))
                .isInstanceOf(NoUpdateAvailableException.class);
        assertThat(ecs.discoverPollEndpoint(request -> {}).endpoint())
                .isEqualTo("https://ecs-a-1.eu-west-1.amazonaws.com/");
    }

    @Test
    void noTaskHasAProcessThatRunsCommands() {
        register("live", launched());
        var plain = ecs.runTask(request -> request.cluster("live").taskDefinition("web"))
                .tasks()
                .getFirst();
        var open = ecs.runTask(
                        request -> request.cluster("live").taskDefinition("web").enableExecuteCommand(true))
                .tasks()
                .getFirst();
        cloud.pass(Duration.ofMinutes(1));
        assertThatThrownBy(() -> ecs.executeCommand(request -> request.cluster("live")
                        .task(plain.taskArn())
                        .command("ls")
                        .interactive(true)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("execute command was not enabled");
        assertThatThrownBy(() -> ecs.executeCommand(request -> request.cluster("live")
                        .task(open.taskArn())
                        .command("ls")
                        .interactive(true)))
                .isInstanceOf(TargetNotConnectedException.class);
    }

    @Test
    void whatATaskOverridesIsWhatItTakes() {
        var host = register("live", launched()).containerInstanceArn();
        var task = ecs.runTask(request -> request.cluster("live")
                        .taskDefinition("web")
                        .overrides(overrides -> overrides.containerOverrides(
                                container -> container.name("main").cpu(1024).memory(1000))))
                .tasks()
                .getFirst();
        assertThat(task.cpu()).isEqualTo("1024");
        assertThat(task.memory()).isEqualTo("1000");
        assertThat(ecs.runTask(request -> request.cluster("live")
                                .taskDefinition("web")
                                .overrides(overrides -> overrides.cpu("2 vCPU")))
                        .failures()
                        .getFirst()
                        .reason())
                .isEqualTo("RESOURCE:CPU");
        ecs.stopTask(request -> request.cluster("live").task(task.taskArn()));
        cloud.pass(Duration.ofMinutes(1));
        assertThat(ecs.describeContainerInstances(
                                request -> request.cluster("live").containerInstances(host))
                        .containerInstances()
                        .getFirst())
                .satisfies(free -> assertThat(free.remainingResources()).isEqualTo(free.registeredResources()));
        assertThatThrownBy(() -> ecs.runTask(request -> request.cluster("live")
                        .taskDefinition("web")
                        .overrides(overrides -> overrides.containerOverrides(container -> container.name("none")))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Override for container named none is not a container in the TaskDefinition.");
    }
}
