package dev.ballast.sim.world.elb;

import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.WorldEvent;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.InstanceListener;
import dev.ballast.sim.world.ecs.Ecs;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Elastic Load Balancing of one account, all regions; what belongs to one region is in {@link LoadBalancers}. */
public final class Elb implements InstanceListener {
    /** What becomes of a target; void where its turn has passed. */
    sealed interface TargetEvent extends WorldEvent {
        String region();

        String groupArn();

        Target.Key target();

        int turn();

        record Checked(String region, String groupArn, Target.Key target, int turn) implements TargetEvent {}

        record Drained(String region, String groupArn, Target.Key target, int turn) implements TargetEvent {}
    }

    final WorldTime time;
    final Draws draws;
    final Ids ids;
    final String accountId;
    final Ec2 ec2;
    final Ecs ecs;
    Optional<Traffic> traffic = Optional.empty();
    private final Map<String, LoadBalancers> regions = new TreeMap<>();

    /** Balances the load of ECS's services from now on. */
    public Elb(WorldTime time, Draws draws, Ids ids, Ec2 ec2, Ecs ecs) {
        this.time = time;
        this.draws = draws;
        this.ids = ids;
        this.ec2 = ec2;
        this.ecs = ecs;
        accountId = ec2.rules().accountId();
        time.on(TargetEvent.Checked.class, event -> region(event.region()).checked(event));
        time.on(TargetEvent.Drained.class, event -> region(event.region()).drained(event));
        ecs.balancedBy(this::region);
        ec2.listen(this);
    }

    /** Who really carries requests and checks targets from now on; to be said before there is any. */
    public void carriedBy(Traffic real) {
        traffic = Optional.of(real);
    }

    /** A region exists from the first time somebody asks for it. */
    public LoadBalancers region(String name) {
        return regions.computeIfAbsent(name, missing -> new LoadBalancers(this, missing));
    }

    /** Of the regions that somebody has asked for. */
    public Collection<String> regionNames() {
        return Collections.unmodifiableCollection(regions.keySet());
    }

    public Collection<LoadBalancers> regions() {
        return Collections.unmodifiableCollection(regions.values());
    }

    @Override
    public void stopping(Ec2Instance instance) {
        var region = regions.get(instance.region());
        if (region != null) region.instanceGoes(instance.id());
    }
}
