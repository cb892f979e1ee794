package dev.ballast.sim.world.ecs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * Finds hosts for tasks of one kind, one after the other. Hosts are sorted once into nested groups, one level a strategy, and
 * each pick takes the best of the best group; a host that has no room is dropped for the rest of this placement, since room only
 * shrinks while it lasts. So n tasks on m hosts cost m + n log m.
 */
final class Placement {
    /**
     * What is to be placed.
     *
     * @param group tasks of the same group, which count for spreading and distinctInstance
     */
    record Request(
            TaskDefinition definition,
            List<PlacementConstraint> constraints,
            List<PlacementStrategy> strategies,
            Iterable<EcsTask> group) {}

    /** The closest host and what it lacked. */
    record Closest(EcsInstance instance, Unfit unfit) {}

    private final Request request;
    private final boolean distinct;
    private final List<ClusterQuery> queries = new ArrayList<>();
    private final Map<EcsInstance, Integer> tasksOnHost = new LinkedHashMap<>();
    private final Iterable<EcsInstance> hosts;
    private final RandomGenerator draws;
    private final Group root;

    Placement(Iterable<EcsInstance> hosts, Request request, RandomGenerator draws) {
        this.request = request;
        this.hosts = hosts;
        this.draws = draws;
        var oneEach = false;
        for (var constraint : allConstraints(request)) {
            switch (constraint) {
                case PlacementConstraint.DistinctInstance ignored -> oneEach = true;
                case PlacementConstraint.MemberOf member -> queries.add(ClusterQuery.of(member.expression()));
            }
        }
        distinct = oneEach;
        for (var task : request.group()) {
            if (task.isWanted()) tasksOnHost.merge(task.instance(), 1, Integer::sum);
        }
        root = new Group(0, draws.nextInt());
        for (var host : hosts) if (unfit(host).isEmpty()) root.add(host);
    }

    private static List<PlacementConstraint> allConstraints(Request request) {
        var all = new ArrayList<>(request.constraints());
        all.addAll(request.definition().spec().constraints());
        return all;
    }

    /** Picks a host; the caller takes the room on it before the next pick. */
    Optional<EcsInstance> next() {
        var host = root.pick();
        if (host != null) tasksOnHost.merge(host, 1, Integer::sum);
        return Optional.ofNullable(host);
    }

    /** Whether the host is of the right kind, room and agent aside. */
    boolean mayBeOn(EcsInstance host) {
        return hasAttributes(host) && matchesQueries(host);
    }

    /** What keeps a task off this very host now; empty where nothing does. */
    Optional<Unfit> unfit(EcsInstance host) {
        return Optional.ofNullable(
                !hasAttributes(host)
                        ? Unfit.ATTRIBUTE
                        : !host.takesTasks() ? Unfit.AGENT : !matchesQueries(host) ? Unfit.CONSTRAINT : shortage(host));
    }

    private boolean hasAttributes(EcsInstance host) {
        var definition = request.definition();
        return definition.spec().architecture() == host.architecture()
                && (!definition.isAwsvpc() || host.attribute(Attributes.TASK_ENI) != null);
    }

    private boolean matchesQueries(EcsInstance host) {
        for (var query : queries) if (!query.matches(host)) return false;
        return true;
    }

    /** Null where there is room. */
    private Unfit shortage(EcsInstance host) {
        var needs = request.definition().needs();
        var room = host.room();
        if (distinct && tasksOnHost.getOrDefault(host, 0) > 0) return Unfit.DISTINCT;
        if (needs.gpus() > room.freeGpus()) return Unfit.GPU;
        if (!room.hasPortsFor(request.definition())) return Unfit.PORTS;
        if (needs.enis() > room.freeEnis()) return Unfit.ENI;
        if (needs.cpuUnits() > room.freeCpuUnits()) return Unfit.CPU;
        return needs.memoryMib() > room.freeMemoryMib() ? Unfit.MEMORY : null;
    }

    /** Of all hosts that do not fit, the one that came closest; empty where there is no host at all. */
    Optional<Closest> closest() {
        Closest best = null;
        for (var host : hosts) {
            var unfit = unfit(host);
            if (unfit.isPresent() && (best == null || unfit.get().compareTo(best.unfit()) > 0))
                best = new Closest(host, unfit.get());
        }
        return Optional.ofNullable(best);
    }

    /** Hosts that are alike up to this level of the strategies. */
    private final class Group {
        private final int level;
        private final int tie;
        private final Map<String, Group> byValue = new LinkedHashMap<>();
        private PriorityQueue<Group> groups;
        private PriorityQueue<Ranked> ranked;
        private EcsInstance lastPicked;
        private int tasks;

        Group(int level, int tie) {
            this.level = level;
            this.tie = tie;
        }

        private PlacementStrategy strategy() {
            return level < request.strategies().size()
                    ? request.strategies().get(level)
                    : new PlacementStrategy.Random();
        }

        void add(EcsInstance host) {
            tasks += tasksOnHost.getOrDefault(host, 0);
            if (strategy() instanceof PlacementStrategy.Spread spread) {
                var value = value(host, spread.field());
                // A host without the attribute cannot be spread over it.
                if (value != null)
                    byValue.computeIfAbsent(value, key -> new Group(level + 1, draws.nextInt()))
                            .add(host);
                return;
            }
            if (ranked == null) ranked = new PriorityQueue<>();
            ranked.add(rank(host));
        }

        private Ranked rank(EcsInstance host) {
            var left = switch (strategy()) {
                case PlacementStrategy.Binpack binpack ->
                    binpack.measure() == PlacementStrategy.Measure.CPU
                            ? host.room().freeCpuUnits()
                            : host.room().freeMemoryMib();
                case PlacementStrategy.Random ignored -> 0;
                case PlacementStrategy.Spread ignored -> 0;
            };
            return new Ranked(left, draws.nextInt(), host);
        }

        /** Null where no host of the group has room. */
        EcsInstance pick() {
            if (ranked != null) return pickRanked();
            if (groups == null) {
                groups = new PriorityQueue<>(
                        Comparator.<Group>comparingInt(group -> group.tasks).thenComparingInt(group -> group.tie));
                groups.addAll(byValue.values());
            }
            while (!groups.isEmpty()) {
                var least = groups.poll();
                var host = least.pick();
                if (host == null) continue;
                tasks++;
                groups.add(least);
                return host;
            }
            return null;
        }

        private EcsInstance pickRanked() {
            // Only now has the caller taken the room on the host that was picked last.
            if (lastPicked != null) ranked.add(rank(lastPicked));
            lastPicked = null;
            while (!ranked.isEmpty()) {
                var best = ranked.poll();
                if (unfit(best.host()).isPresent()) continue;
                tasks++;
                lastPicked = best.host();
                return lastPicked;
            }
            return null;
        }
    }

    /** @param left of the measure that is packed */
    private record Ranked(int left, int tie, EcsInstance host) implements Comparable<Ranked> {
        @Override
        public int compareTo(Ranked other) {
            var byLeft = Integer.compare(left, other.left);
            return byLeft != 0 ? byLeft : Integer.compare(tie, other.tie);
        }
    }

    private static String value(EcsInstance host, String field) {
        if (field.equals("instanceId") || field.equals("host")) return host.instanceId();
        return host.attribute(field.startsWith("attribute:") ? field.substring("attribute:".length()) : field);
    }
}
