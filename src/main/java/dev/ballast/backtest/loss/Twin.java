package dev.ballast.backtest.loss;

import dev.ballast.act.Actor;
import dev.ballast.act.Fence;
import dev.ballast.journal.InMemoryJournal;
import dev.ballast.loop.Drive;
import dev.ballast.loop.JumpingRunner;
import dev.ballast.loop.Loop;
import dev.ballast.loop.Tick;
import dev.ballast.model.Action;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Settings;
import dev.ballast.model.Step;
import dev.ballast.observe.CloudUnreachable;
import dev.ballast.observe.Observer;
import dev.ballast.sim.port.WorldPort;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ec2.Subnet;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.template.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A cluster in a world of its own, on time that jumps: built up by Ballast from its settings and services, and then kept by whoever is to be
 * tried when its instances are taken.
 */
public final class Twin {
    private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    private static final Duration BUILT_WITHIN = Duration.ofHours(6);
    /** So long it must have been whole before anything is taken: surplus goes, caches are warm. */
    private static final Duration AT_REST = Duration.ofMinutes(30);

    /** The back-off of ECS's scheduler, and a second one. */
    private static final Duration WATCHED = Duration.ofMinutes(45);

    private final Settings settings;
    private final World world;
    private final WorldPort port;
    private final Loop loop;
    private final SortedMap<String, Workload> workloads = new TreeMap<>();
    private Consumer<Tick> observer = tick -> {};

    /**
     * @param settings what Ballast keeps; what they say of agent draining holds for every instance that is launched
     * @param coldStart of every host
     */
    public Twin(long seed, Settings settings, List<Workload> services, ColdStart coldStart) {
        this(seed, settings, services, coldStart, Set.of());
    }

    /** @param zones in which it buys, as far as its world has them; none is all */
    public Twin(long seed, Settings settings, List<Workload> services, ColdStart coldStart, Set<String> zones) {
        world = new World(seed, START, coldStart.rules());
        this.settings = zones.isEmpty() ? settings : settings.withNetwork(network(settings, zones));
        port = new WorldPort(world, settings.region(), settings.cluster());
        port.writer().perform(new Step("cluster", new Action.PutCluster(), null));
        for (var service : services) {
            workloads.put(service.name(), service);
            Workloads.create(world, this.settings, service);
        }
        loop = new Loop(
                new Observer(port.cluster(), port.market()),
                port.signals(),
                new Actor(port.writer(), Fence.NONE, port.clock()),
                new InMemoryJournal("twin-" + seed),
                port.clock(),
                () -> this.settings);
    }

    private Settings.Network network(Settings settings, Set<String> zones) {
        var subnets = world.ec2().region(settings.region()).network().subnets().stream()
                .filter(subnet -> zones.contains(subnet.zone().name()))
                .map(Subnet::id)
                .toList();
        var network = settings.instance().network();
        return new Settings.Network(subnets, network.securityGroups(), network.publicAddress());
    }

    /**
     * Launches hosts as another cluster has them, before Ballast looks at all. What this world does not offer stays away.
     *
     * @param hosts by pool
     */
    public void furnish(SortedMap<CapacityPool, Integer> hosts) {
        var image = port.market().image(settings.instance().image()).orElseThrow();
        var template = Template.compose(settings, image);
        port.writer().perform(new Step("template", new Action.EnsureLaunchTemplate(template), null));
        for (var offer : port.market().offers(settings)) {
            var count = hosts.getOrDefault(offer.pool(), 0);
            if (count > 0)
                port.writer()
                        .perform(new Step(
                                "furnish-" + offer.pool(),
                                new Action.LaunchInstances(template.name(), List.of(offer), count, Optional.empty()),
                                null));
        }
    }

    /** Told every tick of Ballast's. */
    public void observe(Consumer<Tick> by) {
        observer = by;
    }

    public World world() {
        return world;
    }

    /**
     * Lets Ballast build the cluster, until everything runs and rests.
     *
     * @throws IllegalStateException where that does not come to pass
     */
    public void build() {
        var until = now().plus(BUILT_WITHIN);
        var restsSince = new Instant[1];
        run(until, tick -> {
            var rests = tick.decision().settled() && everythingServes();
            if (!rests) restsSince[0] = null;
            else if (restsSince[0] == null) restsSince[0] = now();
            return restsSince[0] != null && !restsSince[0].plus(AT_REST).isAfter(now());
        });
        if (restsSince[0] == null) throw new IllegalStateException("the cluster was not whole within " + BUILT_WITHIN);
    }

