package dev.ballast.sim.host.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.sim.world.ecs.ContainerDefinition;
import dev.ballast.sim.world.ecs.ContainerDefinition.Behaviour;
import dev.ballast.sim.world.ecs.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the docker command line is told, by a program in its place that writes it down: no engine is needed. */
@Timeout(60)
class DockerEngineTest {
    @TempDir
    Path folder;

    private Engine.Job job(Map<String, String> environment) throws Exception {
        var container = new ContainerDefinition(
                "page",
                "registry.example.com/page:1",
                512,
                256,
                128,
                0,
                true,
                List.of(),
                Optional.empty(),
                false,
                Behaviour.SERVER);
        var program = new Program(
                container,
                List.of("/entry", "--first"),
                List.of("serve", "it's"),
                environment,
                List.of(),
                "1000",
                "/srv");
        var own = Files.createDirectories(folder.resolve("task/page"));
        return new Engine.Job(
                "ballast-1-page",
                folder.resolve("task"),
                own,
                program,
                List.of(new Engine.LocalPort(80, 61001, 61001, false), new Engine.LocalPort(53, 53, 61002, true)));
    }

    /** Writes each call's words down, one call a line; {@code run} ends when it is told to. */
    private Path fake() throws Exception {
        var docker = Files.createDirectories(folder.resolve("it's bin")).resolve("docker");
        Files.writeString(docker, """
                #!/bin/sh
                here=%s
                line=
                for word in "$@"; do line="$line[$word]"; done
                echo "$line" >>"$here/calls"
                case $1 in
                  run) cat "$here/task/page/environment" >"$here/seen"; mkfifo "$here/gate"; read -r code <"$here/gate"; exit "$code" ;;
                  kill) echo 143 >"$here/gate" ;;
                esac
                """.formatted(folder));
        Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwx------"));
        return docker;
    }

    @Test
    void aContainerIsRunToldToEndAndRemovedByItsName() throws Exception {
        var running = new Running(job(Map.of("A", "one two")));
        running.start(new DockerEngine(fake()));
        while (!Files.exists(folder.resolve("gate"))) Thread.onSpinWait();
        running.terminate();

        assertThat(running.exitCode()).isEqualTo(143);
        assertThat(folder.resolve("seen")).hasContent("A=one two");
        assertThat(folder.resolve("task/page/environment")).doesNotExist();
        assertThat(Files.readAllLines(folder.resolve("calls")))
                .containsExactly(
                        "[run][--rm][--name][ballast-1-page][--env-file][" + folder + "/task/page/environment]"
                                + "[--publish][127.0.0.1:61001:80/tcp][--publish][127.0.0.1:61002:53/udp]"
                                + "[--memory][256m][--memory-reservation][128m][--cpu-shares][512]"
                                + "[--user][1000][--workdir][/srv][--entrypoint][/entry]"
                                + "[registry.example.com/page:1][--first][serve][it's]",
                        "[kill][--signal][TERM][ballast-1-page]",
                        "[rm][--force][ballast-1-page]");
    }

    @Test
    void aSecretStandsOnNoCommandLine() throws Exception {
        var launch = new DockerEngine(fake()).launch(job(Map.of("PASSWORD", "hunter2")));
        assertThat(launch.command()).noneMatch(word -> word.contains("hunter2"));
        assertThat(launch.environment().values()).noneMatch(value -> value.contains("hunter2"));
    }

    @Test
    void aVariableOfSeveralLinesIsRefusedWithItsName() {
        assertThatThrownBy(() -> new DockerEngine(fake()).launch(job(Map.of("KEY", "a\nb"))))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("KEY");
    }
}
