package dev.ballast.sim.world.faults;

import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.WorldEvent;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ecs.Ecs;
import dev.ballast.sim.world.ecs.EcsInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Faults that begin by themselves: the world's seed says which kinds exist in it at all, when each begins, how long it lasts and how
 * bad it is. What is hit is drawn among what is there at that moment; where nothing is, that fault does not begin. Each kind draws
 * from a stream of its own.
 */
public final class FaultStorm {
    /** The next fault of a kind is due. */
    record Due(Gust gust) implements WorldEvent {}

    private static final String EC2 = "ec2";
    private static final int AGENTS_MOST = 3;
    private static final int POOL_LEFT_BELOW = 3;
    private static final double SHARE_LEAST = 0.05;
    private static final double SHARE_MOST = 0.5;
    private static final int SERVER_FAULT = 500;

    private final WorldTime time;
    private final Draws draws;
    private final Storminess storminess;
    private final Faults faults;
    private final Ec2 ec2;
    private final Ecs ecs;
    private boolean over;

    public FaultStorm(WorldTime time, Draws draws, Storminess storminess, Faults faults, Ec2 ec2, Ecs ecs) {
        this.time = time;
        this.draws = draws;
        this.storminess = storminess;
        this.faults = faults;
        this.ec2 = ec2;
        this.ecs = ecs;
        time.on(Due.class, event -> begin(event.gust()));
        if (storminess == Storminess.NONE) return;
        for (var gust : Gust.values())
            if (of(gust).nextDouble() < storminess.shareOfKinds()) time.schedule(pause(gust), new Due(gust));
    }

    /** Nothing begins any more; what has begun ends when it was to. */
    public void subside() {
        over = true;
    }

    private RandomGenerator of(Gust gust) {
        return draws.stream("storm/" + gust.name());
    }

    private Duration pause(Gust gust) {
        var times = -StrictMath.log(1 - of(gust).nextDouble()) * storminess.calmer();
        return Duration.ofMillis((long) (gust.pauseMean.toMillis() * times));
    }

    private void begin(Gust gust) {
        if (over) return;
        var drawn = of(gust);
        var length = between(drawn, gust.least, gust.most);
        what(gust, drawn).ifPresent(what -> faults.begin(what, Optional.of(length)));
        time.schedule(pause(gust), new Due(gust));
    }

    private Optional<What> what(Gust gust, RandomGenerator drawn) {
        return switch (gust) {
            case ZONE_AWAY -> one(drawn, instances()).map(hit -> new What.ZoneAway(hit.zone()));
            case POOL_SHORT -> {
                var left = drawn.nextInt(POOL_LEFT_BELOW);
                yield one(drawn, instances()).map(hit -> new What.Capacity(hit.pool(), left));
            }
            case AGENTS_DISCONNECTED -> agents(drawn);
            case BOOTS_NEVER_REGISTER ->
                Optional.of(new What.BootsNeverRegister(Optional.empty(), Optional.empty(), share(drawn)));
            case PULLS_FAIL ->
                Optional.of(new What.PullsFail(
                        Optional.empty(), "CannotPullContainerError: the registry does not answer", share(drawn)));
            case API_ERRORS -> {
                var calls = calls(drawn);
                yield Optional.of(new What.ApiError(calls, refusal(calls, drawn.nextBoolean()), share(drawn)));
            }
            case SLOW_ANSWERS ->
                Optional.of(new What.SlowAnswer(
                        calls(drawn), between(drawn, Duration.ofSeconds(1), Duration.ofSeconds(20)), share(drawn)));
            case LOST_ANSWERS -> Optional.of(new What.LostAnswer(calls(drawn), share(drawn)));
            case LATE_EVENTS ->
                Optional.of(new What.LateEvents(
                        Events.ALL, between(drawn, Duration.ofSeconds(1), Duration.ofMinutes(3)), share(drawn)));
            case DOUBLED_EVENTS ->
                Optional.of(new What.DoubledEvents(
                        Events.ALL, between(drawn, Duration.ZERO, Duration.ofMinutes(5)), share(drawn)));
            case LOST_EVENTS -> Optional.of(new What.LostEvents(Events.ALL, share(drawn)));
            case WRONG_CLOCK -> {
                var off = between(drawn, Duration.ofSeconds(1), Duration.ofMinutes(1));
                yield Optional.of(new What.WrongClock(Events.ALL, drawn.nextBoolean() ? off : off.negated()));
            }
        };
    }

    private Optional<What> agents(RandomGenerator drawn) {
        var hosts = new ArrayList<EcsInstance>();
        for (var region : ecs.regions()) for (var cluster : region.clusters()) hosts.addAll(cluster.instances());
        var hit = new TreeSet<String>();
        for (var count = 1 + drawn.nextInt(AGENTS_MOST); count > 0; count--)
            one(drawn, hosts).ifPresent(host -> hit.add(host.instanceId()));
        return hit.isEmpty() ? Optional.empty() : Optional.of(new What.AgentsDisconnected(hit));
    }

    private List<Ec2Instance> instances() {
        var alive = new ArrayList<Ec2Instance>();
        for (var region : ec2.regions())
            for (var instance : region.instances()) if (instance.state().isAlive()) alive.add(instance);
        return alive;
    }

    /** Draws also where there is nothing to draw from: what is there must not change what comes after. */
    private static <T> Optional<T> one(RandomGenerator drawn, List<T> all) {
        var share = drawn.nextDouble();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get((int) (share * all.size())));
    }

    private static Calls calls(RandomGenerator drawn) {
        return new Calls(Optional.of(drawn.nextBoolean() ? EC2 : "ecs"), Optional.empty(), Optional.empty());
    }

    /** In the service's own words: it cannot for a while, or will not. */
    private static What.Refusal refusal(Calls calls, boolean throttled) {
        var service = calls.service().orElseThrow();
        if (throttled) return Throttles.refusal(service);
        return service.equals(EC2)
                ? new What.Refusal("InternalError", "An internal error has occurred", SERVER_FAULT)
                : new What.Refusal("ServerException", "Service Unavailable. Please try again later.", SERVER_FAULT);
    }

    private static Chance share(RandomGenerator drawn) {
        return new Chance(SHARE_LEAST + (SHARE_MOST - SHARE_LEAST) * drawn.nextDouble(), OptionalInt.empty());
    }

    private static Duration between(RandomGenerator drawn, Duration least, Duration most) {
        return least.plusMillis((long) (most.minus(least).toMillis() * drawn.nextDouble()));
    }
}
