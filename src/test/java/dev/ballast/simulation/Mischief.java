package dev.ballast.simulation;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.ContainerInstance.Status;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.PurchaseOption;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.StateReason;
import dev.ballast.sim.world.ecs.EcsCluster;
import dev.ballast.sim.world.ecs.EcsInstance;
import dev.ballast.sim.world.ecs.EcsListener;
import dev.ballast.sim.world.ecs.EcsRegion;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.EcsTask;
import dev.ballast.sim.world.ecs.Services;
import dev.ballast.sim.world.ecs.StandaloneTasks;
import dev.ballast.sim.world.faults.Chance;
import dev.ballast.sim.world.faults.Events;
import dev.ballast.sim.world.faults.What;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** What AWS and people do by themselves while the storm blows: each kind again and again, at moments it draws. */
final class Mischief {
    /** How long a job still runs that was started again after its end. */
    private static final Duration JOB_AGAIN = Duration.ofMinutes(10);

    private final Scenario scenario;
    private final World world;
    private final Storm storm;
    private final Course course;
    private final Tampering tampering;
    private final List<String> types;
    private final TreeSet<CapacityPool> dry = new TreeSet<>();
    private final Set<String> ended = new TreeSet<>();
    private int standalone;

    /** What it does to Ballast's own settings and clock. */
    interface Tampering {
        void changeSettings();
    }

    Mischief(Scenario scenario, World world, Storm storm, Course course, Tampering tampering) {
        this.scenario = scenario;
        this.world = world;
        this.storm = storm;
        this.course = course;
        this.tampering = tampering;
        types = SimulatedSettings.of(scenario).capacity().instanceTypes();
    }

    void begin() {
        world.ecs().listen(new EcsListener() {
            @Override
            public void taskChanged(EcsTask task) {
                if (task.isWanted() && task.isRunning() && ended.contains(task.group()))
                    course.plan(JOB_AGAIN, () -> stopGroup(task.group()));
            }
        });
        every(
                Adversity.NOTICES,
                () -> anySpot(Adversity.NOTICES).ifPresent(one -> world.ec2().interrupt(one)));
        every(Adversity.POOL_LOSSES, () -> anySpot(Adversity.POOL_LOSSES).ifPresent(one -> losePool(one.pool())));
        every(Adversity.ZONE_LOSSES, this::loseZone);
        every(
                Adversity.LOSSES_WITHOUT_NOTICE,
                () -> anySpot(Adversity.LOSSES_WITHOUT_NOTICE)
                        .ifPresent(one -> world.ec2().terminate(one, StateReason.SPOT)));
        every(
                Adversity.REBALANCES,
                () -> anySpot(Adversity.REBALANCES).ifPresent(one -> world.ec2().recommendRebalance(one)));
        every(Adversity.DROUGHTS, this::dryUp);
        every(
                Adversity.SILENT_AGENTS,
                () -> anyHost(Adversity.SILENT_AGENTS)
                        .ifPresent(host ->
                                ecs().hosts().disconnect(host, storm.between(Adversity.SILENT_AGENTS, 5, 1500))));
        every(Adversity.SETTINGS_CHANGED, tampering::changeSettings);
        every(
                Adversity.TERMINATED_BY_HAND,
                () -> anyOwned(Adversity.TERMINATED_BY_HAND)
                        .ifPresent(one -> world.ec2().terminate(one, StateReason.USER)));
        every(Adversity.SERVICES_EDITED, this::editService);
        every(
                Adversity.DRAINED_BY_HAND,
                () -> anyHost(Adversity.DRAINED_BY_HAND).ifPresent(this::drainByHand));
        every(Adversity.STANDALONE_TASKS, this::runTask);
        every(
                Adversity.CLOCK_JUMPS,
                () -> course.offset(storm.between(Adversity.CLOCK_JUMPS, 0, 180).minusSeconds(90)));
        every(
                Adversity.CLOCK_DRIFT,
                () -> course.offset(course.offset()
                        .plusMillis(storm.draws(Adversity.CLOCK_DRIFT).nextInt(4001) - 2000)));
        every(
                Adversity.BOOTS_NEVER_REGISTER,
                () -> begin(
                        new What.BootsNeverRegister(
                                Optional.empty(), Optional.empty(), share(Adversity.BOOTS_NEVER_REGISTER)),
                        storm.between(Adversity.BOOTS_NEVER_REGISTER, 300, 3600)));
        every(
                Adversity.PULLS_FAIL,
                () -> begin(
                        new What.PullsFail(Optional.empty(), "CannotPullContainerError", share(Adversity.PULLS_FAIL)),
                        storm.between(Adversity.PULLS_FAIL, 30, 900)));
        every(
                Adversity.ZONES_AWAY,
                () -> any(Adversity.ZONES_AWAY, owned())
                        .ifPresent(one ->
                                begin(new What.ZoneAway(one.zone()), storm.between(Adversity.ZONES_AWAY, 30, 1800))));
        every(
                Adversity.WRONG_EVENT_CLOCKS,
                () -> begin(
                        new What.WrongClock(
                                Events.ALL,
                                storm.between(Adversity.WRONG_EVENT_CLOCKS, 1, 120)
                                        .minusSeconds(60)),
                        storm.between(Adversity.WRONG_EVENT_CLOCKS, 300, 3600)));
        course.plan(storm.end(), this::end);
    }

