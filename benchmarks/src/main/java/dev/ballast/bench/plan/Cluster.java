package dev.ballast.bench.plan;

import dev.ballast.app.session.SettingsFile;
import dev.ballast.config.Overrides;
import dev.ballast.decide.Decide;
import dev.ballast.decide.facts.Join;
import dev.ballast.decide.pack.Piece;
import dev.ballast.decide.pack.Room;
import dev.ballast.decide.pack.Spread;
import dev.ballast.decide.pack.Spread.Batch;
import dev.ballast.model.Action;
import dev.ballast.model.Answered;
import dev.ballast.model.Architecture;
import dev.ballast.model.ContainerInstance;
import dev.ballast.model.Dated;
import dev.ballast.model.Decision;
import dev.ballast.model.Image;
import dev.ballast.model.Instance;
import dev.ballast.model.InstanceState;
import dev.ballast.model.Memory;
import dev.ballast.model.Observation;
import dev.ballast.model.Observation.Scope;
import dev.ballast.model.Offer;
import dev.ballast.model.Outcome;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.Service;
import dev.ballast.model.Settings;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.Step;
import dev.ballast.model.Task;
import dev.ballast.model.TaskShape;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A cluster as the whole decision sees it, one service for each shape of task. Whatever is launched comes at once and registers, and every task stands
 * where ECS would put it: service after service in turns, in an order drawn from the seed.
 */
final class Cluster {
    /** ECS starts so many tasks of a service before it looks at the next. */
    private static final int IN_TURN = 10;

    private static final int MOST_LOOKS = 20;

    private final Settings settings;
    private final Random random;
    private final SortedMap<String, Service> services = new TreeMap<>();
    private final SortedMap<String, Host> hosts = new TreeMap<>();
    private final SortedMap<String, Task> tasks = new TreeMap<>();
    private final SortedSet<String> draining = new TreeSet<>();
    private final Join join = new Join();
    private final List<Offer> market;
    private List<Offer> offers;
    private List<Answered> outcomes = new ArrayList<>();
    private Memory memory = Memory.fresh("bench");
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private int started;
    private int launched;

    private record Host(Instance instance, Offer offer, Room room) {}

    Cluster(List<Offer> offers, Map<TaskShape, Integer> tasks, Survive survive, long seed) {
        market = List.copyOf(offers);
        this.offers = market;
        random = new Random(seed);
        settings = SettingsFile.of(
                """
                cluster: live
                region: us-east-1
                capacity:
                  target: 1
                  survive: %s
                  types: [m5.large]
                instance:
                  image: ami-0123456789abcdef0
                """.formatted(survive.name().toLowerCase(Locale.ROOT)), "seed " + seed, Overrides.none());
        tasks.forEach((shape, count) -> {
            var name = String.format(Locale.ROOT, "service-%03d", services.size());
            services.put(name, service(name, shape, count));
        });
    }

    private static Service service(String name, TaskShape shape, int desired) {
        return new Service(
                name,
                "arn:service/" + name,
                Service.Scheduling.REPLICA,
                "arn:td/" + name + ":1",
                shape,
                desired,
                0,
                0,
                new Service.HealthyPercent(100, 200),
                List.of(new Service.Deployment("PRIMARY", "arn:td/" + name + ":1", shape, desired, 0, 0)),
                List.of(),
                new Service.Ending(List.of(), new TreeMap<>(), List.of()));
    }

    /**
     * Looks, and does what is decided, until nothing more is launched.
     *
     * @return the looks that launched something
     */
    int settle() {
        for (var look = 0; look < MOST_LOOKS; look++) {
            var before = hosts.size();
            timedStep();
            if (hosts.size() == before && outcomes.isEmpty()) return look;
        }
        throw new IllegalStateException("after " + MOST_LOOKS + " looks something is still bought");
    }

    /**
     * One look, what it decides, and what ECS makes of it.
     *
     * @return milliseconds that the decision took
     */
    double timedStep() {
        now = now.plus(Duration.ofMinutes(2));
        var seen = observation();
        var begin = System.nanoTime();
        var decision = Decide.decide(seen, settings, memory, join);
        var millis = (System.nanoTime() - begin) / 1e6;
        memory = decision.memory();
        outcomes = new ArrayList<>();
        carryOut(decision);
        place();
        return millis;
    }

    private Observation observation() {
        return new Observation(
                now,
                Scope.FULL,
                new Dated<>(hosts.values().stream().map(Host::instance).toList(), now),
                new Dated<>(registrations(), now),
                new Dated<>(List.copyOf(tasks.values()), now),
                new Dated<>(List.copyOf(services.values()), now),
                new Dated<>(offers, now),
                new Dated<>(Optional.of(image()), now),
                List.of(),
                List.copyOf(outcomes));
    }

    private static Image image() {
        return new Image(
                "ami-0123456789abcdef0",
                "ecs",
                Architecture.X86_64,
                "/dev/xvda",
                List.of(new Image.BlockDevice("/dev/xvda", 30, "snap-1")));
    }

    private List<ContainerInstance> registrations() {
        var registrations = new ArrayList<ContainerInstance>();
        hosts.forEach((id, host) -> registrations.add(new ContainerInstance(
                arn(id),
                id,
                draining.contains(id) ? ContainerInstance.Status.DRAINING : ContainerInstance.Status.ACTIVE,
                true,
                host.offer().type().offered(0),
                host.room().free(),
                List.of(),
                0,
                0,
                host.instance().launchedAt(),
                Collections.emptySortedMap())));
        return registrations;
    }

    private static String arn(String instanceId) {
        return "arn:ci/" + instanceId;
    }

    private void carryOut(Decision decision) {
        for (var step : decision.steps()) outcomes.add(new Answered(step, happens(step), now));
    }

