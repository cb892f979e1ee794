package dev.ballast.sim.host.tasks;

import static dev.ballast.sim.host.tasks.RealCloud.container;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers as local processes, through the AWS SDK. */
@Timeout(120)
class ProcessTasksTest {
    @TempDir
    Path folder;

    private RealCloud cloud;

    @BeforeEach
    void start() {
        cloud = new RealCloud(new RealTasks.Options(RealTasks.Mode.PROCESS, folder), 2);
    }

    @AfterEach
    void end() {
        cloud.close();
    }

    private static List<String> sh(String script) {
        return List.of("sh", "-c", script);
    }

    private Path output(String arn, String container, String which) {
        return folder.resolve(arn.substring(arn.lastIndexOf('/') + 1))
                .resolve(container)
                .resolve(which);
    }

    private long pid(String container) {
        for (var one : cloud.programs().path("containers"))
            if (one.path("container").asText().equals(container))
                return one.path("pid").asLong();
        throw new AssertionError("no such container: " + cloud.programs());
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    @Test
    void anEssentialContainerThatExitsEndsItsTaskWithItsOwnExitCode() throws Exception {
        cloud.define(
                "job",
                container("main", sh("echo $WHAT done; echo trouble >&2; exit 3"))
                        .environment(pair -> pair.name("WHAT").value("work")));

        var task = cloud.stopped(cloud.run("job"));

        assertThat(task.stopCodeAsString()).isEqualTo("EssentialContainerExited");
        assertThat(task.containers().getFirst().exitCode()).isEqualTo(3);
        assertThat(output(task.taskArn(), "main", "stdout")).hasContent("work done");
        assertThat(output(task.taskArn(), "main", "stderr")).hasContent("trouble");
    }

    @Test
    void anOverrideChangesCommandAndEnvironment() throws Exception {
        cloud.define(
                "job",
                container("main", sh("exit 1"))
                        .environment(pair -> pair.name("A").value("a")));
        var arn = cloud.ecs
                .runTask(it -> it.cluster("web")
                        .taskDefinition("job")
                        .overrides(all -> all.containerOverrides(one -> one.name("main")
                                .command(sh("echo $A $B"))
                                .environment(pair -> pair.name("B").value("b")))))
                .tasks()
                .getFirst()
                .taskArn();

        var task = cloud.stopped(arn);

        assertThat(task.containers().getFirst().exitCode()).isZero();
        assertThat(output(arn, "main", "stdout")).hasContent("a b");
    }

    @Test
    void aProgramHasOnlyThePathOfTheLocalCloudsEnvironment() throws Exception {
        cloud.define("job", container("main", List.of("env")).portMappings(port -> port.containerPort(8080)));

        var task = cloud.stopped(cloud.run("job"));

        var names = Files.readAllLines(output(task.taskArn(), "main", "stdout")).stream()
                .map(line -> line.substring(0, line.indexOf('=')))
                .filter(name -> !List.of("PWD", "OLDPWD", "SHLVL", "_").contains(name));
        assertThat(names).containsExactlyInAnyOrder("PATH", "HOME", "PORT", "PORT_8080");
    }

    @Test
    void stopTaskSendsSigtermAndTheExitCodeIsTheProgramsOwn() {
        cloud.define("service", container("main", sh("trap 'exit 7' TERM; echo up; while :; do sleep 0.05; done")));
        var arn = cloud.run("service");
        cloud.until("it is up", () -> output(arn, "main", "stdout").toFile().length() > 0);

        cloud.ecs.stopTask(it -> it.cluster("web").task(arn));

        assertThat(cloud.stopped(arn).containers().getFirst().exitCode()).isEqualTo(7);
    }

    @Test
    void aTaskThatIgnoresSigtermIsKilledAfterItsStopTimeoutAndNotBefore() {
        cloud.define(
                "deaf",
                container("main", sh("trap '' TERM; echo up; while :; do sleep 0.05; done"))
                        .stopTimeout(20));
        var arn = cloud.run("deaf");
        cloud.until("it is up", () -> output(arn, "main", "stdout").toFile().length() > 0);
        var pid = pid("main");

        cloud.ecs.stopTask(it -> it.cluster("web").task(arn));
        cloud.pass(Duration.ofSeconds(19));
        assertThat(isAlive(pid)).isTrue();

        var task = cloud.stopped(arn);
        assertThat(task.containers().getFirst().exitCode()).isEqualTo(137);
        assertThat(Duration.between(task.stoppingAt(), task.stoppedAt()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(20));
        assertThat(isAlive(pid)).isFalse();
    }

    @Test
    void aContainerThatIsNotEssentialMayEndAndTheTaskGoesOn() {
        cloud.define(
                "pair",
                container("main", sh("exec sleep 600")),
                container("helper", sh("exit 5")).essential(false));
        var arn = cloud.run("pair");

        cloud.until(
                "the helper ends",
                () -> cloud.task(arn).containers().get(1).lastStatus().equals("STOPPED"));

        var task = cloud.task(arn);
        assertThat(task.lastStatus()).isEqualTo("RUNNING");
        assertThat(task.containers().get(0).lastStatus()).isEqualTo("RUNNING");
        assertThat(task.containers().get(1).exitCode()).isEqualTo(5);
    }

    @Test
    void whatCannotBeStartedFailsWithAReasonThatSaysWhy() {
        cloud.define("wrong", container("main", List.of("no-such-program-anywhere")));
        var missing = cloud.stopped(cloud.run("wrong"));
        cloud.define("empty", container("main", List.of()));
        var empty = cloud.stopped(cloud.run("empty"));

        assertThat(missing.stopCodeAsString()).isEqualTo("TaskFailedToStart");
        assertThat(missing.stoppedReason())
                .isEqualTo("CannotStartContainerError: exec: \"no-such-program-anywhere\": executable file not found");
        assertThat(empty.containers().getFirst().reason()).contains("neither entryPoint nor command");
    }

    @Test
    void anInstanceThatIsTakenAwayTakesItsProcessesWithItAtOnce() {
        cloud.define("service", container("main", sh("trap '' TERM; while :; do sleep 0.05; done")));
        var arn = cloud.run("service");
        var pid = pid("main");

        cloud.ec2.terminateInstances(it -> it.instanceIds(cloud.hosts));

        cloud.until("it is killed, not asked", () -> !isAlive(pid));
        assertThat(cloud.stopped(arn).stopCodeAsString()).isEqualTo("TerminationNotice");
    }

    @Test
    void whatAProgramLeavesBehindGoesWithIt() throws Exception {
        cloud.define("forks", container("main", sh("sleep 600 & echo $!; exit 0")));

        var task = cloud.stopped(cloud.run("forks"));

        var left = Long.parseLong(
                Files.readString(output(task.taskArn(), "main", "stdout")).strip());
        cloud.until("it is gone", () -> !isAlive(left));
    }

    @Test
    void aResetEndsTheProgramsOfTheWorldBefore() {
        cloud.define("service", container("main", sh("exec sleep 600")));
        cloud.run("service");
        var pid = pid("main");

        cloud.send(java.net.http.HttpRequest.newBuilder(cloud.cloud.endpoint().resolve("/_ballast/reset"))
                .header("X-Ballast-Token", cloud.cloud.token())
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(isAlive(pid)).isFalse();
        assertThat(cloud.programs().path("containers")).isEmpty();
    }
}
