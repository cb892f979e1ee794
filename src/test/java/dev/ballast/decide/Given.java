package dev.ballast.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.decide.facts.Join;
import dev.ballast.model.Action;
import dev.ballast.model.Answered;
import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.ContainerInstance;
import dev.ballast.model.Dated;
import dev.ballast.model.Decision;
import dev.ballast.model.Experience;
import dev.ballast.model.HostLimit;
import dev.ballast.model.Image;
import dev.ballast.model.Instance;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.InstanceState;
import dev.ballast.model.Memory;
import dev.ballast.model.Memory.Quarantine;
import dev.ballast.model.Observation;
import dev.ballast.model.Observation.Scope;
import dev.ballast.model.Offer;
import dev.ballast.model.Outcome;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.PlacementScores;
import dev.ballast.model.Resources;
import dev.ballast.model.Service;
import dev.ballast.model.Settings;
import dev.ballast.model.Settings.Backend;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.Signal;
import dev.ballast.model.Step;
import dev.ballast.model.Target;
import dev.ballast.model.TaskShape;
import dev.ballast.model.TimeWindow;
import dev.ballast.model.UsdPerHour;
import dev.ballast.template.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A cluster as a test describes it: "given these hosts, these services, this notice, the decision is …". It tells an
 * observation, keeps the memory from one decision to the next, and can carry a decision out with the most obliging of all
 * worlds.
 */
final class Given {
    static final String CLUSTER = "live";
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    final Map<String, GivenHost> hosts = new TreeMap<>();
    final Map<String, GivenService> services = new TreeMap<>();
    final Map<String, GivenTask> tasks = new TreeMap<>();
    final List<Signal> signals = new ArrayList<>();
    final List<Answered> outcomes = new ArrayList<>();
    Instant now = NOON;
    Duration factAge = Duration.ZERO;
    Memory memory = Memory.fresh("epoch");
    Settings settings;
    List<Offer> offers = List.of();
    PlacementScores scores = PlacementScores.NONE;
    private final Map<String, Outcome> happened = new TreeMap<>();
    /** From launch to registration. */
    Duration boots = Duration.ofSeconds(60);

    private int launched;
    private int started;

