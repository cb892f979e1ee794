package dev.ballast.decide.facts;

import dev.ballast.decide.pack.Load;
import dev.ballast.decide.pack.Piece;
import dev.ballast.decide.pack.Spread;
import dev.ballast.decide.pack.Spread.Batch;
import dev.ballast.model.Architecture;
import dev.ballast.model.Image;
import dev.ballast.model.Resources;
import dev.ballast.model.Service;
import dev.ballast.model.Service.Scheduling;
import dev.ballast.model.Task;
import dev.ballast.model.TaskShape;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tasks that need a place, per service: what is wanted less what already stands on hosts that stay. A task on a host
 * that goes is homeless until its replacement is on one that stays, so one figure covers waiting tasks, displaced tasks and
 * displaced tasks that have a replacement already.
 */
public final class Demand {
    private final Facts facts;
    private final SortedMap<String, Integer> homeless = new TreeMap<>();

    private Demand(Facts facts) {
        this.facts = facts;
    }

    public static Demand of(Facts facts) {
        var demand = new Demand(facts);
        demand.count();
        return demand;
    }

    private void count() {
        var services = facts.wants().services();
        var all = new int[services.size()];
        var current = new int[services.size()];
        for (var host : facts.hosts()) {
            if (!keepsTasks(host)) continue;
            for (var share : facts.tenants(host).shares()) {
                all[share.wanted().index()] += share.tasks();
                current[share.wanted().index()] += share.current();
            }
        }
        for (var i = 0; i < services.size(); i++) {
            var service = services.get(i);
            if (service.scheduling() != Scheduling.REPLICA) continue;
            var lacking = service.desiredCount() - current[i];
            // a deployment may run old and new side by side up to maximumPercent, and no further
            var allowed = Math.max(service.desiredCount(), service.maximumRunning()) - all[i];
            var count = Math.min(lacking, allowed);
            if (count > 0) homeless.put(service.name(), count);
        }
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
        var services = facts.wants().services();
        for (var i = 0; i < services.size(); i++) {
            var count = homeless(services.get(i));
            if (count > 0) batches.add(new Batch(i, Wants.next(services.get(i)), count));
        }
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

    public Load load() {
        var load = new Load();
        for (var service : facts.wants().services()) {
            var count = homeless(service);
            if (count > 0) load.add(Wants.next(service), count);
        }
        return load;
    }
}