    private void begin(What what, Duration length) {
        world.faults().begin(what, Optional.of(length));
    }

    private Chance share(Adversity adversity) {
        return new Chance(0.05 + 0.95 * storm.draws(adversity).nextDouble(), OptionalInt.empty());
    }

    private void every(Adversity adversity, Runnable what) {
        if (storm.has(adversity)) course.plan(storm.next(adversity), () -> again(adversity, what));
    }

    private void again(Adversity adversity, Runnable what) {
        if (!storm.isBlowing()) return;
        storm.count(adversity);
        try {
            what.run();
        } catch (Refused nothingToDo) {
            // Such as a task for which there is no host: people get a no, too.
        }
        course.plan(storm.next(adversity), () -> again(adversity, what));
    }

    private void end() {
        course.offset(Duration.ZERO);
        dry.forEach(world.ec2().market()::restore);
        dry.clear();
        world.faults().endAll();
    }

    private EcsRegion ecs() {
        return world.ecs().region(Cluster.REGION);
    }

    private EcsCluster cluster() {
        return ecs().cluster("live");
    }

    private List<Ec2Instance> owned() {
        return world.ec2().region(Cluster.REGION).instances().stream()
                .filter(one -> one.state().isAlive() && "live".equals(one.tags().get(OwnerTags.CLUSTER)))
                .toList();
    }

    private Optional<Ec2Instance> anyOwned(Adversity adversity) {
        return any(adversity, owned());
    }

    private Optional<Ec2Instance> anySpot(Adversity adversity) {
        return any(
                adversity,
                owned().stream()
                        .filter(one -> one.option() == PurchaseOption.SPOT)
                        .toList());
    }

    private Optional<EcsInstance> anyHost(Adversity adversity) {
        return any(adversity, List.copyOf(cluster().instances()));
    }

    private <T> Optional<T> any(Adversity adversity, List<T> some) {
        return some.isEmpty()
                ? Optional.empty()
                : Optional.of(some.get(storm.draws(adversity).nextInt(some.size())));
    }

    private void losePool(CapacityPool pool) {
        for (var one : owned()) if (one.pool().equals(pool)) world.ec2().interrupt(one);
        dryUp(pool, storm.between(Adversity.POOL_LOSSES, 300, 7200));
    }

    private void loseZone() {
        var zone = anySpot(Adversity.ZONE_LOSSES).map(Ec2Instance::zone);
        if (zone.isEmpty()) return;
        var length = storm.between(Adversity.ZONE_LOSSES, 300, 3600);
        for (var one : owned())
            if (one.zone().equals(zone.get()) && one.option() == PurchaseOption.SPOT) {
                world.ec2().interrupt(one);
                dryUp(one.pool(), length);
            }
        for (var type : types) dryUp(CapacityPool.spot(type, zone.get()), length);
    }

