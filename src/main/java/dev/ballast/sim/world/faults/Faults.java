package dev.ballast.sim.world.faults;

import dev.ballast.model.CapacityPool;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.WorldEvent;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ecs.Ecs;
import dev.ballast.sim.world.ecs.EcsInstance;
import dev.ballast.sim.world.ecs.HostTroubles;
import dev.ballast.sim.world.ecs.Machine;
import dev.ballast.sim.world.elb.Elb;
import dev.ballast.sim.world.messaging.EventTroubles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** The faults of one world: they begin, hit, and end by themselves where they were given a length or a number of hits. */
public final class Faults implements HostTroubles, EventTroubles {
    /** A fault's time is over. */
    record Over(String faultId) implements WorldEvent {}

    private static final class Running {
        private final String id;
        private final Instant since;
        private final Optional<Instant> until;
        private What what;
        private int hits;

        private Running(String id, What what, Instant since, Optional<Instant> until) {
            this.id = id;
            this.what = what;
            this.since = since;
            this.until = until;
        }

        private Fault shown() {
            return new Fault(id, what, since, until, hits);
        }
    }

    private final WorldTime time;
    private final Draws draws;
    private final Ec2 ec2;
    private final Ecs ecs;
    private final Elb elb;
    private final Map<String, Running> running = new LinkedHashMap<>();
    /** Not drawn: one more fault must not change the ids of instances. */
    private int begun;

    /** Says from now on what goes wrong on hosts. */
    public Faults(WorldTime time, Draws draws, Ec2 ec2, Ecs ecs, Elb elb) {
        this.time = time;
        this.draws = draws;
        this.ec2 = ec2;
        this.ecs = ecs;
        this.elb = elb;
        time.on(Over.class, event -> end(event.faultId()));
        ecs.troubledBy(this);
    }

    /** @param length empty: until {@link #end}, or its last hit */
    public Fault begin(What what, Optional<Duration> length) {
        var fault = new Running("fault-" + ++begun, what, time.now(), length.map(time.now()::plus));
        running.put(fault.id, fault);
        fault.until.ifPresent(end -> time.schedule(end, new Over(fault.id)));
        switch (what) {
            case What.Capacity capacity -> ec2.market().limit(capacity.pool(), fault.id, capacity.instances());
            case What.ZoneAway away -> {
                ec2.market().closeZone(away.zone(), fault.id);
                cutOff(host -> host.zone().equals(away.zone()));
                failTargets(away.zone());
            }
            case What.AgentsDisconnected agents ->
                cutOff(host -> agents.instanceIds().contains(host.instanceId()));
            case What.BootsNeverRegister _, What.PullsFail _, What.OfCalls _, What.OfEvents _ -> {}
        }
        return fault.shown();
    }

    /** In the order in which they began. */
    public List<Fault> all() {
        return running.values().stream().map(Running::shown).toList();
    }

    public Optional<Fault> find(String id) {
        return Optional.ofNullable(running.get(id)).map(Running::shown);
    }

    /** Ends one; nothing where it is over already. */
    public void end(String id) {
        var fault = running.remove(id);
        if (fault == null) return;
        switch (fault.what) {
            case What.Capacity capacity -> ec2.market().lift(capacity.pool(), id);
            case What.ZoneAway away -> {
                ec2.market().openZone(away.zone(), id);
                if (!isAway(away.zone())) mendTargets(away.zone());
            }
            // Cut-off agents ask again by themselves whether they still are.
            case What.AgentsDisconnected _,
                    What.BootsNeverRegister _,
                    What.PullsFail _,
                    What.OfCalls _,
                    What.OfEvents _ -> {}
        }
    }

    public void endAll() {
        for (var id : List.copyOf(running.keySet())) end(id);
    }

    /** The pool has what it had: its faults end, and so does the drought after an interruption of all of it. */
    public void restore(CapacityPool pool) {
        for (var fault : List.copyOf(running.values()))
            if (fault.what instanceof What.Capacity capacity && capacity.pool().equals(pool)) end(fault.id);
        ec2.market().restore(pool);
    }

    /** These agents reach ECS again, unless something else keeps them from it; a fault that is left without agents ends. */
    public void connect(Collection<String> instanceIds) {
        for (var fault : List.copyOf(running.values())) {
            if (!(fault.what instanceof What.AgentsDisconnected agents)) continue;
            var left = new TreeSet<>(agents.instanceIds());
            left.removeAll(instanceIds);
            if (left.isEmpty()) end(fault.id);
            else fault.what = new What.AgentsDisconnected(left);
        }
    }

    /** Whether {@link #befalls} may draw or count anything. */
    public boolean troubleCalls() {
        return any(What.OfCalls.class::isInstance);
    }

