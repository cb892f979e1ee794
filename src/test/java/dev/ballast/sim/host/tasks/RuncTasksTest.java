package dev.ballast.sim.host.tasks;

import static dev.ballast.sim.host.tasks.RealCloud.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers under runc, from a root file system with the machine's own shell and little else. */
@Timeout(120)
class RuncTasksTest {
    @TempDir
    Path folder;

    private RealCloud cloud;

    @BeforeEach
    void start() throws Exception {
        var rootfs = rootfs();
        var missing = RealTasks.missing(RealTasks.Mode.RUNC, Optional.of(rootfs));
        assumeTrue(missing.isEmpty(), () -> "containers under runc are not tried here: " + String.join("; ", missing));
        cloud = new RealCloud(
                new RealTasks.Options(RealTasks.Mode.RUNC, folder.resolve("tasks"), Optional.of(rootfs)), 1);
    }

    @AfterEach
    void end() {
        if (cloud != null) cloud.close();
    }

    /** The shell with the libraries that it names. */
    private Path rootfs() throws Exception {
        var root = Files.createDirectories(folder.resolve("rootfs"));
        for (var empty : List.of("proc", "dev", "tmp", "bin")) Files.createDirectories(root.resolve(empty));
        for (var program : List.of("sh", "sleep")) {
            var file = Path.of("/bin", program);
            Files.copy(file.toRealPath(), root.resolve("bin").resolve(program));
            var ldd = new ProcessBuilder("ldd", file.toString()).start();
            for (var line : ldd.inputReader().lines().toList())
                for (var word : line.strip().split("\\s+"))
                    if (word.startsWith("/")) {
                        var copy = root.resolve(word.substring(1));
                        Files.createDirectories(copy.getParent());
                        Files.copy(Path.of(word), copy, StandardCopyOption.REPLACE_EXISTING);
                    }
        }
        return root;
    }

    private String output(String arn) throws Exception {
        return Files.readString(folder.resolve("tasks")
                .resolve(arn.substring(arn.lastIndexOf('/') + 1))
                .resolve("main/stdout"));
    }

    @Test
    void aContainerSeesItsRootItsEnvironmentAndNoOtherProcessAndItsExitCodeIsTold() throws Exception {
        cloud.define(
                "job",
                container("main", List.of("/bin/sh", "-c", "echo pid $$ $WHO; echo /*; exit 4"))
                        .environment(pair -> pair.name("WHO").value("runc")));

        var task = cloud.stopped(cloud.run("job"));

        assertThat(output(task.taskArn())).startsWith("pid 1 runc\n").doesNotContain("/home");
        assertThat(task.containers().getFirst().exitCode()).isEqualTo(4);
        assertThat(task.stopCodeAsString()).isEqualTo("EssentialContainerExited");
    }

    @Test
    void stopTaskSendsSigterm() throws Exception {
        cloud.define(
                "service",
                container(
                        "main", List.of("/bin/sh", "-c", "trap 'exit 7' TERM; echo up; while :; do sleep 0.1; done")));
        var arn = cloud.run("service");
        cloud.until("it is up", () -> {
            try {
                return !output(arn).isEmpty();
            } catch (Exception unreadable) {
                throw new AssertionError(unreadable);
            }
        });

        cloud.ecs.stopTask(it -> it.cluster("web").task(arn));

        assertThat(cloud.stopped(arn).containers().getFirst().exitCode()).isEqualTo(7);
    }

    @Test
    void aFirstProcessThatHandlesNoSigtermIsKilledAsUnderDocker() {
        cloud.define("deaf", container("main", List.of("/bin/sleep", "600")).stopTimeout(5));
        var arn = cloud.run("deaf");

        cloud.ecs.stopTask(it -> it.cluster("web").task(arn));

        assertThat(cloud.stopped(arn).containers().getFirst().exitCode()).isEqualTo(137);
    }
}
