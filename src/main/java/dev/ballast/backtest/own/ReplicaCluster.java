package dev.ballast.backtest.own;

import dev.ballast.backtest.replay.ReplicaWorld;
import dev.ballast.backtest.replay.ReplicaWorld.Held;
import dev.ballast.model.Action;
import dev.ballast.model.Answered;
import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.ContainerInstance;
import dev.ballast.model.Dated;
import dev.ballast.model.Image;
import dev.ballast.model.Instance;
import dev.ballast.model.InstanceState;
import dev.ballast.model.InstanceType;
import dev.ballast.model.Observation;
import dev.ballast.model.Offer;
import dev.ballast.model.Outcome;
import dev.ballast.model.Outcome.Failure;
import dev.ballast.model.Outcome.Launched;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Resources;
import dev.ballast.model.Service;
import dev.ballast.model.Settings;
import dev.ballast.model.Signal;
import dev.ballast.model.Step;
import dev.ballast.model.Task;
import dev.ballast.model.TaskShape;
import dev.ballast.model.UsdPerHour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The replicas as an ECS cluster: one service, whose task fills an instance of whatever type. ECS is at its best here: a task starts as soon as a host
 * that takes tasks is ready, and a host that is drained is left as soon as its replacement runs. What starting costs is in the cold start.
 */
final class ReplicaCluster {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SERVICE = "replicas";
    private static final String DEFINITION = "replica:1";
    private static final Image IMAGE = new Image(
            "ami-1",
            "replica",
            Architecture.X86_64,
            "/dev/xvda",
            List.of(new Image.BlockDevice("/dev/xvda", 30, "snap-1")));

    private final ReplicaWorld world;
    private final Settings settings;
    private final Map<CapacityPool, Integer> pools = new LinkedHashMap<>();
    private final Map<Integer, Host> hosts = new TreeMap<>();

    /** What ECS and EC2 know of an instance beside what the world does. */
    private static final class Host {
        final CapacityPool pool;
        final String launchToken;
        final String template;
        final Duration launchedAt;
        boolean isDraining;
        Optional<Duration> readySince = Optional.empty();
        Optional<Duration> taskSince = Optional.empty();

        Host(CapacityPool pool, String launchToken, String template, Duration launchedAt) {
            this.pool = pool;
            this.launchToken = launchToken;
            this.template = template;
            this.launchedAt = launchedAt;
        }
    }

    ReplicaCluster(ReplicaWorld world, Settings settings) {
        this.world = world;
        this.settings = settings;
        for (var pool = 0; pool < world.pools(); pool++) pools.put(world.pool(pool), pool);
    }

    // what is seen

    Observation observe(List<Answered> answers) {
        var all = world.all();
        var instances = new ArrayList<Instance>();
        for (var number : List.copyOf(hosts.keySet()))
            if (all.stream().noneMatch(one -> one.number() == number))
                instances.add(reclaimed(number, hosts.remove(number)));
        all.forEach(one -> instances.add(instance(one)));
        schedule(all);
        var now = at(world.now());
        return new Observation(
                now,
                Observation.Scope.FULL,
                new Dated<>(instances, now),
                new Dated<>(
                        all.stream().filter(Held::isReady).map(this::registered).toList(), now),
                new Dated<>(tasks(), now),
                new Dated<>(List.of(service()), now),
                new Dated<>(offers(), now),
                new Dated<>(Optional.of(IMAGE), now),
                all.stream()
                        .filter(one -> one.goesAt().isPresent())
                        .map(one -> new Signal(
                                Signal.Kind.NOTICE,
                                id(one.number()),
                                at(one.goesAt().get()).minus(Signal.NOTICE)))
                        .toList(),
                answers);
    }

    private static Instant at(Duration sinceBegin) {
        return BEGIN.plus(sinceBegin);
    }

