package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CapacityProviderUpdateStatus;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.ClusterSettingName;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.ManagedScalingStatus;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.SettingName;
import software.amazon.awssdk.services.ecs.model.TaskSetNotFoundException;

/** What ECS keeps of clusters, capacity providers, settings, namespaces and task sets, though nothing runs by it here. */
class EcsAccountContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final EcsClient ecs = cloud.client(EcsClient.builder());

    EcsAccountContractTest() {
        ecs.createCluster(request -> request.clusterName("live"));
        ecs.registerTaskDefinition(request -> request.family("web")
                .containerDefinitions(container ->
                        container.name("main").image("nginx").cpu(256).memory(512)));
    }

    @AfterEach
    void close() {
        ecs.close();
        cloud.close();
    }

    @Test
    void aClusterChangesMemberByMember() {
        ecs.updateClusterSettings(request -> request.cluster("live")
                .settings(setting ->
                        setting.name(ClusterSettingName.CONTAINER_INSIGHTS).value("enabled")));
        ecs.updateCluster(
                request -> request.cluster("live").serviceConnectDefaults(defaults -> defaults.namespace("ns")));
        ecs.putClusterCapacityProviders(request -> request.cluster("live")
                .capacityProviders("FARGATE")
                .defaultCapacityProviderStrategy(
                        item -> item.capacityProvider("FARGATE").weight(1)));
        var cluster = ecs.describeClusters(request -> request.clusters("live").include(ClusterField.SETTINGS))
                .clusters()
                .getFirst();
        assertThat(cluster.settings().getFirst().value()).isEqualTo("enabled");
        assertThat(cluster.serviceConnectDefaults().namespace()).isEqualTo("ns");
        assertThat(cluster.capacityProviders()).containsExactly("FARGATE");
        assertThatThrownBy(() -> ecs.putClusterCapacityProviders(request -> request.cluster("live")
                        .capacityProviders("FARGATE")
                        .defaultCapacityProviderStrategy(item -> item.capacityProvider("FARGATE_SPOT"))))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void aCapacityProviderHasAwssDefaultsAndKeepsWhatAnUpdateDoesNotName() {
        ecs.createCapacityProvider(request -> request.name("hosts")
                .autoScalingGroupProvider(provider -> provider.autoScalingGroupArn("arn:aws:autoscaling:x")
                        .managedScaling(scaling ->
                                scaling.status(ManagedScalingStatus.ENABLED).targetCapacity(80))));
        var updated = ecs.updateCapacityProvider(request -> request.name("hosts")
                        .autoScalingGroupProvider(
                                provider -> provider.managedScaling(scaling -> scaling.targetCapacity(70))))
                .capacityProvider();
        assertThat(updated.updateStatus()).isEqualTo(CapacityProviderUpdateStatus.UPDATE_COMPLETE);
        var found = ecs.describeCapacityProviders(request -> request.capacityProviders("hosts", "none"));
        assertThat(found.failures()).hasSize(1);
        var scaling =
                found.capacityProviders().getFirst().autoScalingGroupProvider().managedScaling();
        assertThat(scaling.targetCapacity()).isEqualTo(70);
        assertThat(scaling.status()).isEqualTo(ManagedScalingStatus.ENABLED);
        assertThat(scaling.instanceWarmupPeriod()).isEqualTo(300);
        assertThat(ecs.deleteCapacityProvider(request -> request.capacityProvider("hosts"))
                        .capacityProvider()
                        .updateStatus())
                .isEqualTo(CapacityProviderUpdateStatus.DELETE_COMPLETE);
        assertThatThrownBy(() -> ecs.deleteCapacityProvider(request -> request.capacityProvider("FARGATE")))
                .isInstanceOf(ClientException.class);
    }

    @Test
    void anAccountSettingTakesItsOwnValuesOnly() {
        ecs.putAccountSettingDefault(
                request -> request.name(SettingName.AWSVPC_TRUNKING).value("enabled"));
        assertThat(ecs.listAccountSettings(request ->
                                request.name(SettingName.AWSVPC_TRUNKING).effectiveSettings(true))
                        .settings()
                        .getFirst()
                        .value())
                .isEqualTo("enabled");
        assertThatThrownBy(() -> ecs.putAccountSetting(
                        request -> request.name(SettingName.AWSVPC_TRUNKING).value("maybe")))
                .isInstanceOf(InvalidParameterException.class);
        assertThat(ecs.deleteAccountSetting(request -> request.name(SettingName.AWSVPC_TRUNKING))
                        .setting()
                        .value())
                .isEqualTo("disabled");
    }

    @Test
    void anExternalServiceHasTaskSetsInsteadOfDeployments() {
        ecs.createService(request -> request.cluster("live")
                .serviceName("green")
                .desiredCount(4)
                .deploymentController(controller -> controller.type(DeploymentControllerType.EXTERNAL)));
        var set = ecs.createTaskSet(request -> request.cluster("live")
                        .service("green")
                        .taskDefinition("web")
                        .externalId("v1")
                        .scale(scale -> scale.value(50.0).unit(ScaleUnit.PERCENT)))
                .taskSet();
        assertThat(set.computedDesiredCount()).isEqualTo(2);
        assertThat(set.status()).isEqualTo("ACTIVE");
        assertThat(ecs.updateServicePrimaryTaskSet(request ->
                                request.cluster("live").service("green").primaryTaskSet(set.taskSetArn()))
                        .taskSet()
                        .status())
                .isEqualTo("PRIMARY");
        var service = ecs.describeServices(request -> request.cluster("live").services("green"))
                .services()
                .getFirst();
        assertThat(service.taskSets()).extracting(one -> one.externalId()).containsExactly("v1");
        assertThat(service.deployments()).isEmpty();
        assertThatThrownBy(() -> ecs.deleteTaskSet(
                        request -> request.cluster("live").service("green").taskSet(set.id())))
                .isInstanceOf(InvalidParameterException.class);
        ecs.updateTaskSet(request -> request.cluster("live")
                .service("green")
                .taskSet(set.id())
                .scale(scale -> scale.value(0.0).unit(ScaleUnit.PERCENT)));
        assertThat(ecs.deleteTaskSet(request ->
                                request.cluster("live").service("green").taskSet(set.id()))
                        .taskSet()
                        .status())
                .isEqualTo("DRAINING");
        var left = ecs.describeTaskSets(
                request -> request.cluster("live").service("green").taskSets(set.id()));
        assertThat(left.taskSets()).isEmpty();
        assertThat(left.failures().getFirst().reason()).isEqualTo("MISSING");
        assertThatThrownBy(() -> ecs.updateTaskSet(request ->
                        request.cluster("live").service("green").taskSet("1").scale(scale -> scale.value(10.0))))
                .isInstanceOf(TaskSetNotFoundException.class);
        ecs.deleteService(request -> request.cluster("live").service("green").force(true));
        ecs.deleteCluster(request -> request.cluster("live"));
    }

    @Test
    void aServiceOfEcssOwnSchedulerHasNoTaskSets() {
        ecs.createService(request ->
                request.cluster("live").serviceName("web").taskDefinition("web").desiredCount(0));
        assertThatThrownBy(() -> ecs.createTaskSet(
                        request -> request.cluster("live").service("web").taskDefinition("web")))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void servicesAreListedByTheirNamespace() {
        ecs.createService(request -> request.cluster("live")
                .serviceName("web")
                .taskDefinition("web")
                .desiredCount(0)
                .serviceConnectConfiguration(
                        configuration -> configuration.enabled(true).namespace("shop")));
        assertThat(ecs.listServicesByNamespace(request -> request.namespace("shop"))
                        .serviceArns())
                .singleElement()
                .asString()
                .endsWith("/live/web");
        assertThat(ecs.listServicesByNamespace(request -> request.namespace("none"))
                        .serviceArns())
                .isEmpty();
    }

    @Test
    void theProtectionOfATaskIsTold() {
        cloud.host("live", "a");
        ecs.createService(request ->
                request.cluster("live").serviceName("web").taskDefinition("web").desiredCount(1));
        cloud.pass(Duration.ofMinutes(2));
        var arns = ecs.listTasks(request -> request.cluster("live").serviceName("web"))
                .taskArns();
        ecs.updateTaskProtection(request ->
                request.cluster("live").tasks(arns).protectionEnabled(true).expiresInMinutes(10));
        var told = ecs.getTaskProtection(request -> request.cluster("live").tasks(arns));
        assertThat(told.protectedTasks().getFirst().protectionEnabled()).isTrue();
        cloud.pass(Duration.ofMinutes(11));
        assertThat(ecs.getTaskProtection(request -> request.cluster("live").tasks(arns))
                        .protectedTasks()
                        .getFirst()
                        .protectionEnabled())
                .isFalse();
    }

    @Test
    void aFargateDefinitionIsCheckedAsOneThoughNoneRuns() {
        assertThatThrownBy(() -> ecs.registerTaskDefinition(request -> request.family("f")
                        .requiresCompatibilities(Compatibility.FARGATE)
                        .networkMode(NetworkMode.AWSVPC)
                        .memory("512")
                        .containerDefinitions(
                                container -> container.name("main").image("nginx"))))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("Fargate requires that 'cpu' be defined at the task level.");
    }
}
