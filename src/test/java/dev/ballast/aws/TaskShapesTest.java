package dev.ballast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Architecture;
import dev.ballast.model.Resources;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

class TaskShapesTest {
    @Test
    void aTaskNeedsTheSumOfItsContainersSoftLimitBeforeHardLimit() {
        var definition = definition(
                container(c -> c.cpu(256).memory(1024).memoryReservation(512)),
                container(c -> c.cpu(64).memory(128)));
        assertThat(TaskShapes.of(definition).needs()).isEqualTo(new Resources(320, 640, 0, 0));
    }

    @Test
    void theTasksOwnSizeComesFirst() {
        var definition = definition(container(c -> c.cpu(10).memory(128))).toBuilder()
                .cpu("512")
                .memory("2048")
                .build();
        assertThat(TaskShapes.of(definition).needs()).isEqualTo(Resources.of(512, 2048));
    }

    @Test
    void overridesChangeWhatOneTaskNeeds() {
        var definition = definition(container(c -> c.name("web").cpu(256).memory(512)));
        var override = TaskOverride.builder()
                .containerOverrides(one -> one.name("web").cpu(1024).memoryReservation(2048))
                .build();
        assertThat(TaskShapes.of(definition, override).needs()).isEqualTo(Resources.of(1024, 2048));
    }

    @Test
    void anAwsvpcTaskTakesAnInterfaceAndNoHostPort() {
        var definition =
                definition(container(c -> c.cpu(1)
                                .memory(4)
                                .portMappings(p -> p.containerPort(80).hostPort(80))))
                        .toBuilder()
                        .networkMode(NetworkMode.AWSVPC)
                        .build();
        assertThat(TaskShapes.of(definition).needs().enis()).isEqualTo(1);
        assertThat(TaskShapes.of(definition).hostPorts()).isEmpty();
    }

    @Test
    void onlyFixedHostPortsCount() {
        var mapped = container(c -> c.cpu(1)
                .memory(4)
                .portMappings(
                        p -> p.containerPort(80).hostPort(0),
                        p -> p.containerPort(81),
                        p -> p.containerPort(443).hostPort(8443)));
        assertThat(TaskShapes.of(definition(mapped)).hostPorts()).containsExactly(8443);
        var onHost =
                definition(mapped).toBuilder().networkMode(NetworkMode.HOST).build();
        assertThat(TaskShapes.of(onHost).hostPorts()).containsExactly(81, 8443);
    }

    @Test
    void gpusAndArchitectureAreRead() {
        var definition =
                definition(container(c -> c.cpu(1)
                                .memory(4)
                                .resourceRequirements(r -> r.type("GPU").value("2"))))
                        .toBuilder()
                        .runtimePlatform(platform -> platform.cpuArchitecture("ARM64"))
                        .build();
        assertThat(TaskShapes.of(definition).needs().gpus()).isEqualTo(2);
        assertThat(TaskShapes.of(definition).architecture()).isEqualTo(Architecture.ARM64);
    }

    @Test
    void aTaskOfADeletedDefinitionIsMeasuredByItsContainers() {
        var task = Task.builder()
                .containers(
                        one -> one.cpu("128").memory("512").memoryReservation("256"),
                        two -> two.cpu("128").memory("64").gpuIds("GPU-1"))
                .attributes(attribute -> attribute.name("ecs.cpu-architecture").value("arm64"))
                .attachments(attachment -> attachment.type("ElasticNetworkInterface"))
                .build();
        assertThat(TaskShapes.of(task).needs()).isEqualTo(new Resources(256, 320, 1, 1));
        assertThat(TaskShapes.of(task).architecture()).isEqualTo(Architecture.ARM64);
    }

    private static TaskDefinition definition(ContainerDefinition... containers) {
        return TaskDefinition.builder().containerDefinitions(containers).build();
    }

    private static ContainerDefinition container(Consumer<ContainerDefinition.Builder> with) {
        var container = ContainerDefinition.builder().name("c");
        with.accept(container);
        return container.build();
    }
}
