package dev.ballast.simulation;

import dev.ballast.loop.Tick;
import dev.ballast.model.ContainerInstance.Status;
import dev.ballast.model.InstanceState;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.Reason;
import dev.ballast.model.Settings;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ecs.EcsInstance;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.EcsTask;
import dev.ballast.sim.world.market.Regime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * After the storm everything must become whole within {@link #PATIENCE}, and stay whole; where the market goes on taking instances
 * away, it must become whole again within the same time.
 */
final class Liveness {
    /**
     * The slowest that is meant to be slow: a pool's longest quarantine and a host that somebody drained by hand are an hour each, ECS's
     * back-off a quarter of one.
     */
    static final Duration PATIENCE = Duration.ofHours(3);

    /** A replacement's boot, an AWS default of a deregistration delay and a stop timeout, and what goes wrong with each. */
    private static final Duration FOLLOWED = Duration.ofMinutes(30);

    private final World world;
    private final Supplier<Settings> settings;
    private final Storm storm;
    private final Regime regime;
    private Instant lackingSince;
    private boolean givesBack;
    private Duration wholeAfter;
    private List<String> lacks = List.of("nothing was decided");

    Liveness(World world, Supplier<Settings> settings, Storm storm, Regime regime) {
        this.world = world;
        this.settings = settings;
        this.storm = storm;
        this.regime = regime;
        lackingSince = storm.end();
    }

    Optional<Duration> wholeAfter() {
        return Optional.ofNullable(wholeAfter);
    }

    void ticked(Tick tick) {
        var now = world.time().now();
        if (now.isBefore(storm.end())) return;
        lacks = lacks(tick);
        givesBack = !tick.decision().memory().retiring().isEmpty()
                && tick.decision().memory().retiring().values().stream()
                        .allMatch(one -> one.why() == Reason.Code.SURPLUS);
        if (lacks.isEmpty()) {
            if (wholeAfter == null) wholeAfter = Duration.between(storm.end(), now);
            lackingSince = null;
        } else if (lackingSince == null) lackingSince = now;
        if (lackingSince != null && now.isAfter(lackingSince.plus(PATIENCE)))
            throw new Violation(
                    "whole",
                    now,
                    (wholeAfter == null
                                    ? "never since the end of the storm at " + storm.end()
                                    : "not since " + lackingSince)
                            + ": " + lacks);
    }

    /** In the end a surplus may be on its way out; nothing may be missing, unless the market took it just now. */
    void ended() {
        if (storm.isBlowing() || regime != Regime.CALM && wholeAfter != null) return;
        if (!lacks.isEmpty() && !givesBack)
            throw new Violation("whole", world.time().now(), "in the end: " + lacks);
    }

    private List<String> lacks(Tick tick) {
        var lacks = new ArrayList<String>();
        var decision = tick.decision();
        var followed = followed(tick);
        if (!decision.settled()
                && (followed.isEmpty()
                        || followed.size() < decision.memory().retiring().size()))
            lacks.add("not settled: "
                    + decision.notes().stream().map(note -> note.sentence()).toList() + ", retiring "
                    + decision.memory().retiring());
        var cluster = world.ecs().region(Cluster.REGION).cluster("live");
        for (var service : cluster.services())
            if (service.status() == EcsService.Status.ACTIVE
                    && !service.isDaemon()
                    && service.running() != service.desired()) lacks.add(told(service));
        var hosts = 0;
        for (var instance : world.ec2().region(Cluster.REGION).instances()) {
            if (!isOwned(instance) || !instance.state().isAlive()) continue;
            hosts++;
            var host = world.ecs().region(Cluster.REGION).hosts().of(instance.id());
            if (followed.contains(instance.id())) continue;
            // somebody drained it, and what runs there cannot move: theirs
            if (host.isPresent()
                    && host.get().status() == Status.DRAINING
                    && !decision.memory().retiring().containsKey(instance.id())
                    && host.get().runningTasks() > 0) continue;
            if (instance.state() != InstanceState.RUNNING
                    || host.isEmpty()
                    || host.get().status() != Status.ACTIVE
                    || !host.get().isAgentConnected())
                lacks.add(instance + " is " + instance.state() + " and "
                        + host.map(one -> one.status() + (one.isAgentConnected() ? "" : ", silent") + " with "
                                        + tasks(one))
                                .orElse("in no cluster"));
        }
        for (var host : cluster.instances())
            if (world.ec2()
                    .instance(host.instanceId())
                    .filter(one -> one.state().isAlive())
                    .isEmpty()) lacks.add(host + " is registered and its instance gone");
        var target = settings.get().capacity().target().amount();
        if (hosts < target) lacks.add(hosts + " hosts of " + target);
        return lacks;
    }

    private List<String> tasks(EcsInstance host) {
        return host.cluster().tasks().stream()
                .filter(task -> task.instance() == host && task.stoppedAt().isEmpty())
                .map(task -> task + " " + task.status() + targets(task))
                .toList();
    }

    private String targets(EcsTask task) {
        if (task.service().isEmpty()) return "";
        var told = new StringJoiner(", ", ", behind ", "").setEmptyValue("");
        for (var behind : task.service().get().spec().loadBalancers())
            for (var target : world.elb()
                    .region(Cluster.REGION)
                    .group(behind.targetGroupArn())
                    .targets())
                if (target.task().filter(task::equals).isPresent())
                    told.add(target.health().toString());
        return told.toString();
    }

    /**
     * Hosts replaced because a market that is not calm recommends it, each within {@link #FOLLOWED}: with deregistration delays of minutes
     * one such replacement follows the other, and nothing is missing meanwhile.
     */
    private Set<String> followed(Tick tick) {
        if (regime == Regime.CALM) return Set.of();
        var followed = new TreeSet<String>();
        tick.decision().memory().retiring().forEach((id, one) -> {
            if (one.why() == Reason.Code.REBALANCE_DRAIN
                    && one.since().plus(FOLLOWED).isAfter(world.time().now())) followed.add(id);
        });
        return followed;
    }

    private static String told(EcsService service) {
        return service.name() + " runs " + service.running() + " of " + service.desired() + " at "
                + service.spec().healthy() + ": "
                + service.events().stream()
                        .limit(3)
                        .map(event -> event.at() + " " + event.message())
                        .toList();
    }

    private static boolean isOwned(Ec2Instance instance) {
        return "live".equals(instance.tags().get(OwnerTags.CLUSTER));
    }
}
