package dev.ballast.sim.world.ecs;

import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.WorldTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What all parts of one region's ECS stand on, and to whom they tell what happens. */
final class Ground {
    final WorldTime time;
    final Ids ids;
    final Arns arns;
    final List<EcsListener> listeners;
    final EcsSettings settings;
    private final Ecs ecs;
    private final Draws draws;

    Ground(Ecs ecs, String region) {
        this.ecs = ecs;
        time = ecs.time;
        draws = ecs.draws;
        ids = ecs.ids;
        arns = new Arns(region, ecs.accountId);
        listeners = ecs.listeners;
        settings = ecs.settings;
    }

    String region() {
        return arns.region();
    }

    TargetGroups targetGroups() {
        return ecs.balancers.apply(region());
    }

    /** Empty: the world behaves as if containers ran. */
    Optional<Programs> programs() {
        return ecs.programs;
    }

    HostTroubles troubles() {
        return ecs.troubles;
    }

    Optional<Machine> machine(String instanceId) {
        return ecs.machines.apply(region(), instanceId);
    }

    Instant now() {
        return time.now();
    }

    Draws.Stream stream(String name) {
        return draws.stream("ecs." + name);
    }

    Duration drawn(String what, Between span) {
        return span.draw(stream(what));
    }

    void changed(EcsTask task) {
        listeners.forEach(listener -> listener.taskChanged(task));
    }

    void changed(EcsInstance instance) {
        listeners.forEach(listener -> listener.instanceChanged(instance));
    }
}