    private static String id(int number) {
        return String.format("i-%017x", number);
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(2), 16);
    }

    /** Told once: EC2 would for an hour, and nobody looks at it twice. */
    private Instance reclaimed(int number, Host host) {
        return instance(number, host, InstanceState.TERMINATED, host.launchedAt, true);
    }

    private Instance instance(Held one) {
        return instance(one.number(), hosts.get(one.number()), InstanceState.RUNNING, one.launchedAt(), false);
    }

    private Instance instance(int number, Host host, InstanceState state, Duration launchedAt, boolean reclaimed) {
        var tags = new TreeMap<String, String>();
        tags.put(OwnerTags.CLUSTER, settings.cluster());
        tags.put(OwnerTags.LAUNCH, host.launchToken);
        tags.put(OwnerTags.TEMPLATE, host.template.substring(host.template.lastIndexOf('-') + 1));
        return new Instance(
                id(number), host.pool, state, at(launchedAt), IMAGE.imageId(), subnet(host.pool), tags, reclaimed);
    }

    private ContainerInstance registered(Held one) {
        var host = hosts.get(one.number());
        var all = type(host.pool.instanceType()).offered(0);
        var hasTask = host.taskSince.isPresent();
        return new ContainerInstance(
                id(one.number()),
                id(one.number()),
                host.isDraining ? ContainerInstance.Status.DRAINING : ContainerInstance.Status.ACTIVE,
                true,
                all,
                hasTask ? Resources.of(0, 0) : all,
                List.of(),
                hasTask ? 1 : 0,
                0,
                at(host.readySince.orElseThrow()),
                Collections.emptySortedMap());
    }

    private List<Task> tasks() {
        var tasks = new ArrayList<Task>();
        hosts.forEach((number, host) -> host.taskSince.ifPresent(since -> tasks.add(new Task(
                "task-" + number,
                DEFINITION,
                "service:" + SERVICE,
                id(number),
                "RUNNING",
                "RUNNING",
                true,
                shape(host.pool.instanceType()),
                at(since),
                Optional.of(at(since)),
                Optional.empty(),
                List.of()))));
        return tasks;
    }

    private int running() {
        return (int) hosts.values().stream()
                .filter(host -> host.taskSince.isPresent())
                .count();
    }

    private Service service() {
        var shape = shape("any");
        var running = Math.min(running(), world.wanted());
        return new Service(
                SERVICE,
                SERVICE,
                Service.Scheduling.REPLICA,
                DEFINITION,
                shape,
                world.wanted(),
                running,
                0,
                new Service.HealthyPercent(100, 200),
                List.of(new Service.Deployment("PRIMARY", DEFINITION, shape, world.wanted(), running, 0)),
                List.of(),
                new Service.Ending(List.of(), new TreeMap<>(Map.of("replica", Duration.ZERO)), List.of()));
    }

    private List<Offer> offers() {
        var offers = new ArrayList<Offer>();
        var onDemand = new UsdPerHour(world.onDemandPrice());
        pools.forEach((pool, place) -> {
            var type = type(pool.instanceType());
            offers.add(new Offer(
                    pool,
                    type,
                    new UsdPerHour(world.price(place)),
                    onDemand,
                    subnet(pool),
                    Offer.USUAL_LOSSES_PER_DAY));
            offers.add(new Offer(
                    CapacityPool.onDemand(pool.instanceType(), pool.zone()),
                    type,
                    onDemand,
                    onDemand,
                    subnet(pool),
                    0));
        });
        return offers;
    }

    private static String subnet(CapacityPool pool) {
        return "subnet-" + pool.zone();
    }

    /** One replica fills any type: its size says nothing here. */
    private static InstanceType type(String name) {
        return new InstanceType(
                name, Architecture.X86_64, 4, 16_384, 4, 0, 0, new InstanceType.TypeTraits(true, false, false));
    }

    private static TaskShape shape(String type) {
        var all = type(type).offered(0);
        return TaskShape.of(all.cpuUnits(), all.memoryMib());
    }

    // what ECS does

    /** Tasks start on hosts that are ready, the eldest first; then drained hosts are left where nobody misses their task. */
    private void schedule(List<Held> all) {
        var staying = hosts.values().stream()
                .filter(host -> !host.isDraining && host.taskSince.isPresent())
                .count();
        for (var one : all) {
            var host = hosts.get(one.number());
            if (one.isReady() && host.readySince.isEmpty()) host.readySince = Optional.of(world.now());
            if (!one.isReady() || host.isDraining || host.taskSince.isPresent() || staying >= world.wanted()) continue;
            host.taskSince = Optional.of(world.now());
            staying++;
        }
        var running = running();
        for (var host : hosts.values())
            if (host.isDraining && host.taskSince.isPresent() && running > world.wanted()) {
                host.taskSince = Optional.empty();
                running--;
            }
    }

    // what is done

    List<Answered> carryOut(List<Step> steps) {
        var now = at(world.now());
        return steps.stream()
                .map(step -> new Answered(step, outcome(step), now))
                .toList();
    }

    private Outcome outcome(Step step) {
        return switch (step.action()) {
            case Action.EnsureLaunchTemplate template -> Outcome.DONE;
            case Action.LaunchInstances launch -> launch(step.token(), launch);
            case Action.TerminateInstances terminate ->
                done(() -> terminate.instanceIds().forEach(this::end));
            case Action.DrainInstances drain ->
                done(() -> drain.containerInstanceArns().forEach(id -> draining(id, true)));
            case Action.ActivateInstances activate ->
                done(() -> activate.containerInstanceArns().forEach(id -> draining(id, false)));
            case Action.StopTask stop -> done(() -> stop(stop.taskArn()));
            default -> throw new IllegalStateException("nothing here calls for " + step.action());
        };
    }

    private static Outcome done(Runnable what) {
        what.run();
        return Outcome.DONE;
    }

    private Outcome launch(String token, Action.LaunchInstances launch) {
        var launched = new ArrayList<Launched>();
        var failures = new ArrayList<Failure>();
        for (var offer : launch.offers()) {
            for (var i = 0; i < launch.each(); i++) {
                var pool = offer.pool();
                if (!ask(pool)) {
                    failures.add(new Failure(pool.toString(), "InsufficientInstanceCapacity", "none is left"));
                    break;
                }
                hosts.put(world.launches(), new Host(pool, token, launch.templateName(), world.now()));
                launched.add(new Launched(id(world.launches()), pool));
            }
        }
        if (failures.isEmpty()) return Outcome.launched(launched);
        return launched.isEmpty() ? new Outcome.NoCapacity(failures) : new Outcome.PartlyDone(launched, failures);
    }

    private boolean ask(CapacityPool pool) {
        return pool.option() == PurchaseOption.ON_DEMAND ? world.launchOnDemand() : world.launch(pools.get(pool));
    }

    private void end(String id) {
        world.endInstance(number(id));
        hosts.remove(number(id));
    }

    private void draining(String id, boolean whether) {
        hosts.get(number(id)).isDraining = whether;
    }

    private void stop(String taskArn) {
        var number = Integer.parseInt(taskArn.substring("task-".length()));
        hosts.get(number).taskSince = Optional.empty();
        world.stopReplica(number);
    }
}