    /**
     * What becomes of a call that arrives now; to be asked once a call, because it draws and counts. {@link Throttles}, which do not depend
     * on faults, are asked before it.
     */
    public Fate befalls(Called called) {
        if (running.isEmpty()) return Fate.NONE;
        Optional<What.Refusal> refusal = Optional.empty();
        var delay = Duration.ZERO;
        var lost = false;
        for (var fault : List.copyOf(running.values())) {
            switch (fault.what) {
                case What.ApiError error -> {
                    if (refusal.isEmpty() && error.calls().mean(called) && hits(fault, error.chance()))
                        refusal = Optional.of(error.refusal());
                }
                case What.SlowAnswer slow -> {
                    if (slow.calls().mean(called) && hits(fault, slow.chance())) delay = delay.plus(slow.delay());
                }
                case What.LostAnswer loss -> {
                    if (loss.calls().mean(called) && hits(fault, loss.chance())) lost = true;
                }
                case What.Capacity _,
                        What.ZoneAway _,
                        What.AgentsDisconnected _,
                        What.BootsNeverRegister _,
                        What.PullsFail _,
                        What.OfEvents _ -> {}
            }
        }
        return new Fate(refusal, delay, lost);
    }

    @Override
    public Passage passage(Told told) {
        if (running.isEmpty()) return Passage.SOUND;
        var ahead = Duration.ZERO;
        var delay = Duration.ZERO;
        var lost = false;
        List<Duration> more = new ArrayList<>();
        for (var fault : List.copyOf(running.values())) {
            if (!(fault.what instanceof What.OfEvents troubled)
                    || !troubled.events().mean(told)) continue;
            switch (troubled) {
                case What.WrongClock clock -> ahead = ahead.plus(clock.ahead());
                case What.LateEvents late -> {
                    if (hits(fault, late.chance())) delay = delay.plus(late.delay());
                }
                case What.DoubledEvents doubled -> {
                    if (hits(fault, doubled.chance())) more.add(doubled.apart());
                }
                case What.LostEvents loss -> {
                    if (hits(fault, loss.chance())) lost = true;
                }
            }
        }
        List<Duration> copies = new ArrayList<>();
        if (!lost) {
            copies.add(delay);
            for (var apart : more) copies.add(delay.plus(apart));
        }
        return new Passage(copies, ahead);
    }

    @Override
    public boolean isCutOff(Machine machine) {
        return any(what -> switch (what) {
            case What.ZoneAway away -> away.zone().equals(machine.zone());
            case What.AgentsDisconnected agents -> agents.instanceIds().contains(machine.instanceId());
            case What.Capacity _, What.BootsNeverRegister _, What.PullsFail _, What.OfCalls _, What.OfEvents _ -> false;
        });
    }

    @Override
    public boolean neverRegisters(Machine machine) {
        return first(fault -> fault.what instanceof What.BootsNeverRegister boots
                                && boots.zone().map(machine.zone()::equals).orElse(true)
                                && boots.instanceType()
                                        .map(machine.type().name()::equals)
                                        .orElse(true)
                                && hits(fault, boots.chance())
                        ? Optional.of(true)
                        : Optional.<Boolean>empty())
                .isPresent();
    }

    @Override
    public Optional<String> pullFailure(String image) {
        return first(fault -> fault.what instanceof What.PullsFail pulls
                        && pulls.image().map(image::equals).orElse(true)
                        && hits(fault, pulls.chance())
                ? Optional.of(pulls.reason())
                : Optional.empty());
    }

    private <T> Optional<T> first(Function<Running, Optional<T>> of) {
        if (running.isEmpty()) return Optional.empty();
        for (var fault : List.copyOf(running.values())) {
            var found = of.apply(fault);
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    private boolean any(Predicate<What> which) {
        for (var fault : running.values()) if (which.test(fault.what)) return true;
        return false;
    }

    /** Each fault draws from a stream of its own: one more of them leaves the others as they are. */
    private boolean hits(Running fault, Chance chance) {
        if (chance.share() < 1 && draws.stream("faults/" + fault.id).nextDouble() >= chance.share()) return false;
        fault.hits++;
        if (chance.times().isPresent() && fault.hits >= chance.times().getAsInt()) end(fault.id);
        return true;
    }

    private boolean isAway(String zone) {
        return any(what -> what instanceof What.ZoneAway away && away.zone().equals(zone));
    }

    private void cutOff(Predicate<EcsInstance> which) {
        for (var region : ecs.regions())
            for (var cluster : region.clusters())
                for (var host : List.copyOf(cluster.instances()))
                    if (which.test(host)) region.hosts().cutOff(host);
    }

    private void failTargets(String zone) {
        for (var region : elb.regions())
            for (var group : region.groups())
                for (var target : new ArrayList<>(group.targets()))
                    if (target.zone().equals(zone)) region.fail(group, target);
    }

    private void mendTargets(String zone) {
        for (var region : elb.regions())
            for (var group : region.groups())
                for (var target : new ArrayList<>(group.targets()))
                    if (target.zone().equals(zone)) region.mend(group, target);
    }
}