    static Given cluster() {
        var given = new Given();
        given.settings = new Settings(
                CLUSTER,
                "eu-west-1",
                Settings.Mode.KEEP,
                new Settings.Capacity(
                        Target.instances(0),
                        List.of("m5.large", "c5.large", "r5.large", "m5.xlarge"),
                        Survive.POOL,
                        Optional.empty(),
                        Backend.EC2_FLEET,
                        new Settings.OnDemand(Duration.ofMinutes(5), UsdPerHour.ZERO, 1, 0, 0),
                        1,
                        new Settings.Risk(0.0001, new TreeMap<>())),
                new Settings.InstanceTemplate(
                        new Settings.ImageChoice.ById("ami-1"),
                        new Settings.Network(List.of("subnet-a", "subnet-b", "subnet-c"), List.of("sg-1"), false),
                        Optional.empty(),
                        Optional.of("ecsInstanceRole"),
                        List.of(),
                        Collections.emptyMap(),
                        Collections.emptySortedMap(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.of("arn:aws:iam::123456789012:role/fleet")),
                new Settings.Interruption(Duration.ofSeconds(5), false, false, false),
                new Settings.Brakes(Duration.ofMinutes(5), 0.5, 2),
                new Settings.Disruption(Duration.ofMinutes(10), Duration.ofMinutes(5), 1, List.of()));
        given.offered("m5.large", "c5.large", "r5.large", "m5.xlarge");
        given.knowsItsTemplate();
        return given;
    }

    // what the user wants

    Given target(int instances) {
        settings = settings.withTarget(Target.instances(instances));
        return this;
    }

    Given target(String text) {
        settings = settings.withTarget(Target.of(text));
        return this;
    }

    Given survive(Survive survive) {
        return capacity(settings.capacity().with(survive));
    }

    Given backend(Backend backend) {
        return capacity(settings.capacity().with(backend));
    }

    Given maxPrice(String dollars) {
        var capacity = settings.capacity();
        return capacity(new Settings.Capacity(
                capacity.target(),
                capacity.instanceTypes(),
                capacity.survive(),
                Optional.of(UsdPerHour.of(dollars)),
                capacity.backend(),
                capacity.onDemand(),
                capacity.leastTypes(),
                capacity.risk()));
    }

    Given onDemandAfter(Duration patience, String capDollars) {
        return onDemand(new Settings.OnDemand(patience, UsdPerHour.of(capDollars), 1, 0, 0));
    }

    Given onDemand(Settings.OnDemand onDemand) {
        return capacity(settings.capacity().with(onDemand));
    }

    Given risk(Settings.Risk risk) {
        return capacity(settings.capacity().with(risk));
    }

    private Given capacity(Settings.Capacity capacity) {
        settings = settings.with(capacity);
        return this;
    }

    Given rerunningStandaloneTasks() {
        settings = new Settings(
                settings.cluster(),
                settings.region(),
                settings.mode(),
                settings.capacity(),
                settings.instance(),
                new Settings.Interruption(settings.interruption().margin(), true, false, false),
                settings.brakes(),
                settings.disruption());
        return this;
    }

    Given drainsAtOnce(int most) {
        var brakes = settings.brakes();
        settings = new Settings(
                settings.cluster(),
                settings.region(),
                settings.mode(),
                settings.capacity(),
                settings.instance(),
                settings.interruption(),
                new Settings.Brakes(brakes.oldestFact(), brakes.missingShare(), most),
                settings.disruption());
        return this;
    }

    /** Running hosts are replaced by cheaper ones, at the defaults; in most tests prices are not the matter. */
    Given consolidating() {
        return leastSaving(0.05);
    }

    Given leastSaving(double share) {
        var disruption = settings.disruption();
        return disruption(
                new Settings.Disruption(disruption.minimumAge(), disruption.coolDown(), share, disruption.budgets()));
    }

    Given budget(String hosts) {
        return budget(new Settings.Budget(HostLimit.of(hosts), Optional.empty()));
    }

    Given budget(String hosts, TimeWindow window) {
        return budget(new Settings.Budget(HostLimit.of(hosts), Optional.of(window)));
    }

    private Given budget(Settings.Budget budget) {
        var disruption = settings.disruption();
        var budgets = new ArrayList<>(disruption.budgets());
        budgets.add(budget);
        return disruption(new Settings.Disruption(
                disruption.minimumAge(), disruption.coolDown(), disruption.leastSaving(), budgets));
    }

    private Given disruption(Settings.Disruption disruption) {
        settings = settings.with(disruption);
        return this;
    }

    Given takenDown() {
        settings = settings.withMode(Settings.Mode.TAKE_DOWN);
        return this;
    }

    // what can be bought

    /** Each type in three zones, spot and on-demand, at the catalogue's prices. */
    Given offered(String... types) {
        var all = new ArrayList<Offer>();
        for (var type : types)
            for (var zone : List.of("a", "b", "c")) {
                var entry = InstanceCatalogue.find(type).orElseThrow();
                var onDemand = InstanceCatalogue.onDemand(type, "eu-west-1").orElseThrow();
                var subnet = "subnet-" + zone;
                all.add(new Offer(
                        CapacityPool.spot(type, "eu-west-1" + zone),
                        entry.type(),
                        onDemand.times(entry.spotShare()),
                        onDemand,
                        subnet,
                        0.01));
                all.add(new Offer(
                        CapacityPool.onDemand(type, "eu-west-1" + zone), entry.type(), onDemand, onDemand, subnet, 0));
            }
        offers = all;
        return this;
    }

    Given offeredOnly(String... pools) {
        var wanted = List.of(pools);
        offers = offers.stream()
                .filter(offer -> wanted.contains(offer.pool().toString()))
                .toList();
        return this;
    }

    /** Read now; a zone as in {@code a}. */
    Given scored(String zone, int score) {
        var byZone = new TreeMap<>(scores.byZone());
        byZone.put("eu-west-1" + zone, score);
        scores = PlacementScores.read(byZone, now);
        return this;
    }

    Given scoresNotRead(String why) {
        scores = scores.failing(why);
        return this;
    }

    // what is remembered

    /** Of the last launches, oldest first. */
    Given coldStarts(List<Duration> took) {
        var known = memory.experience();
        return experience(new Experience(took, known.starting(), known.pools(), known.auto(), known.caution()));
    }

    Given experience(Experience experience) {
        return remembering(memory.quarantine(), experience);
    }

    Given quarantine(SortedMap<CapacityPool, Quarantine> quarantine) {
        return remembering(quarantine, memory.experience());
    }

    private Given remembering(SortedMap<CapacityPool, Quarantine> quarantine, Experience experience) {
        memory = new Memory(
                memory.epoch(),
                memory.decisions(),
                memory.launches(),
                memory.doomed(),
                memory.retiring(),
                quarantine,
                memory.resends(),
                memory.refusals(),
                memory.reruns(),
                memory.watch(),
                memory.spotFleet(),
                memory.knownTemplates(),
                memory.pauses(),
                experience);
        return this;
    }

    Given priced(String pool, String dollars) {
        return priced(pool(pool), UsdPerHour.of(dollars));
    }

    Given priced(CapacityPool pool, UsdPerHour price) {
        return changing(
                pool,
                offer -> new Offer(
                        pool, offer.type(), price, offer.onDemandPrice(), offer.subnetId(), offer.lossesPerDay()));
    }

    Given losing(String pool, double lossesPerDay) {
        return changing(
                pool(pool),
                offer -> new Offer(
                        offer.pool(),
                        offer.type(),
                        offer.price(),
                        offer.onDemandPrice(),
                        offer.subnetId(),
                        lossesPerDay));
    }

    private Given changing(CapacityPool pool, UnaryOperator<Offer> change) {
        offers = offers.stream()
                .map(offer -> offer.pool().equals(pool) ? change.apply(offer) : offer)
                .toList();
        return this;
    }

    // what is there

    /** Registered and ACTIVE, in a spot pool written as in {@code m5.large/a}. */
    GivenHost host(String id, String pool) {
        var host = new GivenHost(id, pool(pool), now.minus(Duration.ofHours(1)));
        host.tags.put(OwnerTags.CLUSTER, CLUSTER);
        host.tags.put(OwnerTags.TEMPLATE, template().substring(template().lastIndexOf('-') + 1));
        hosts.put(id, host);
        return host;
    }

    static CapacityPool pool(String text) {
        return CapacityPool.of(text.replaceFirst("/", "/eu-west-1"));
    }

    GivenService service(String name, int desired) {
        var service = new GivenService(name, desired);
        services.put(name, service);
        return service;
    }

    /** Running tasks of the service, one on each host named. */
    Given running(String service, String... hostIds) {
        for (var hostId : hostIds) task(service, hostId);
        return this;
    }

    GivenTask task(String service, String hostId) {
        var of = services.get(service);
        var arn = "arn:task/" + String.format("%05d", ++started);
        var task = new GivenTask(arn, "service:" + service, of.taskDefinition(), of.shape, hosts.get(hostId));
        tasks.put(arn, task);
        return task;
    }

    GivenTask standalone(String hostId) {
        var arn = "arn:task/" + String.format("%05d", ++started);
        var task = new GivenTask(arn, "family:batch", "arn:td/batch:1", TaskShape.of(256, 512), hosts.get(hostId));
        tasks.put(arn, task);
        return task;
    }

    /** A task that ECS keeps waiting for capacity, on no host; of no service where that is empty. */
    GivenTask provisioning(String service) {
        var arn = "arn:task/" + String.format("%05d", ++started);
        var of = service.isEmpty() ? new GivenService("batch", 0) : services.get(service);
        var group = service.isEmpty() ? "family:batch" : "service:" + service;
        var task = new GivenTask(arn, group, of.taskDefinition(), of.shape, null);
        task.lastStatus = "PROVISIONING";
        tasks.put(arn, task);
        return task;
    }

    Given notice(String hostId) {
        return signal(Signal.Kind.NOTICE, hostId);
    }

    Given signal(Signal.Kind kind, String hostId) {
        signals.removeIf(signal -> signal.instanceId().equals(hostId));
        signals.add(new Signal(kind, hostId, now));
        return this;
    }

    Given later(Duration time) {
        now = now.plus(time);
        return this;
    }

    Given answer(Step step, Outcome outcome) {
        outcomes.add(new Answered(step, outcome, now));
        return this;
    }

    // what is decided

    Decision decide() {
        return decide(Scope.FULL);
    }

    private void memoryOfTheLastReadingChangesNothing(Observation seen, Memory before, Join join) {
        assertThat(Decide.decide(seen, settings, before, join)).isEqualTo(Decide.decide(seen, settings, before));
    }

    private static Observation heardOnly(Observation seen) {
        return new Observation(
                seen.asOf(),
                Scope.SIGNALS_ONLY,
                seen.instances(),
                seen.containerInstances(),
                seen.tasks(),
                seen.services(),
                seen.offers(),
                seen.image(),
                seen.signals(),
                List.of(),
                seen.placementScores());
    }

    /** What would be decided, and what is made of each pool; remembered is nothing of it. */
    Decide.Explained explain() {
        return Decide.explain(observation(Scope.FULL), settings, memory);
    }

    Decision decide(Scope scope) {
        var seen = observation(scope);
        var join = new Join();
        var decision = Decide.decide(seen, settings, memory, join);
        memoryOfTheLastReadingChangesNothing(seen, memory, join);
        memoryOfTheLastReadingChangesNothing(heardOnly(seen), decision.memory(), join);
        memory = decision.memory();
        outcomes.clear();
        return decision;
    }

    Observation observation(Scope scope) {
        var readAt = now.minus(factAge);
        return new Observation(
                now,
                scope,
                new Dated<>(
                        hosts.values().stream()
                                .filter(host -> host.listed)
                                .map(this::instance)
                                .toList(),
                        readAt),
                new Dated<>(
                        hosts.values().stream()
                                .filter(host -> host.registered)
                                .map(this::containerInstance)
                                .toList(),
                        readAt),
                new Dated<>(tasks.values().stream().map(task -> task.told(NOON)).toList(), readAt),
                new Dated<>(services.values().stream().map(this::service).toList(), readAt),
                new Dated<>(offers, readAt),
                new Dated<>(Optional.of(image()), readAt),
                signals,
                outcomes,
                scores);
    }

    private Instance instance(GivenHost host) {
        return new Instance(
                host.id,
                host.pool,
                host.state,
                host.launchedAt,
                "ami-1",
                "subnet",
                new TreeMap<>(host.tags),
                host.reclaimed);
    }

    private ContainerInstance containerInstance(GivenHost host) {
        var registered = registered(host);
        var free = registered;
        var ports = new ArrayList<>(List.of(22, 2375, 2376, 51678, 51679));
        var running = 0;
        for (var task : tasks.values())
            if (task.host == host && !task.lastStatus.equals("STOPPED")) {
                free = free.minus(task.shape.needs());
                ports.addAll(task.shape.hostPorts());
                running++;
            }
        return new ContainerInstance(
                host.arn(),
                host.id,
                host.status,
                host.connected,
                registered,
                free,
                ports,
                running,
                0,
                host.launchedAt.plus(boots),
                new TreeMap<>(host.attributes));
    }

    static Resources registered(GivenHost host) {
        return InstanceCatalogue.find(host.pool.instanceType())
                .orElseThrow()
                .type()
                .offered(0);
    }

    private Service service(GivenService service) {
        var running = 0;
        for (var task : tasks.values())
            if (task.group.equals("service:" + service.name) && task.desiredStatus.equals("RUNNING")) running++;
        return service.told(running, 0);
    }

    static Image image() {
        return new Image(
                "ami-1",
                "ecs",
                Architecture.X86_64,
                "/dev/xvda",
                List.of(new Image.BlockDevice("/dev/xvda", 30, "snap-1")));
    }

    String template() {
        return Template.compose(settings, image()).name();
    }

    void knowsItsTemplate() {
        var fresh = memory;
        memory = new Memory(
                fresh.epoch(),
                0,
                fresh.launches(),
                fresh.doomed(),
                fresh.retiring(),
                fresh.quarantine(),
                fresh.resends(),
                fresh.refusals(),
                fresh.reruns(),
                fresh.watch(),
                fresh.spotFleet(),
                List.of(template()),
                fresh.pauses(),
                fresh.experience());
    }

    // what then happens, in the most obliging of all worlds

    /** Every step works at once; launched instances boot. */
    Given carryOut(Decision decision) {
        for (var step : decision.steps()) answer(step, carryOut(step));
        return this;
    }

    /** The same token again happens once. */
    Outcome carryOut(Step step) {
        var before = happened.get(step.token());
        if (before != null) return before;
        var outcome = happens(step);
        happened.put(step.token(), outcome);
        return outcome;
    }

    private Outcome happens(Step step) {
        switch (step.action()) {
            case Action.LaunchInstances launch -> {
                var came = new ArrayList<Outcome.Launched>();
                for (var offer : launch.offers())
                    for (var i = 0; i < launch.each(); i++) {
                        var host = new GivenHost("i-new" + String.format("%04d", ++launched), offer.pool(), now);
                        host.tags.put(OwnerTags.CLUSTER, CLUSTER);
                        host.tags.put(OwnerTags.LAUNCH, step.token());
                        host.tags.put(
                                OwnerTags.TEMPLATE,
                                template().substring(template().lastIndexOf('-') + 1));
                        hosts.put(host.id, host.booting());
                        came.add(new Outcome.Launched(host.id, offer.pool()));
                    }
                return Outcome.launched(came);
            }
            case Action.TerminateInstances terminate -> {
                for (var id : terminate.instanceIds()) end(id);
            }
            case Action.DrainInstances drain ->
                hosts.values().stream()
                        .filter(host -> drain.containerInstanceArns().contains(host.arn()))
                        .forEach(GivenHost::draining);
            case Action.ActivateInstances activate ->
                hosts.values().stream()
                        .filter(host -> activate.containerInstanceArns().contains(host.arn()))
                        .forEach(host -> host.status = ContainerInstance.Status.ACTIVE);
            case Action.StopTask stop -> tasks.remove(stop.taskArn());
            case Action.SetSpotFleetTarget set -> {
                return Outcome.created(set.fleetId().orElse("sfr-1"));
            }
            default -> {}
        }
        return Outcome.DONE;
    }

    void end(String hostId) {
        var host = hosts.get(hostId);
        host.state = InstanceState.TERMINATED;
        host.registered = false;
        tasks.values().removeIf(task -> task.host == host);
    }

    /** Whatever boots joins. */
    Given everythingRegisters() {
        for (var host : hosts.values()) if (host.state.isAlive()) host.registered = true;
        return this;
    }

    /** Tasks of draining hosts leave and every service gets what it wants, as far as there is room: first fit. */
    Given schedulerRuns() {
        tasks.values()
                .removeIf(task -> task.host != null
                        && task.host.status == ContainerInstance.Status.DRAINING
                        && task.group.startsWith("service:"));
        for (var service : services.values()) {
            if (service.scheduling == Service.Scheduling.DAEMON) continue;
            var missing = service.desired
                    - (int) tasks.values().stream()
                            .filter(task -> task.group.equals("service:" + service.name))
                            .count();
            for (var host : List.copyOf(hosts.values()))
                while (missing > 0 && hasRoom(host, service)) {
                    task(service.name, host.id);
                    missing--;
                }
        }
        return this;
    }

    private boolean hasRoom(GivenHost host, GivenService service) {
        if (!host.registered || !host.state.isAlive() || host.status != ContainerInstance.Status.ACTIVE) return false;
        return service.shape.needs().fitsInto(containerInstance(host).remaining());
    }
}