    private Outcome happens(Step step) {
        return switch (step.action()) {
            case Action.LaunchInstances launch -> {
                var came = new ArrayList<Outcome.Launched>();
                for (var offer : launch.offers())
                    for (var i = 0; i < launch.each(); i++) came.add(launched(offer, step.token()));
                yield Outcome.launched(came);
            }
            case Action.DrainInstances drain -> {
                drain.containerInstanceArns().forEach(this::drain);
                yield Outcome.DONE;
            }
            case Action.ActivateInstances activate -> {
                activate.containerInstanceArns().forEach(arn -> draining.remove(id(arn)));
                yield Outcome.DONE;
            }
            case Action.TerminateInstances terminate -> {
                terminate.instanceIds().forEach(hosts::remove);
                draining.removeAll(terminate.instanceIds());
                yield Outcome.DONE;
            }
            default -> Outcome.DONE;
        };
    }

    private void drain(String arn) {
        draining.add(id(arn));
        for (var task : List.copyOf(tasks.values()))
            if (task.containerInstanceArn().equals(arn)) {
                var service = services.get(task.service().orElseThrow());
                services.put(service.name(), stopped(task, service));
            }
    }

    private static String id(String containerInstanceArn) {
        return containerInstanceArn.substring("arn:ci/".length());
    }

    private Outcome.Launched launched(Offer offer, String token) {
        var id = String.format(Locale.ROOT, "i-%06d", ++launched);
        var tags = new TreeMap<>(Map.of(OwnerTags.CLUSTER, "live", OwnerTags.LAUNCH, token));
        var instance = new Instance(
                id, offer.pool(), InstanceState.RUNNING, now, "ami-0123456789abcdef0", "subnet", tags, false);
        var place = new Room.Place(id, offer.pool(), Architecture.X86_64);
        hosts.put(id, new Host(instance, offer, Room.of(place, offer.type().offered(0), Set.of(), Set.of())));
        return new Outcome.Launched(id, offer.pool());
    }

    private void place() {
        var rooms = new ArrayList<Room>();
        hosts.forEach((id, host) -> {
            if (!draining.contains(id)) rooms.add(host.room());
        });
        var names = new ArrayList<>(services.keySet());
        for (var placed = true; placed; ) {
            placed = false;
            Collections.shuffle(names, random);
            for (var name : names) placed |= place(services.get(name), rooms);
        }
    }

    private boolean place(Service service, List<Room> rooms) {
        var number = number(service);
        var count = Math.min(IN_TURN, service.desiredCount() - service.runningCount());
        if (count <= 0) return false;
        var before = rooms.stream().mapToInt(room -> room.standing(number)).toArray();
        Spread.place(List.of(new Batch(number, Piece.of(service.shape()), count)), rooms);
        var some = 0;
        for (var i = 0; i < before.length; i++)
            for (var more = rooms.get(i).standing(number) - before[i]; more > 0; more--) {
                start(service, rooms.get(i).hostId());
                some++;
            }
        if (some > 0) services.put(service.name(), wanting(service, service.desiredCount(), some));
        return some > 0;
    }

    private static Service wanting(Service service, int desired, int more) {
        var running = service.runningCount() + more;
        return new Service(
                service.name(),
                service.arn(),
                service.scheduling(),
                service.taskDefinition(),
                service.shape(),
                desired,
                running,
                0,
                service.healthy(),
                List.of(new Service.Deployment(
                        "PRIMARY", service.taskDefinition(), service.shape(), desired, running, 0)),
                service.constraints(),
                service.ending());
    }

    private void start(Service service, String hostId) {
        var arn = String.format(Locale.ROOT, "arn:task/%07d", ++started);
        tasks.put(
                arn,
                new Task(
                        arn,
                        service.taskDefinition(),
                        "service:" + service.name(),
                        arn(hostId),
                        "RUNNING",
                        "RUNNING",
                        true,
                        service.shape(),
                        now,
                        Optional.of(now),
                        Optional.empty(),
                        List.of()));
    }

    double dollars() {
        var sum = 0.0;
        for (var host : hosts.values()) sum += host.offer().price().micros() / 1e6;
        return sum;
    }

    int hosts() {
        return hosts.size();
    }

    /** Tasks that have no place. */
    int waiting() {
        return services.values().stream()
                .mapToInt(service -> service.desiredCount() - service.runningCount())
                .sum();
    }

    /** A task more or less of any service, or a pool less or again on offer. */
    void change() {
        var name = List.copyOf(services.keySet()).get(random.nextInt(services.size()));
        var service = services.get(name);
        switch (random.nextInt(4)) {
            case 0 -> services.put(name, wanting(service, service.desiredCount() + 1, 0));
            case 1 -> services.put(name, stopping(wanting(service, service.desiredCount() - 1, 0)));
            case 2 -> offers = without(offers, random.nextInt(offers.size()));
            default -> offers = market;
        }
    }

    private static List<Offer> without(List<Offer> offers, int index) {
        var fewer = new ArrayList<>(offers);
        fewer.remove(index);
        return List.copyOf(fewer);
    }

    /** ECS stops one of its tasks. */
    private Service stopping(Service service) {
        return tasks.values().stream()
                .filter(task -> task.group().equals("service:" + service.name()))
                .findFirst()
                .map(task -> stopped(task, service))
                .orElse(service);
    }

    private Service stopped(Task task, Service service) {
        tasks.remove(task.arn());
        hosts.get(id(task.containerInstanceArn())).room().leave(number(service), Piece.of(service.shape()));
        return wanting(service, service.desiredCount(), -1);
    }

    private int number(Service service) {
        return List.copyOf(services.keySet()).indexOf(service.name());
    }
}
