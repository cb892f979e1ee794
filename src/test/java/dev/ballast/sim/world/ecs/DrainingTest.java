package dev.ballast.sim.world.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.ContainerInstance.Status;
import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.sim.world.core.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is known of draining on AWS, sentence by sentence. */
class DrainingTest {
    private final EcsFixture world = new EcsFixture();

    @Test
    void atMostTenContainerInstancesAreUpdatedInOneCall() {
        var host = world.host("a");
        assertThatThrownBy(() ->
                        world.region.hosts().update(world.live, Collections.nCopies(11, host.id()), Status.DRAINING))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("InvalidParameterException"));
    }

    @Test
    void onlyActiveAndDrainingCanBeAskedFor() {
        var host = world.host("a");
        assertThatThrownBy(() -> world.region.hosts().update(world.live, List.of(host.id()), Status.INACTIVE))
                .isInstanceOf(Refused.class);
        world.drain(host);
        assertThat(host.status()).isEqualTo(Status.DRAINING);
        world.region.hosts().update(world.live, List.of(host.id()), Status.ACTIVE);
        assertThat(host.status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void anUnknownContainerInstanceFailsByItselfAndTheOthersAreDrained() {
        var host = world.host("a");
        var answer = world.region.hosts().update(world.live, List.of("0123", host.id()), Status.DRAINING);
        assertThat(answer.done()).containsExactly(host);
        assertThat(answer.failures())
                .containsExactly(Failure.missing("arn:aws:ecs:eu-west-1:123456789012:container-instance/live/0123"));
    }

    @Test
    void pendingServiceTasksStopAtOnce() {
        var host = world.host("a");
        var service = world.service("web", world.definition("web", 256, 512), 2, 100, 200);
        world.passSeconds(2);
        var tasks = List.copyOf(service.tasks());
        assertThat(tasks).hasSize(2).allMatch(task -> task.status() == TaskStatus.PENDING);
        world.drain(host);
        assertThat(tasks).noneMatch(EcsTask::isWanted);
        world.passSeconds(1);
        assertThat(tasks).allMatch(task -> task.status() == TaskStatus.STOPPED);
        assertThat(host.tasks()).isEmpty();
    }

    @Test
    void runningServiceTasksAreReplacedBeforeTheyStopWhereTheMinimumIsAHundredPercent() {
        var doomed = world.host("a");
        var service = world.steady("web", world.definition("web", 256, 512), 4, 100, 200);
        world.host("b");
        world.drain(doomed);
        var least = Integer.MAX_VALUE;
        for (var second = 0; second < 120; second++) {
            world.passSeconds(1);
            least = Math.min(least, service.running());
        }
        assertThat(least).isGreaterThanOrEqualTo(4);
        assertThat(doomed.tasks()).isEmpty();
        assertThat(service.running()).isEqualTo(4);
    }

    @Test
    void theOldTaskStaysUntilTheReplacementIsHealthyWhichTakesFortySecondsOfRunning() {
        var doomed = world.host("a");
        var service = world.steady("web", world.definition("web", 256, 512), 1, 100, 200);
        var old = service.tasks().iterator().next();
        world.host("b");
        world.drain(doomed);
        EcsTask replacement = null;
        for (var second = 0; second < 60 && replacement == null; second++) {
            world.passSeconds(1);
            for (var task : service.tasks()) if (task != old && task.status() == TaskStatus.RUNNING) replacement = task;
        }
        assertThat(replacement).isNotNull();
        world.passSeconds(38);
        assertThat(old.isWanted()).isTrue();
        world.passSeconds(4);
        assertThat(old.isWanted()).isFalse();
    }

    @Test
    void withoutRoomElsewhereNothingMovesWhereTheMinimumIsAHundredPercent() {
        var doomed = world.host("a");
        var service = world.steady("web", world.definition("web", 1024, 2048), 2, 100, 200);
        world.drain(doomed);
        world.pass(Duration.ofMinutes(20));
        assertThat(doomed.tasks()).hasSize(2);
        assertThat(service.running()).isEqualTo(2);
        assertThat(service.events().iterator().next().message())
                .startsWith("(service web) was unable to place a task because no container instance met all of its"
                        + " requirements.");
    }

    @Test
    void minimumAndMaximumOfAHundredPercentNeverDrain() {
        var doomed = world.host("a");
        var service = world.steady("web", world.definition("web", 256, 512), 2, 100, 100);
        world.host("b");
        world.drain(doomed);
        world.pass(Duration.ofHours(2));
        assertThat(doomed.tasks()).hasSize(2);
        assertThat(service.events().iterator().next().message())
                .contains("because of the service deployment configuration");
    }

    @Test
    void theMinimumIsRoundedUpAndTheMaximumDown() {
        // Of 3 tasks at 50 and 150 %: at least 2 run, at most 4 exist.
        var doomed = world.host("a");
        var service = world.steady("web", world.definition("web", 256, 512), 3, 50, 150);
        world.host("b");
        world.drain(doomed);
        var running = new ArrayList<Integer>();
        var existing = new ArrayList<Integer>();
        for (var step = 0; step < 1200; step++) {
            world.pass(Duration.ofMillis(100));
            running.add(service.running());
            existing.add(service.tasks().size());
        }
        assertThat(Collections.min(running)).isEqualTo(2);
        assertThat(Collections.max(existing)).isEqualTo(4);
        assertThat(doomed.tasks()).isEmpty();
    }

    @Test
    void belowAHundredPercentTasksStopBeforeTheirReplacementsRunEvenWithoutRoom() {
        var doomed = world.host("a");
        var service = world.steady("web", world.definition("web", 256, 512), 4, 50, 100);
        world.drain(doomed);
        world.pass(Duration.ofMinutes(1));
        assertThat(service.running()).isEqualTo(2);
        assertThat(doomed.tasks()).hasSize(2);
    }

    @Test
    void standaloneTasksAreUntouched() {
        var host = world.host("a");
        world.definition("job", 256, 512);
        var task = world.region
                .tasks()
                .run(world.live, StandaloneTasks.Request.of("job", 1))
                .done()
                .getFirst();
        world.drain(host);
        world.pass(Duration.ofHours(1));
        assertThat(task.isRunning()).isTrue();
    }

    @Test
    void aDrainingHostGetsNoNewTasks() {
        world.drain(world.host("a"));
        world.definition("job", 256, 512);
        var answer = world.region.tasks().run(world.live, StandaloneTasks.Request.of("job", 1));
        assertThat(answer.done()).isEmpty();
        assertThat(answer.failures()).hasSize(1);
    }

    @Test
    void daemonTasksGoLast() {
        var doomed = world.host("a");
        var daemon = world.region
                .services()
                .create(world.live, EcsService.Spec.daemon("logs", world.definition("logs", 64, 64)), Map.of());
        var service = world.steady("web", world.definition("web", 256, 512), 2, 100, 200);
        world.host("b");
        world.drain(doomed);
        var sawDaemonAlone = false;
        for (var second = 0; second < 180; second++) {
            world.passSeconds(1);
            var daemons = doomed.tasks().stream()
                    .filter(task -> task.service().orElseThrow() == daemon)
                    .toList();
            var others = doomed.tasks().size() - daemons.size();
            if (others > 0) assertThat(daemons).allMatch(EcsTask::isWanted);
            sawDaemonAlone |= others == 0 && !daemons.isEmpty();
        }
        assertThat(sawDaemonAlone).isTrue();
        assertThat(doomed.tasks()).isEmpty();
        assertThat(service.running()).isEqualTo(2);
        assertThat(daemon.desired()).isEqualTo(1);
    }

    @Test
    void drainingIsDoneOnlyWhenNoTaskIsLeftThatIsNotStopped() {
        var doomed = world.host("a");
        var spec = TaskDefinition.Spec.of(
                "slow",
                ContainerDefinition.of("main", "slow", 256, 512)
                        .behaving(ContainerDefinition.Behaviour.IGNORES_SIGTERM));
        world.steady("slow", world.region.taskDefinitions().register(spec), 1, 0, 100);
        world.drain(doomed);
        world.passSeconds(10);
        assertThat(doomed.runningTasks()).isZero();
        assertThat(doomed.tasks()).hasSize(1);
        assertThat(doomed.remaining().cpuUnits()).isEqualTo(2048 - 256);
        world.passSeconds(30);
        assertThat(doomed.tasks()).isEmpty();
        assertThat(doomed.remaining()).isEqualTo(doomed.registered());
    }

    @Test
    void takenBackADrainLeavesTheTasksWhereTheyAre() {
        var host = world.host("a");
        var service = world.steady("web", world.definition("web", 256, 512), 2, 100, 200);
        world.drain(host);
        world.passSeconds(5);
        world.region.hosts().update(world.live, List.of(host.id()), Status.ACTIVE);
        world.pass(Duration.ofMinutes(20));
        assertThat(host.tasks()).hasSize(2);
        assertThat(service.running()).isEqualTo(2);
    }

    @Test
    void theServiceSchedulerBacksOffWhenNoInstanceFitsEvenIfAHostRegistersMeanwhile() {
        var service = world.service("web", world.definition("web", 256, 512), 1, 100, 200);
        world.passSeconds(60);
        world.host("a");
        world.pass(Duration.ofMinutes(3));
        assertThat(service.running()).isZero();
        world.pass(Duration.ofMinutes(13));
        assertThat(service.running()).isEqualTo(1);
    }

    @Test
    void theBackOffIsASettingOfTheWorld() {
        var patient = new EcsFixture(EcsSettings.DEFAULT.withoutBackOff(Duration.ofSeconds(5)));
        var service = patient.service("web", patient.definition("web", 256, 512), 1, 100, 200);
        patient.pass(Duration.ofMinutes(2));
        patient.host("a");
        patient.passSeconds(30);
        assertThat(service.running()).isEqualTo(1);
    }

    @Test
    void theSchedulerRestsAsLongAsItIsTold() {
        var brisk = new EcsFixture(EcsSettings.DEFAULT.restingFor(Duration.ofSeconds(90)));
        var service = brisk.service("web", brisk.definition("web", 256, 512), 1, 100, 200);
        brisk.passSeconds(60);
        brisk.host("a");
        brisk.passSeconds(60);
        assertThat(service.running()).isZero();
        brisk.passSeconds(60);
        assertThat(service.running()).isEqualTo(1);
        var restless = new EcsFixture(EcsSettings.DEFAULT.restingFor(Duration.ZERO));
        var other = restless.service("web", restless.definition("web", 256, 512), 1, 100, 200);
        restless.pass(Duration.ofMinutes(2));
        restless.host("a");
        restless.passSeconds(30);
        assertThat(other.running()).isEqualTo(1);
    }

    @Test
    void anUpdateOfTheServiceIsTriedAtOnceDespiteTheBackOff() {
        var service = world.service("web", world.definition("web", 256, 512), 1, 100, 200);
        world.passSeconds(60);
        world.host("a");
        world.region.services().update(service, service.spec(), Services.Deploy.ALWAYS);
        world.passSeconds(30);
        assertThat(service.running()).isEqualTo(1);
    }

    @Test
    void aProtectedTaskStaysOnADrainingHostUntilItsProtectionExpires() {
        var doomed = world.host("a");
        var service = world.steady("web", world.definition("web", 256, 512), 1, 100, 200);
        var task = service.tasks().iterator().next();
        world.region.tasks().protect(task, Duration.ofMinutes(10));
        world.host("b");
        world.drain(doomed);
        world.pass(Duration.ofMinutes(9));
        assertThat(task.isRunning()).isTrue();
        world.pass(Duration.ofMinutes(2));
        assertThat(task.status()).isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void protectionCannotBeatEc2sReclaim() {
        var doomed = world.host("a");
        var service = world.steady("web", world.definition("web", 256, 512), 1, 100, 200);
        var task = service.tasks().iterator().next();
        world.region.tasks().protect(task, Duration.ofHours(2));
        world.region.hosts().terminating(doomed.instanceId());
        world.passSeconds(10);
        assertThat(task.status()).isEqualTo(TaskStatus.STOPPED);
        assertThat(task.stopCode()).contains(StopCode.TERMINATION_NOTICE);
        assertThat(task.stoppedReason()).contains("Host EC2 (instance " + doomed.instanceId() + ") terminated.");
    }

    @Test
    void terminatedInstancesDeregisterByThemselves() {
        var host = world.host("a");
        world.region.hosts().terminating(host.instanceId());
        world.passSeconds(10);
        assertThat(host.status()).isEqualTo(Status.INACTIVE);
        assertThat(world.live.instances()).isEmpty();
    }

    @Test
    void stoppedInstancesDoNotDeregister() {
        var host = world.host("a");
        world.region.hosts().stopping(host.instanceId());
        world.pass(Duration.ofDays(1));
        assertThat(host.status()).isEqualTo(Status.ACTIVE);
        assertThat(host.isAgentConnected()).isFalse();
        world.region.hosts().deregisterByForce(world.live, host.id());
        assertThat(world.live.instances()).isEmpty();
    }

    @Test
    void aHostThatEndsWhileItsAgentIsDisconnectedStaysRegisteredWithItsTasks() {
        var host = world.host("a");
        world.steady("web", world.definition("web", 256, 512), 1, 100, 200);
        world.region.hosts().disconnect(host, Duration.ofMinutes(5));
        world.region.hosts().terminating(host.instanceId());
        world.pass(Duration.ofHours(1));
        assertThat(world.live.instances()).containsExactly(host);
        assertThat(host.isAgentConnected()).isFalse();
        assertThat(host.tasks()).hasSize(1);
    }

    @Test
    void aDefinitionsArchitectureIsAHardLimitOnHosts() {
        world.host("a");
        var arm = TaskDefinition.Spec.of("arm", ContainerDefinition.of("main", "arm", 256, 512))
                .with(dev.ballast.model.Architecture.ARM64);
        world.region.taskDefinitions().register(arm);
        var answer = world.region.tasks().run(world.live, StandaloneTasks.Request.of("arm", 1));
        assertThat(answer.failures()).extracting(Failure::reason).containsExactly("ATTRIBUTE");
    }

    @Test
    void theAgentDrainsByItselfOnlyWhereItIsToldTo() {
        var told = world.machine(
                "a",
                EcsFixture.type("m5.large", 2, 8192),
                Map.of("ECS_CLUSTER", "live", "ECS_ENABLE_SPOT_INSTANCE_DRAINING", "true"));
        world.region.hosts().booted(told);
        var untold = world.host("a");
        world.region.hosts().noticed(told.instanceId());
        world.region.hosts().noticed(untold.instanceId());
        world.passSeconds(2);
        assertThat(world.region.hosts().of(told.instanceId()).orElseThrow().status())
                .isEqualTo(Status.DRAINING);
        assertThat(untold.status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void aDrainIsFasterThanTheNoticeWhereThereIsRoomAndDefaultsHold() {
        var doomed = world.host("a");
        world.host("b");
        var service = world.steady("web", world.definition("web", 256, 512), 4, 100, 200);
        world.drain(doomed);
        world.passSeconds(120);
        assertThat(doomed.tasks()).isEmpty();
        assertThat(service.spec().healthy()).isEqualTo(new HealthyPercent(100, 200));
    }
}
