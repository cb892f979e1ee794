package dev.ballast.decide;

import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.ContainerInstance.Status;
import dev.ballast.model.Decision;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.InstanceState;
import dev.ballast.model.Resources;
import dev.ballast.model.TaskShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Judges a decision from outside, by packings of its own: one task after the other, the bulkiest, or the one with most memory, or most CPU first, into
 * the first host that has room, or the fullest, or the emptiest. Everything packs where one of them places everything.
 */
final class Survival {
    private final Given given;
    private final Decision decision;

    Survival(Given given, Decision decision) {
        this.given = given;
        this.decision = decision;
    }

    private record Bin(CapacityPool pool, Resources[] free, GivenHost host) {}

    /** Pools whose loss would leave tasks without a place, once the decision is carried out; "none" where they have none even so. */
    List<String> unsafe() {
        var unsafe = new ArrayList<String>();
        if (!packs(null)) unsafe.add("none");
        var pools = new TreeSet<CapacityPool>();
        for (var bin : bins()) pools.add(bin.pool);
        for (var pool : pools) if (!packs(pool)) unsafe.add(pool.toString());
        return unsafe;
    }

    private boolean stays(GivenHost host) {
        if (host.state != InstanceState.RUNNING || host.status != Status.ACTIVE) return false;
        if (decision.memory().retiring().containsKey(host.id)) return false;
        return !decision.memory().doomed().containsKey(host.id);
    }

    private List<Bin> bins() {
        var bins = new ArrayList<Bin>();
        for (var host : given.hosts.values()) {
            if (!stays(host)) continue;
            var free = Given.registered(host);
            for (var task : given.tasks.values()) if (task.host == host) free = free.minus(task.shape.needs());
            bins.add(new Bin(host.pool, new Resources[] {free}, host));
        }
        for (var step : decision.steps())
            if (step.action() instanceof LaunchInstances launch)
                for (var offer : launch.offers())
                    for (var i = 0; i < launch.each(); i++) {
                        var type = InstanceCatalogue.find(offer.pool().instanceType())
                                .orElseThrow()
                                .type();
                        bins.add(new Bin(offer.pool(), new Resources[] {type.offered(0)}, null));
                    }
        return bins;
    }

    private boolean packs(CapacityPool lost) {
        var homeless = new ArrayList<TaskShape>();
        for (var service : given.services.values()) {
            var standing = 0;
            for (var task : given.tasks.values()) {
                if (!task.group.equals("service:" + service.name)) continue;
                if (stays(task.host) && !task.host.pool.equals(lost)) standing++;
            }
            for (var i = standing; i < service.desired; i++) homeless.add(service.shape);
        }
        for (var order : ORDERS)
            for (var choice : CHOICES) if (packs(homeless.stream().sorted(order).toList(), lost, choice)) return true;
        return false;
    }

    private static final List<Comparator<TaskShape>> ORDERS = List.of(
            Comparator.comparingInt(shape ->
                    -Math.max(shape.needs().cpuUnits() * 4, shape.needs().memoryMib())),
            Comparator.comparingInt(shape -> -shape.needs().memoryMib()),
            Comparator.comparingInt(shape -> -shape.needs().cpuUnits()));

    private static final List<Comparator<Bin>> CHOICES = List.of(
            (one, other) -> 0,
            Comparator.comparingInt(bin -> bin.free[0].memoryMib()),
            Comparator.comparingInt(bin -> -bin.free[0].memoryMib()));

    private boolean packs(List<TaskShape> homeless, CapacityPool lost, Comparator<Bin> choice) {
        var bins = bins();
        bins.removeIf(bin -> bin.pool.equals(lost));
        for (var shape : homeless) {
            var bin = bins.stream()
                    .filter(one -> shape.needs().fitsInto(one.free[0]))
                    .min(choice);
            if (bin.isEmpty()) return false;
            bin.get().free[0] = bin.get().free[0].minus(shape.needs());
        }
        return true;
    }
}
