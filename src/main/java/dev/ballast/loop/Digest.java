package dev.ballast.loop;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.ContainerInstance;
import dev.ballast.model.Instance;
import dev.ballast.model.InstanceType;
import dev.ballast.model.Observation;
import dev.ballast.model.Offer;
import dev.ballast.model.PlacementScores;
import dev.ballast.model.Resources;
import dev.ballast.model.Service;
import dev.ballast.model.Task;
import dev.ballast.model.TaskShape;
import dev.ballast.model.TaskTarget;
import dev.ballast.model.TaskTarget.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A short name for what a decision was made on, so that a replayed journal can be checked against its world. It is the same in every
 * JVM and tells worlds apart that differ by chance, which is all it is for: it withstands nobody who searches for two that look alike.
 *
 * <p>What there is many of is taken apart field by field, because its text would cost a fifth of a simulated run; a field that is
 * added there does not compile here until it is hashed. The rest goes by its text, which records print the same in every JVM. Not
 * thread-safe: the loop's.
 */
final class Digest {
    /** 2^64 divided by the golden ratio. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** Offers are read once in five minutes, and are most of an observation. */
    private List<Offer> lastOffers;

    private long ofLastOffers;

    private final Again<Instance> instances = new Again<>(this::add);
    private final Again<ContainerInstance> containerInstances = new Again<>(this::add);
    private final Again<Task> tasks = new Again<>(this::add);

    private long hash;

    /** Most readings find most things as they were, in the same order: a value that was met in the last one is not taken apart again. */
    private final class Again<T> {
        /** What is gone is passed over, and what came in between does not lose the thread. */
        private static final int LOOK_AHEAD = 8;

        private final Consumer<T> takeApart;
        private List<T> last = List.of();
        private long[] ofLast = {};

        Again(Consumer<T> takeApart) {
            this.takeApart = takeApart;
        }

        void add(List<T> some) {
            var hashes = new long[some.size()];
            var next = 0;
            for (var i = 0; i < hashes.length; i++) {
                var met = find(some.get(i), next);
                hashes[i] = met < 0 ? ofItself(some.get(i)) : ofLast[met];
                if (met >= 0) next = met + 1;
            }
            last = some;
            ofLast = hashes;
            Digest.this.add(hashes.length);
            for (var one : hashes) Digest.this.add(one);
        }

        private int find(T one, int from) {
            var end = Math.min(from + LOOK_AHEAD, last.size());
            for (var i = from; i < end; i++) if (last.get(i) == one) return i;
            return -1;
        }

        private long ofItself(T one) {
            var before = hash;
            hash = 0;
            takeApart.accept(one);
            var own = hash;
            hash = before;
            return own;
        }
    }

    /** 16 hex digits. */
    String of(Observation observation) {
        if (observation.offers().value() != lastOffers) {
            hash = 0;
            addAll(observation.offers().value(), this::add);
            lastOffers = observation.offers().value();
            ofLastOffers = hash;
        }
        hash = ofLastOffers;
        add(observation.asOf());
        add(observation.scope().name());
        for (var fact : List.of(
                observation.instances(),
                observation.containerInstances(),
                observation.tasks(),
                observation.services(),
                observation.offers(),
                observation.image())) add(fact.readAt());
        instances.add(observation.instances().value());
        containerInstances.add(observation.containerInstances().value());
        tasks.add(observation.tasks().value());
        addAll(observation.services().value(), this::add);
        add(observation.image().value().toString());
        add(observation.signals().toString());
        add(observation.outcomes().toString());
        // journals from before there were scores keep their names
        if (!observation.placementScores().equals(PlacementScores.NONE))
            add(observation.placementScores().toString());
        return HexFormat.of().toHexDigits(hash);
    }

    private void add(Instance instance) {
        switch (instance) {
            case Instance(
                    var id,
                    var pool,
                    var state,
                    var launchedAt,
                    var image,
                    var subnet,
                    var tags,
                    var reclaimed) -> {
                add(id);
                add(pool);
                add(state.name());
                add(launchedAt);
                add(image);
                add(subnet);
                add(tags);
                add(reclaimed ? 1 : 0);
            }
        }
    }

