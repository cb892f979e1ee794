package dev.ballast.sim.world.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScaleTest {
    private static final int HOSTS = 2_000;

    @Test
    void tenTasksAHostFindTheirPlaceAndLeaveItAgainInALargeCluster() {
        var world = new EcsFixture(EcsSettings.DEFAULT.withLaunchesPerMinute(100_000));
        var type = EcsFixture.type("m5.large", 2, 8192);
        for (var i = 0; i < HOSTS; i++) {
            var zone = List.of("a", "b", "c").get(i % 3);
            world.region.hosts().booted(world.machine(zone, type, Map.of("ECS_CLUSTER", "live")));
        }
        world.pass(Duration.ofMinutes(1));
        var definition = world.definition("web", 128, 256);
        for (var i = 0; i < 20; i++) world.service("web" + i, definition, HOSTS / 2, 100, 200);
        world.pass(Duration.ofMinutes(1));
        assertThat(world.live.runningTasks()).isEqualTo(10 * HOSTS);
        var doomed = world.live.instances().stream().limit(HOSTS / 10).toList();
        doomed.forEach(world::drain);
        world.pass(Duration.ofMinutes(2));
        assertThat(doomed).allMatch(host -> host.tasks().isEmpty());
        assertThat(world.live.runningTasks()).isEqualTo(10 * HOSTS);
    }
}
