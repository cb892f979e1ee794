package dev.ballast.sim.world.ecs;

import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.WorldTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** ECS of one account, all regions; what belongs to one region is in {@link EcsRegion}. */
public final class Ecs {
    final WorldTime time;
    final Draws draws;
    final Ids ids;
    final String accountId;
    final EcsSettings settings;
    final List<EcsListener> listeners = new ArrayList<>();
    HostTroubles troubles = HostTroubles.NONE;
    Optional<Programs> programs = Optional.empty();
    Function<String, TargetGroups> balancers = region -> TargetGroups.NONE;
    BiFunction<String, String, Optional<Machine>> machines = (region, instanceId) -> Optional.empty();
    private final Map<String, EcsRegion> regions = new TreeMap<>();

    public Ecs(WorldTime time, Draws draws, Ids ids, String accountId, EcsSettings settings) {
        this.time = time;
        this.draws = draws;
        this.ids = ids;
        this.accountId = accountId;
        this.settings = settings;
        time.on(EcsEvent.TaskMoves.class, event -> region(event.region()).happens(event));
        time.on(EcsEvent.TaskEnds.class, event -> region(event.region()).happens(event));
        time.on(EcsEvent.ContainerDue.class, event -> region(event.region()).happens(event));
        time.on(EcsEvent.TaskForgotten.class, event -> region(event.region()).happens(event));
        time.on(EcsEvent.ServiceDue.class, event -> region(event.region()).happens(event));
        time.on(EcsEvent.AgentStarts.class, event -> region(event.region()).happens(event));
        time.on(EcsEvent.AgentDrains.class, event -> region(event.region()).happens(event));
        time.on(EcsEvent.HostLost.class, event -> region(event.region()).happens(event));
        time.on(EcsEvent.AgentReconnects.class, event -> region(event.region()).happens(event));
        time.on(
                EcsEvent.InstanceForgotten.class,
                event -> region(event.region()).happens(event));
    }

    /** A region exists from the first time somebody asks for it. */
    public EcsRegion region(String name) {
        return regions.computeIfAbsent(name, missing -> new EcsRegion(this, missing));
    }

    public Collection<EcsRegion> regions() {
        return Collections.unmodifiableCollection(regions.values());
    }

    public EcsSettings settings() {
        return settings;
    }

    /** @param byRegion who balances load in a region: services name its target groups from now on */
    public void balancedBy(Function<String, ? extends TargetGroups> byRegion) {
        balancers = byRegion::apply;
    }

    /** Who says from now on what goes wrong on hosts. */
    public void troubledBy(HostTroubles other) {
        troubles = other;
    }

    /** Who really runs the containers of tasks from now on; to be said before there is any. */
    public void runBy(Programs real) {
        programs = Optional.of(real);
    }

    /** @param byRegionAndId the machine behind an EC2 instance's id, where it exists: who registers by a call names one */
    public void hostedBy(BiFunction<String, String, Optional<Machine>> byRegionAndId) {
        machines = byRegionAndId;
    }

    public void listen(EcsListener listener) {
        listeners.add(listener);
    }
}
