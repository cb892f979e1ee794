package dev.ballast.sim.world.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ecs.EcsDeployment.Rollout;
import dev.ballast.sim.world.ecs.EcsService.CircuitBreaker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceSchedulerTest {
    private final EcsFixture world = new EcsFixture();

    private static String lastEvent(EcsService service) {
        return service.events().iterator().next().message();
    }

    @Test
    void aServiceSpreadsOverTheZonesByDefault() {
        world.host("a");
        world.host("b");
        world.host("c");
        var service = world.steady("web", world.definition("web", 128, 128), 6, 100, 200);
        for (var zone : List.of("a", "b", "c"))
            assertThat(service.tasks())
                    .filteredOn(task -> task.instance().zone().endsWith(zone))
                    .hasSize(2);
        assertThat(lastEvent(service)).isEqualTo("(service web) has reached a steady state.");
        assertThat(service.primary().rollout()).isEqualTo(Rollout.COMPLETED);
    }

    @Test
    void aTaskThatEndsIsReplaced() {
        world.host("a");
        var spec = TaskDefinition.Spec.of(
                "job",
                ContainerDefinition.of("main", "job", 128, 128)
                        .behaving(ContainerDefinition.Behaviour.job(Duration.ofMinutes(1), 3)));
        var service = world.service("job", world.region.taskDefinitions().register(spec), 1, 100, 200);
        world.passSeconds(30);
        var first = service.tasks().iterator().next();
        world.pass(Duration.ofMinutes(2));
        assertThat(first.status()).isEqualTo(TaskStatus.STOPPED);
        assertThat(first.stopCode()).contains(StopCode.ESSENTIAL_CONTAINER_EXITED);
        assertThat(first.exitCode()).contains(3);
        assertThat(service.tasks()).hasSize(1).doesNotContain(first);
    }

    @Test
    void aTerminatedHostsTasksAreReplacedElsewhere() {
        var doomed = world.host("a");
        world.host("b");
        var service = world.steady("web", world.definition("web", 256, 512), 4, 100, 200);
        world.region.hosts().terminating(doomed.instanceId());
        world.pass(Duration.ofMinutes(1));
        assertThat(service.running()).isEqualTo(4);
        assertThat(service.tasks()).noneMatch(task -> task.instance() == doomed);
    }

    @Test
    void scalingInTakesFromTheFullestZone() {
        world.host("a");
        var service = world.steady("web", world.definition("web", 128, 128), 2, 100, 200);
        world.host("b");
        world.region.services().update(service, service.spec().withDesired(4), Services.Deploy.WHERE_CHANGED);
        world.pass(Duration.ofMinutes(1));
        world.region.services().update(service, service.spec().withDesired(2), Services.Deploy.WHERE_CHANGED);
        world.pass(Duration.ofMinutes(1));
        assertThat(service.running()).isEqualTo(2);
        assertThat(service.tasks().stream().map(task -> task.instance().zone()).distinct())
                .hasSize(2);
    }

    @Test
    void aProtectedTaskIsNotScaledIn() {
        world.host("a");
        var service = world.steady("web", world.definition("web", 128, 128), 3, 100, 200);
        var kept = List.copyOf(service.tasks()).getLast();
        world.region.tasks().protect(kept, Duration.ofHours(1));
        world.region.services().update(service, service.spec().withDesired(1), Services.Deploy.WHERE_CHANGED);
        world.pass(Duration.ofMinutes(1));
        assertThat(service.tasks()).containsExactly(kept);
    }

    @Test
    void aRollingDeploymentStaysWithinItsPercentages() {
        world.host("a");
        world.host("b");
        var service = world.steady("web", world.definition("web", 128, 128), 4, 50, 150);
        var next = world.definition("web", 128, 256);
        world.region.services().update(service, service.spec().with(next), Services.Deploy.WHERE_CHANGED);
        var running = new ArrayList<Integer>();
        var existing = new ArrayList<Integer>();
        for (var step = 0; step < 3000; step++) {
            world.pass(Duration.ofMillis(100));
            running.add(service.running());
            existing.add(service.tasks().size());
        }
        assertThat(Collections.min(running)).isEqualTo(2);
        assertThat(Collections.max(existing)).isEqualTo(6);
        assertThat(service.tasks()).hasSize(4).allMatch(task -> task.definition() == next);
        assertThat(service.deployments()).hasSize(1);
        assertThat(service.primary().rollout()).isEqualTo(Rollout.COMPLETED);
    }

    @Test
    void aForcedDeploymentReplacesTheSameDefinition() {
        world.host("a");
        var service = world.steady("web", world.definition("web", 128, 128), 2, 100, 200);
        var before = List.copyOf(service.tasks());
        world.region.services().update(service, service.spec(), Services.Deploy.ALWAYS);
        world.pass(Duration.ofMinutes(3));
        assertThat(service.tasks()).hasSize(2).doesNotContainAnyElementsOf(before);
    }

    @Test
    void aDeploymentThatCannotStartTripsTheCircuitBreaker() {
        world.host("a");
        var service = world.steady("web", world.definition("web", 128, 128), 2, 100, 200);
        world.region
                .services()
                .update(service, service.spec().with(CircuitBreaker.STOP), Services.Deploy.WHERE_CHANGED);
        world.region.breakImage("broken", Optional.of("CannotPullContainerError: not found"));
        var next = world.definition("broken", 128, 128);
        world.region.services().update(service, service.spec().with(next), Services.Deploy.WHERE_CHANGED);
        world.pass(Duration.ofMinutes(10));
        assertThat(service.primary().rollout()).isEqualTo(Rollout.FAILED);
        // The fourth was on its way when the third failed.
        assertThat(service.primary().failedTasks()).isBetween(3, 4);
        assertThat(service.running()).isEqualTo(2);
        assertThat(service.tasks()).allMatch(task -> task.definition().family().equals("web"));
    }

    @Test
    void aFailedDeploymentRollsBackWhereItIsTold() {
        world.host("a");
        var good = world.definition("web", 128, 128);
        var service = world.steady("web", good, 2, 100, 200);
        world.region
                .services()
                .update(service, service.spec().with(CircuitBreaker.ROLL_BACK), Services.Deploy.WHERE_CHANGED);
        world.region.breakImage("broken", Optional.of("CannotPullContainerError: not found"));
        var next = world.definition("broken", 128, 128);
        world.region.services().update(service, service.spec().with(next), Services.Deploy.WHERE_CHANGED);
        world.pass(Duration.ofMinutes(10));
        assertThat(service.spec().definition()).isSameAs(good);
        assertThat(service.primary().rollout()).isEqualTo(Rollout.COMPLETED);
        assertThat(service.running()).isEqualTo(2);
        assertThat(service.events())
                .extracting(EcsService.Event::message)
                .anyMatch(message -> message.contains("rolling back to (deployment ecs-svc/"));
    }

    @Test
    void theEventOfAFailedPlacementNamesTheClosestHost() {
        var service = world.service("web", world.definition("web", 256, 512), 1, 100, 200);
        world.passSeconds(2);
        assertThat(lastEvent(service))
                .isEqualTo("(service web) was unable to place a task because no container instance met all of its"
                        + " requirements. Reason: No Container Instances were found in your cluster. For more"
                        + " information, see the Troubleshooting section of the Amazon ECS Developer Guide.");
        var host = world.host("a");
        var fat = world.service("fat", world.definition("fat", 256, 16_000), 1, 100, 200);
        world.passSeconds(2);
        assertThat(lastEvent(fat))
                .isEqualTo("(service fat) was unable to place a task because no container instance met all of its"
                        + " requirements. The closest matching (container-instance " + host.id()
                        + ") has insufficient memory available. For more information, see the Troubleshooting section of"
                        + " the Amazon ECS Developer Guide.");
    }

    @Test
    void daemonsArePlacedOnANewHostBeforeAnyOtherService() {
        var daemon = world.region
                .services()
                .create(world.live, EcsService.Spec.daemon("log", world.definition("log", 1024, 512)), Map.of());
        // Fills a host alone; what the daemon leaves is not enough for two.
        var service = world.service("web", world.definition("web", 1024, 512), 2, 100, 200);
        world.passSeconds(1);
        var host = world.host("a");
        world.pass(Duration.ofMinutes(20));
        assertThat(daemon.running()).isEqualTo(1);
        assertThat(service.running()).isEqualTo(1);
        assertThat(host.remaining().cpuUnits()).isZero();
    }

    @Test
    void aDaemonIsReplacedInPlaceAndLeavesHostsThatItMayNoLongerBeOn() {
        var host = world.host("a");
        world.host("b");
        var daemon = world.region
                .services()
                .create(world.live, EcsService.Spec.daemon("log", world.definition("log", 64, 64)), Map.of());
        world.pass(Duration.ofMinutes(1));
        var next = world.definition("log", 64, 128);
        world.region.services().update(daemon, daemon.spec().with(next), Services.Deploy.WHERE_CHANGED);
        world.pass(Duration.ofMinutes(2));
        assertThat(daemon.tasks()).hasSize(2).allMatch(task -> task.definition() == next);
        var only = new PlacementConstraint.MemberOf("attribute:ecs.availability-zone == eu-west-1a");
        world.region
                .services()
                .update(daemon, daemon.spec().placed(List.of(only), List.of()), Services.Deploy.WHERE_CHANGED);
        world.pass(Duration.ofMinutes(2));
        assertThat(daemon.tasks()).extracting(EcsTask::instance).containsExactly(host);
    }

    @Test
    void aServiceStartsNoMoreTasksAMinuteThanItsQuota() {
        var slow = new EcsFixture(EcsSettings.DEFAULT.withLaunchesPerMinute(5));
        slow.host("a");
        var service = slow.service("web", slow.definition("web", 64, 64), 12, 100, 200);
        slow.passSeconds(30);
        assertThat(service.tasks()).hasSize(5);
        slow.pass(Duration.ofMinutes(3));
        assertThat(service.tasks()).hasSize(12);
    }

    @Test
    void aDeletedServiceDrainsAndBecomesInactive() {
        world.host("a");
        var service = world.steady("web", world.definition("web", 64, 64), 1, 100, 200);
        assertThatThrownBy(() -> world.region.services().delete(service)).isInstanceOf(Refused.class);
        world.region.services().deleteByForce(service);
        world.pass(Duration.ofMinutes(1));
        assertThat(service.status()).isEqualTo(EcsService.Status.INACTIVE);
        assertThat(service.tasks()).isEmpty();
        world.service("web", world.definition("web", 64, 64), 1, 100, 200);
    }

    @Test
    void aTaskWithoutSettledReplacementIsNotStoppedBelowTheMinimum() {
        world.host("a");
        var service = world.service("web", world.definition("web", 128, 128), 2, 100, 200);
        world.passSeconds(25);
        assertThat(service.running()).isEqualTo(2);
        // None of the two has run for 40 s: they must not be taken for unhealthy and stopped at once.
        world.region.services().update(service, service.spec(), Services.Deploy.ALWAYS);
        var least = 2;
        for (var second = 0; second < 120; second++) {
            world.passSeconds(1);
            least = Math.min(least, service.running());
        }
        assertThat(least).isEqualTo(2);
        assertThat(service.spec().healthy()).isEqualTo(new HealthyPercent(100, 200));
    }
}
