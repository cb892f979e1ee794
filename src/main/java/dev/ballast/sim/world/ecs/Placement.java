package dev.ballast.sim.world.ecs;

import dev.ballast.model.Resources;
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
     * @param needs what one of them takes, its overrides included
     * @param group tasks of the same group, which count for spreading and distinctInstance
     */
    record Request(
            TaskDefinition definition,
            Resources needs,
            List<PlacementConstraint> constraints,
            List<PlacementStrategy> strategies,
            Iterable<EcsTask> group) {}

    /** The closest host and what it lacked. */
    record Closest(EcsInstance instance, Unfit unfit) {}

    private static final int TRIES = 16;
    private static final String BY_ZONE = "attribute:" + Attributes.ZONE;

    private final Request request;
    private final boolean distinct;
    private final List<ClusterQuery> queries = new ArrayList<>();
    private final Map<EcsInstance, Integer> tasksOnHost = new LinkedHashMap<>();
    private final List<EcsInstance> hosts;
    private final RandomGenerator draws;
    private Group root;

    /** @param hosts random access */
    Placement(List<EcsInstance> hosts, Request request, RandomGenerator draws) {
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
    }

    private static List<PlacementConstraint> allConstraints(Request request) {
        var all = new ArrayList<>(request.constraints());
        all.addAll(request.definition().spec().constraints());
        return all;
    }

    /** Picks a host; the caller takes the room on it before the next pick. */
    Optional<EcsInstance> next() {
        var host = request.strategies().isEmpty() ? any() : null;
        if (host == null) host = best();
        if (host != null) tasksOnHost.merge(host, 1, Integer::sum);
        return Optional.ofNullable(host);
    }

    /** Without a strategy every host with room is as good: most often a few draws find one. */
    private EcsInstance any() {
        if (root != null) return null;
        for (var tries = 0; tries < TRIES && !hosts.isEmpty(); tries++) {
            var host = hosts.get(draws.nextInt(hosts.size()));
            if (why(host) == null) return host;
        }
        return null;
    }

    private EcsInstance best() {
        if (root == null) {
            root = new Group(0, draws.nextInt());
            for (var host : hosts) if (why(host) == null) root.add(host);
        }
        return root.pick();
    }

    /** Whether the host is of the right kind, room and agent aside. */
    boolean mayBeOn(EcsInstance host) {
        return hasAttributes(host) && matchesQueries(host);
    }

    /** What keeps a task off this very host now; empty where nothing does. */
    Optional<Unfit> unfit(EcsInstance host) {
        return Optional.ofNullable(why(host));
    }

    private Unfit why(EcsInstance host) {
        if (!hasAttributes(host)) return Unfit.ATTRIBUTE;
        if (!host.takesTasks()) return Unfit.AGENT;
        return matchesQueries(host) ? shortage(host) : Unfit.CONSTRAINT;
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
        var needs = request.needs();
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
        private final PlacementStrategy strategy;
        private Map<String, Group> byValue;
        private PriorityQueue<Group> groups;
        private List<Ranked> unsorted;
        private PriorityQueue<Ranked> ranked;
        private EcsInstance lastPicked;
        private int tasks;

        Group(int level, int tie) {
            this.level = level;
            this.tie = tie;
            strategy = level < request.strategies().size()
                    ? request.strategies().get(level)
                    : new PlacementStrategy.Random();
            if (strategy instanceof PlacementStrategy.Spread spread && !isOneHostEach(spread))
                byValue = new LinkedHashMap<>();
            else unsorted = new ArrayList<>();
        }

        void add(EcsInstance host) {
            var already = tasksOnHost.isEmpty() ? 0 : tasksOnHost.getOrDefault(host, 0);
            tasks += already;
            if (byValue == null) {
                unsorted.add(rank(host, already));
                return;
            }
            var value = value(host, ((PlacementStrategy.Spread) strategy).field());
            // A host without the attribute cannot be spread over it.
            if (value == null) return;
            var group = byValue.get(value);
            if (group == null) {
                group = new Group(level + 1, draws.nextInt());
                byValue.put(value, group);
            }
            group.add(host);
        }

        private Ranked rank(EcsInstance host, int already) {
            var first = switch (strategy) {
                case PlacementStrategy.Binpack binpack ->
                    binpack.measure() == PlacementStrategy.Measure.CPU
                            ? host.room().freeCpuUnits()
                            : host.room().freeMemoryMib();
                case PlacementStrategy.Random ignored -> 0;
                case PlacementStrategy.Spread ignored -> already;
            };
            return new Ranked(first, draws.nextInt(), host);
        }

        /** Null where no host of the group has room. */
        EcsInstance pick() {
            if (byValue == null) return pickRanked();
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
            if (ranked == null) {
                ranked = new PriorityQueue<>(unsorted);
                unsorted = null;
            }
            // Only now has the caller taken the room on the host that was picked last.
            if (lastPicked != null) ranked.add(rank(lastPicked, tasksOnHost.getOrDefault(lastPicked, 0)));
            lastPicked = null;
            while (!ranked.isEmpty()) {
                var best = ranked.poll();
                if (why(best.host()) != null) continue;
                tasks++;
                lastPicked = best.host();
                return lastPicked;
            }
            return null;
        }
    }

    /** A spread over hosts is an order of hosts: each is a group of its own. */
    private static boolean isOneHostEach(PlacementStrategy.Spread spread) {
        return spread.field().equals("instanceId") || spread.field().equals("host");
    }

    /** @param first tasks already there, or what is left of the measure that is packed */
    private record Ranked(int first, int tie, EcsInstance host) implements Comparable<Ranked> {
        @Override
        public int compareTo(Ranked other) {
            var byFirst = Integer.compare(first, other.first);
            return byFirst != 0 ? byFirst : Integer.compare(tie, other.tie);
        }
    }

    private static String value(EcsInstance host, String field) {
        if (field.equals(BY_ZONE)) return host.zone();
        return host.attribute(field.startsWith("attribute:") ? field.substring("attribute:".length()) : field);
    }
}
