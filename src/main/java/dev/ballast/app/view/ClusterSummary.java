package dev.ballast.app.view;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.ContainerInstance;
import dev.ballast.model.ContainerInstance.Status;
import dev.ballast.model.Instance;
import dev.ballast.model.Observation;
import dev.ballast.model.Service;
import dev.ballast.model.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a cluster stands, as status, up and the demo show it. */
public record ClusterSummary(
        Instant asOf,
        int instances,
        int active,
        int draining,
        int booting,
        List<Doomed> doomed,
        List<PoolLine> pools,
        List<ServiceLine> services,
        int runningTasks,
        HourlyCost cost) {

    public record PoolLine(CapacityPool pool, int instances, int active) {}

    public record ServiceLine(String name, int desired, int minimum, int running, int pending) {}

    public record Doomed(String instanceId, CapacityPool pool, Signal.Kind kind, Instant deadline) {}

    /** @param cluster its instances are those with its owner tag */
    public static ClusterSummary of(Observation seen, String cluster) {
        var owned = seen.owned(cluster);
        Map<String, ContainerInstance> hosts = new TreeMap<>();
        for (var host : seen.containerInstances().value()) hosts.put(host.instanceId(), host);
        Map<CapacityPool, PoolLine> pools = new TreeMap<>();
        var active = 0;
        var draining = 0;
        for (var instance : owned) {
            var host = hosts.get(instance.instanceId());
            var isActive = host != null && host.status() == Status.ACTIVE;
            if (isActive) active++;
            if (host != null && host.status() == Status.DRAINING) draining++;
            pools.merge(
                    instance.pool(),
                    new PoolLine(instance.pool(), 1, isActive ? 1 : 0),
                    (a, b) -> new PoolLine(a.pool(), a.instances() + b.instances(), a.active() + b.active()));
        }
        return new ClusterSummary(
                seen.asOf(),
                owned.size(),
                active,
                draining,
                (int) owned.stream()
                        .filter(instance -> !hosts.containsKey(instance.instanceId()))
                        .count(),
                doomed(seen, owned),
                List.copyOf(pools.values()),
                seen.services().value().stream().map(ClusterSummary::line).toList(),
                seen.services().value().stream().mapToInt(Service::runningCount).sum(),
                HourlyCost.of(owned, seen.offers().value()));
    }

    private static ServiceLine line(Service service) {
        return new ServiceLine(
                service.name(),
                service.desiredCount(),
                service.minimumRunning(),
                service.runningCount(),
                service.pendingCount());
    }

    private static List<Doomed> doomed(Observation seen, List<Instance> owned) {
        Map<String, CapacityPool> pools = new TreeMap<>();
        for (var instance : owned) pools.put(instance.instanceId(), instance.pool());
        return seen.signals().stream()
                .filter(signal -> pools.containsKey(signal.instanceId()) && signal.kind() != Signal.Kind.GONE)
                .map(signal -> new Doomed(
                        signal.instanceId(), pools.get(signal.instanceId()), signal.kind(), signal.deadline()))
                .toList();
    }
}
