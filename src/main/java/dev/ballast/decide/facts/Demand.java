package dev.ballast.decide.facts;

import dev.ballast.decide.pack.Load;
import dev.ballast.decide.pack.Piece;
import dev.ballast.decide.pack.Spread;
import dev.ballast.decide.pack.Spread.Batch;
import dev.ballast.model.Architecture;
import dev.ballast.model.Image;
import dev.ballast.model.Resources;
import dev.ballast.model.Service;
import dev.ballast.model.Service.Deployment;
import dev.ballast.model.Service.Deployment.Kind;
import dev.ballast.model.Service.Scheduling;
import dev.ballast.model.Task;
import dev.ballast.model.TaskShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tasks that need a place, per service: what is wanted less what already stands on hosts that stay. A task on a host
 * that goes is homeless until its replacement is on one that stays, so one figure covers waiting tasks, displaced tasks and
 * displaced tasks that have a replacement already. So does one that ECS itself keeps waiting (PROVISIONING), which is on no host.
 */
public final class Demand {
    private final Facts facts;
    private final SortedMap<String, Integer> homeless = new TreeMap<>();
    /** The same with what they take. */
    private final SortedMap<String, List<Part>> parts = new TreeMap<>();

    /** Tasks of one deployment. */
    private record Part(Piece piece, int count) {}

    private Demand(Facts facts) {
        this.facts = facts;
    }

    public static Demand of(Facts facts) {
        var demand = new Demand(facts);
        demand.count();
        return demand;
    }

    private void count() {
        var wants = facts.wants().all();
        var all = new int[wants.size()];
        var current = new int[wants.size()];
        for (var host : facts.hosts()) {
            if (!keepsTasks(host)) continue;
            for (var share : facts.tenants(host).shares()) {
                all[share.wanted().index()] += share.tasks();
                current[share.wanted().index()] += share.current();
            }
        }
        for (var wanted : wants) {
            var i = wanted.index();
            var service = wanted.service();
            if (service.scheduling() != Scheduling.REPLICA) continue;
            if (service.deployments().stream().anyMatch(one -> one.kind() == Kind.TASK_SET)) {
                countTaskSets(service);
                continue;
            }
            var lacking = service.desiredCount() - Math.max(0, current[i] - outgoing(service));
            // a deployment may run old and new side by side up to maximumPercent, and no further
            var allowed = Math.max(service.desiredCount(), service.maximumRunning()) - all[i];
            lacks(service, wanted.next(), Math.min(lacking, allowed));
        }
    }

    private void lacks(Service service, Piece piece, int count) {
        if (count <= 0) return;
        homeless.merge(service.name(), count, Integer::sum);
        parts.computeIfAbsent(service.name(), name -> new ArrayList<>()).add(new Part(piece, count));
    }

    /** Tasks that are to be replaced by others of the same task definition, as a forced new deployment does. */
    private static int outgoing(Service service) {
        var primary =
                service.deployments().stream().filter(Deployment::isPrimary).findFirst();
        if (primary.isEmpty()) return 0;
        var count = 0;
        for (var one : service.deployments())
            if (!one.isPrimary() && one.taskDefinition().equals(primary.get().taskDefinition()))
                count += Math.min(one.desired(), one.running() + one.pending());
        return count;
    }

    /** Each wants a number of its own; of one task definition they cannot be told apart, and need not be. */
    private void countTaskSets(Service service) {
        var wanted = new LinkedHashMap<String, Integer>();
        var shapes = new LinkedHashMap<String, TaskShape>();
        for (var one : service.deployments()) {
            if (one.status().equals("DRAINING")) continue;
            wanted.merge(one.taskDefinition(), one.desired(), Integer::sum);
            shapes.putIfAbsent(one.taskDefinition(), one.shape());
        }
        wanted.forEach((definition, count) ->
                lacks(service, Wants.piece(service, shapes.get(definition)), count - standing(service, definition)));
    }

    private int standing(Service service, String definition) {
        var count = 0;
        for (var host : facts.hosts()) {
            if (!keepsTasks(host)) continue;
            for (var task : host.tasks())
                if (isMeantToRun(task)
                        && task.taskDefinition().equals(definition)
                        && facts.wants()
                                .replicaServiceOf(task)
                                .filter(one -> one == service)
                                .isPresent()) count++;
        }
        return count;
    }

    /** Standalone tasks that ECS keeps waiting for capacity. */
    public Load waiting() {
        return facts.waitingAlone();
    }

    static boolean isKeptWaitingAlone(Task task) {
        return task.service().isEmpty()
                && task.containerInstanceArn().isEmpty()
                && task.lastStatus().equals("PROVISIONING")
                && isMeantToRun(task);
    }

    static boolean keepsTasks(Host host) {
        return host.standing() == Standing.STAYING || host.standing() == Standing.DISCONNECTED;
    }

    public static boolean isMeantToRun(Task task) {
        return task.desiredStatus().equals("RUNNING");
    }

    /** Tasks of each service without a place on a host that stays; services that have all of them are absent. */
    public SortedMap<String, Integer> homeless() {
        return homeless;
    }

    public int homeless(Service service) {
        return homeless.getOrDefault(service.name(), 0);
    }

    /** The same service by service, as {@link Spread} places them. */
    public List<Batch> batches() {
        var batches = new ArrayList<Batch>();
        for (var wanted : facts.wants().all())
            for (var part : parts.getOrDefault(wanted.service().name(), List.of()))
                batches.add(new Batch(wanted.index(), part.piece(), part.count(), wanted.seating()));
        return batches;
    }

    /** And each kind that waits without a service, as if it were one. */
    public List<Batch> batchesOfAll() {
        var batches = new ArrayList<>(batches());
        waiting()
                .forEach((piece, count) ->
                        batches.add(new Batch(facts.wants().services().size() + batches.size(), piece, count)));
        return batches;
    }

    /** Tasks that are still to come and for which room is kept; on the processors of the image. */
    public Load headroom() {
        var load = new Load();
        var architecture =
                facts.observation().image().value().map(Image::architecture).orElse(Architecture.X86_64);
        for (var one : facts.settings().capacity().headroom()) {
            var needs = Resources.of(one.cpuUnits(), one.memoryMib());
            load.add(Piece.of(new TaskShape(needs, List.of(), architecture)), one.count());
        }
        return load;
    }

    /** All of them, and those that wait without a service. */
    public Load load() {
        var load = waiting();
        for (var some : parts.values()) for (var part : some) load.add(part.piece(), part.count());
        return load;
    }
}