    private void dryUp() {
        var draws = storm.draws(Adversity.DROUGHTS);
        var share = draws.nextDouble();
        var length = storm.between(Adversity.DROUGHTS, 120, 5400);
        for (var type : types)
            for (var zone : world.ec2().region(Cluster.REGION).zones())
                if (draws.nextDouble() < share) dryUp(CapacityPool.spot(type, zone.name()), length);
    }

    private void dryUp(CapacityPool pool, Duration length) {
        if (!dry.add(pool)) return;
        world.ec2().market().withdraw(pool);
        course.plan(length, () -> {
            if (dry.remove(pool)) world.ec2().market().restore(pool);
        });
    }

    private void editService() {
        var draws = storm.draws(Adversity.SERVICES_EDITED);
        var service = any(
                Adversity.SERVICES_EDITED,
                cluster().services().stream()
                        .filter(one -> one.status() == EcsService.Status.ACTIVE && !one.isDaemon())
                        .toList());
        if (service.isEmpty()) return;
        var spec = service.get().spec();
        switch (draws.nextInt(4)) {
            case 0 ->
                ecs().services()
                        .update(service.get(), spec.withDesired(draws.nextInt(14)), Services.Deploy.WHERE_CHANGED);
            case 1 -> ecs().services().update(service.get(), spec, Services.Deploy.ALWAYS);
            case 2 -> {
                var workload = scenario.services().stream()
                        .filter(one -> one.name().equals(spec.name()))
                        .findFirst()
                        .orElseThrow();
                var other = new Scenario.Workload(
                        workload.name(),
                        128 << draws.nextInt(5),
                        256 << draws.nextInt(5),
                        spec.desired(),
                        workload.healthy(),
                        false,
                        workload.ending());
                ecs().services()
                        .update(
                                service.get(),
                                spec.with(ecs().taskDefinitions().register(Workloads.definition(other))),
                                Services.Deploy.WHERE_CHANGED);
            }
            default ->
                any(Adversity.SERVICES_EDITED, List.copyOf(cluster().tasks()))
                        .filter(task -> task.service().isPresent())
                        .ifPresent(task -> ecs().tasks().stop(cluster(), task.id(), "by hand"));
        }
    }

    private void drainByHand(EcsInstance host) {
        ecs().hosts().update(cluster(), List.of(host.id()), Status.DRAINING);
        if (storm.draws(Adversity.DRAINED_BY_HAND).nextBoolean())
            course.plan(
                    storm.between(Adversity.DRAINED_BY_HAND, 60, 5400),
                    () -> cluster()
                            .instance(host.id())
                            .filter(one -> one.status() == Status.DRAINING)
                            .ifPresent(one -> ecs().hosts().update(cluster(), List.of(one.id()), Status.ACTIVE)));
    }

    private void runTask() {
        var request = StandaloneTasks.Request.of(
                "job", 1 + storm.draws(Adversity.STANDALONE_TASKS).nextInt(3));
        var secret = new StandaloneTasks.Request(
                request.taskDefinition(),
                request.count(),
                "batch-" + standalone++,
                "somebody",
                List.of(),
                List.of(),
                Map.of("environment", Workloads.SECRET),
                Map.of(),
                Map.of());
        for (var task : ecs().tasks().run(cluster(), secret).done())
            course.plan(storm.between(Adversity.STANDALONE_TASKS, 30, 3600), () -> stopGroup(task.group()));
    }

    /** A job ends with whatever was started again in its place, and with what still will be. */
    private void stopGroup(String group) {
        ended.add(group);
        for (var task : List.copyOf(cluster().tasks()))
            if (task.group().equals(group) && task.isWanted())
                ecs().tasks().stop(cluster(), task.id(), "the job is done");
    }
}