    private void add(ContainerInstance host) {
        switch (host) {
            case ContainerInstance(
                    var arn,
                    var instance,
                    var status,
                    var connected,
                    var registered,
                    var remaining,
                    var ports,
                    var running,
                    var pending,
                    var registeredAt,
                    var attributes) -> {
                add(arn);
                add(instance);
                add(status.name());
                add(connected ? 1 : 0);
                add(registered);
                add(remaining);
                addAll(ports, this::add);
                add(running);
                add(pending);
                add(registeredAt);
                add(attributes);
            }
        }
    }

    private void add(Task task) {
        switch (task) {
            case Task(
                    var arn,
                    var definition,
                    var group,
                    var host,
                    var last,
                    var desired,
                    var healthy,
                    var shape,
                    var createdAt,
                    var startedAt,
                    var protectedUntil,
                    var targets) -> {
                add(arn);
                add(definition);
                add(group);
                add(host);
                add(last);
                add(desired);
                add(healthy ? 1 : 0);
                add(shape);
                add(createdAt);
                add(startedAt);
                add(protectedUntil);
                addAll(targets, this::add);
            }
        }
    }

    private void add(TaskTarget target) {
        switch (target) {
            case TaskTarget(var group, Address(var id, var port), var state) -> {
                add(group);
                add(id);
                add(port);
                add(state.name());
            }
        }
    }

    private void add(Service service) {
        switch (service) {
            case Service(
                    var name,
                    var arn,
                    var scheduling,
                    var definition,
                    var shape,
                    var desired,
                    var running,
                    var pending,
                    var healthy,
                    var deployments,
                    var constraints,
                    Service.Ending(var balancers, var stopTimeouts, var volumes),
                    var strategies) -> {
                add(name);
                add(arn);
                add(scheduling.name());
                add(definition);
                add(shape);
                add(desired);
                add(running);
                add(pending);
                add(healthy.toString());
                add(deployments.toString());
                add(constraints.toString());
                for (var balancer : balancers) {
                    add(balancer.name());
                    add(balancer.deregistrationDelay());
                }
                stopTimeouts.forEach((container, timeout) -> {
                    add(container);
                    add(timeout);
                });
                add(volumes.toString());
                add(strategies.toString());
            }
        }
    }

    private void add(Offer offer) {
        switch (offer) {
            case Offer(var pool, var type, var price, var onDemand, var subnet, var losses) -> {
                add(pool);
                add(type);
                add(price.micros());
                add(onDemand.micros());
                add(subnet);
                add(Double.doubleToLongBits(losses));
            }
        }
    }

    private void add(InstanceType type) {
        switch (type) {
            case InstanceType(
                    var name,
                    var architecture,
                    var vcpus,
                    var memory,
                    var enis,
                    var branches,
                    var gpus,
                    InstanceType.TypeTraits(var current, var burstable, var bare)) -> {
                add(name);
                add(architecture.name());
                add(vcpus);
                add(memory);
                add(enis);
                add(branches);
                add(gpus);
                add((current ? 4 : 0) + (burstable ? 2 : 0) + (bare ? 1 : 0));
            }
        }
    }

    private void add(CapacityPool pool) {
        switch (pool) {
            case CapacityPool(var type, var zone, var option) -> {
                add(type);
                add(zone);
                add(option.name());
            }
        }
    }

    private void add(TaskShape shape) {
        switch (shape) {
            case TaskShape(var needs, var ports, var architecture) -> {
                add(needs);
                addAll(ports, this::add);
                add(architecture.name());
            }
        }
    }

    private void add(Resources resources) {
        switch (resources) {
            case Resources(var cpuUnits, var memory, var enis, var gpus) -> {
                add(cpuUnits);
                add(memory);
                add(enis);
                add(gpus);
            }
        }
    }

    private <T> void addAll(Collection<T> some, Consumer<T> add) {
        add(some.size());
        some.forEach(add);
    }

    private void add(Map<String, String> entries) {
        add(entries.size());
        entries.forEach((key, value) -> {
            add(key);
            add(value);
        });
    }

    private void add(Optional<Instant> moment) {
        if (moment.isEmpty()) add(-1);
        else add(moment.get());
    }

    private void add(Instant moment) {
        add(moment.getEpochSecond());
        add(moment.getNano());
    }

    private void add(Duration length) {
        add(length.getSeconds());
        add(length.getNano());
    }

    private void add(String text) {
        add(((long) text.length() << Integer.SIZE) ^ text.hashCode());
    }

    private void add(long bits) {
        var mixed = (hash ^ bits) * SPREAD;
        hash = mixed ^ (mixed >>> Integer.SIZE);
    }
}