    private boolean everythingServes() {
        for (var service : services().keySet()) {
            var serving = service.tasks().stream().filter(LossWatch::serves).count();
            if (serving < service.desired()) return false;
        }
        return true;
    }

    /** The services as the world has them, with what they were made from. */
    private Map<EcsService, Workload> services() {
        var services = new LinkedHashMap<EcsService, Workload>();
        for (var service : world.ecs()
                .region(settings.region())
                .cluster(settings.cluster())
                .services())
            Optional.ofNullable(workloads.get(service.name()))
                    .filter(workload -> workload.placing() != Workload.Placing.EVERY_HOST)
                    .ifPresent(workload -> services.put(service, workload));
        return services;
    }

    /** The living spot instances by pool. */
    public SortedMap<CapacityPool, List<String>> pools() {
        var pools = new TreeMap<CapacityPool, List<String>>();
        for (var instance : world.ec2().region(settings.region()).instances())
            if (instance.spot().isPresent() && instance.state().isAlive())
                pools.computeIfAbsent(instance.pool(), pool -> new ArrayList<>())
                        .add(instance.id());
        return pools;
    }

    /** Tasks of its services that run on these instances. */
    public long tasksOn(List<String> instances) {
        return services().keySet().stream()
                .flatMap(service -> service.tasks().stream())
                .filter(task -> instances.contains(task.instance().instanceId()))
                .count();
    }

    /** So many of each pool, or all that there are: those with most tasks. */
    public List<String> busiest(SortedMap<CapacityPool, Integer> wanted) {
        var there = pools();
        var busiest = new ArrayList<String>();
        wanted.forEach((pool, count) -> there.getOrDefault(pool, List.of()).stream()
                .sorted(Comparator.<String>comparingLong(id -> tasksOn(List.of(id)))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .limit(count)
                .forEach(busiest::add));
        return busiest;
    }

    /** Gives these instances their notice, and watches the services until all is whole again, or long enough to know that it is not. */
    public Loss take(List<String> instances, Keeper keeper) {
        var watch = new LossWatch(world, services(), new TreeSet<>(instances));
        world.reclaim().instances(instances);
        var until = now().plus(WATCHED);
        BooleanSupplier over = () -> watch.wholeSince()
                .filter(since -> !since.plus(Duration.ofMinutes(3)).isAfter(now()))
                .isPresent();
        if (!keeper.isBallast()) while (isAnyAlive(instances)) pass(now().plus(LossWatch.STEP), watch);
        // for the agent alone this is the fleet that replaces what is gone
        run(until, tick -> over.getAsBoolean(), watch);
        return watch.loss();
    }

    private boolean isAnyAlive(List<String> instances) {
        return world.ec2().region(settings.region()).instances().stream()
                .anyMatch(one -> instances.contains(one.id()) && one.state().isAlive());
    }

    private Instant now() {
        return world.time().now();
    }

    private void pass(Instant moment, LossWatch watch) {
        while (now().isBefore(moment)) {
            var before = now();
            var next = before.plus(LossWatch.STEP);
            world.time().advanceTo(next.isBefore(moment) ? next : moment);
            watch.look(Duration.between(before, now()));
        }
    }

    private interface Enough {
        boolean after(Tick tick);
    }

    private void run(Instant until, Enough enough) {
        run(until, enough, new Clock() {
            @Override
            public void jumpTo(Instant moment) {
                world.time().advanceTo(moment);
            }
        });
    }

    private void run(Instant until, Enough enough, LossWatch watch) {
        run(until, enough, new Clock() {
            @Override
            public void jumpTo(Instant moment) {
                pass(moment, watch);
            }
        });
    }

    private void run(Instant until, Enough enough, JumpingRunner.JumpingClock clock) {
        new JumpingRunner(loop, port.signals(), clock).run(new Drive.Watcher() {
            @Override
            public void ticked(Tick tick) {
                observer.accept(tick);
            }

            @Override
            public void unreachable(CloudUnreachable why) {
                throw why;
            }

            @Override
            public boolean isEnough(Tick tick) {
                return !now().isBefore(until) || enough.after(tick);
            }
        });
    }

    private abstract class Clock implements JumpingRunner.JumpingClock {
        @Override
        public Instant instant() {
            return now();
        }

        @Override
        public Optional<Instant> nextEventAt() {
            return port.nextEventAt();
        }
    }
}
