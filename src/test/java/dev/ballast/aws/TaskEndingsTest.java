package dev.ballast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Service.Balancer;
import dev.ballast.model.TaskVolume;
import dev.ballast.model.TaskVolume.Keeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.Volume;

class TaskEndingsTest {
    @Test
    void everyContainerHasAStopTimeoutTheAgentsWhereItSetsNone() {
        var definition = TaskDefinition.builder()
                .containerDefinitions(c -> c.name("web").stopTimeout(5), c -> c.name("log"))
                .build();
        assertThat(TaskEndings.of(Optional.of(definition), List.of()).stopTimeouts())
                .isEqualTo(Map.of("web", Duration.ofSeconds(5), "log", Duration.ofSeconds(30)));
    }

    @Test
    void ofADeletedDefinitionOnlyItsLoadBalancersAreKnown() {
        var balancers = List.of(new Balancer("arn:targetgroup/web", Duration.ofSeconds(60)));
        var ending = TaskEndings.of(Optional.empty(), balancers);
        assertThat(ending.balancers()).isEqualTo(balancers);
        assertThat(ending.stopTimeouts()).isEmpty();
    }

    private record Row(String says, Consumer<Volume.Builder> volume, Optional<Keeper> keeper) {}

    @TestFactory
    Stream<DynamicTest> whereAVolumesDataIs() {
        return Stream.of(
                        new Row(
                                "a folder of the host",
                                v -> v.host(h -> h.sourcePath("/data")),
                                Optional.of(Keeper.HOST)),
                        new Row("a folder that Docker chooses for one task", v -> v.host(h -> {}), Optional.empty()),
                        new Row("nothing said", v -> {}, Optional.empty()),
                        new Row(
                                "a Docker volume of one task",
                                v -> v.dockerVolumeConfiguration(
                                        d -> d.scope("task").driver("local")),
                                Optional.empty()),
                        new Row(
                                "a Docker volume that the host's tasks share",
                                v -> v.dockerVolumeConfiguration(d -> d.scope("shared")),
                                Optional.of(Keeper.HOST)),
                        new Row(
                                "NFS through Docker",
                                v -> v.dockerVolumeConfiguration(d -> d.scope("shared")
                                        .driver("local")
                                        .driverOpts(Map.of("type", "nfs4", "device", ":/exports"))),
                                Optional.empty()),
                        new Row(
                                "a plug-in",
                                v -> v.dockerVolumeConfiguration(
                                        d -> d.scope("shared").driver("rexray/ebs")),
                                Optional.of(Keeper.PLUGIN)),
                        new Row("EBS for each task", v -> v.configuredAtLaunch(true), Optional.of(Keeper.EBS)),
                        new Row("EFS", v -> v.efsVolumeConfiguration(e -> e.fileSystemId("fs-1")), Optional.empty()))
                .map(row -> DynamicTest.dynamicTest(
                        row.says(),
                        () -> assertThat(volumes(row.volume(), false))
                                .isEqualTo(row.keeper().stream()
                                        .map(keeper -> new TaskVolume("data", keeper, true))
                                        .toList())));
    }

    @Test
    void whatEveryContainerMountsReadOnlyIsNotWritten() {
        assertThat(volumes(v -> v.host(h -> h.sourcePath("/etc/ssl")), true))
                .containsExactly(new TaskVolume("data", Keeper.HOST, false));
    }

    private static List<TaskVolume> volumes(Consumer<Volume.Builder> volume, boolean readOnly) {
        var container = ContainerDefinition.builder()
                .name("web")
                .mountPoints(m -> m.sourceVolume("data").containerPath("/d").readOnly(readOnly))
                .build();
        var definition = TaskDefinition.builder()
                .containerDefinitions(container)
                .volumes(v -> volume.accept(v.name("data")))
                .build();
        return TaskEndings.of(Optional.of(definition), List.of()).volumes();
    }
}
