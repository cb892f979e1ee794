package dev.ballast.decide.plan;

import dev.ballast.decide.facts.Demand;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.pack.Load;
import dev.ballast.decide.pack.Room;
import dev.ballast.decide.pack.Spread;
import dev.ballast.decide.pack.Spread.Batch;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is there and stays, and what is on its way: the ground that a plan builds on. */
final class Stock {
    /** For which it is asked what is missing. */
    enum Weather {
        CALM,
        /** Tasks must move within the notice: somebody is doomed. */
        STORM,
        /** For what may be given back: nothing may that would be bought in either. */
        ANY
    }

    private final GroupedRooms rooms = new GroupedRooms();
    private final Map<CapacityPool, Integer> pools = new LinkedHashMap<>();
    private final SortedMap<String, Load> tasksByGroup = new TreeMap<>();
    private final SortedMap<String, List<Batch>> batchesByGroup = new TreeMap<>();
    private final Load load;
    private final List<Batch> batches;
    private final Load headroom;
    private int contribution;
    private int hosts;
    private Weather weather = Weather.CALM;

    private Stock(Demand demand) {
        load = demand.load();
        batches = demand.batchesOfAll();
        headroom = demand.headroom();
    }

    /** @param demand of the same facts */
    static Stock of(Facts facts, Demand demand) {
        var stock = new Stock(demand);
        var target = facts.settings().capacity().target();
        var survive = facts.settings().capacity().survive();
        var groups = new LinkedHashMap<CapacityPool, String>();
        for (var host : facts.hosts()) {
            if (!host.standing().counts()) continue;
            stock.pools.merge(host.pool(), 1, Integer::sum);
            var group = groups.computeIfAbsent(host.pool(), pool -> group(survive, pool));
            facts.room(host).ifPresent(room -> stock.rooms.add(room, group));
            stock.tasksByGroup.computeIfAbsent(group, same -> new Load()).add(facts.movable(host));
            stock.batchesByGroup
                    .computeIfAbsent(group, same -> new ArrayList<>())
                    .addAll(facts.batches(host));
            if (host.owned()) {
                stock.contribution += contribution(target, host);
                stock.hosts++;
            }
        }
        stock.batchesByGroup.replaceAll((group, batches) -> Spread.together(batches));
        var number = 0;
        for (var pool : facts.coming()) {
            var group = groups.computeIfAbsent(pool, same -> group(survive, same));
            facts.freshRoom("coming-" + ++number, pool).ifPresent(room -> stock.rooms.add(room, group));
            stock.pools.merge(pool, 1, Integer::sum);
            stock.tasksByGroup.computeIfAbsent(group, same -> new Load());
            stock.contribution += facts.types()
                    .of(pool.instanceType())
                    .map(target::contribution)
                    .orElse(0);
            stock.hosts++;
        }
        return stock;
    }

    Stock in(Weather now) {
        weather = now;
        return this;
    }

    /** In a storm the room for those who move now comes first, and what is given back then would be bought at once. */
    boolean sparesOneMore() {
        return weather != Weather.STORM;
    }

    /** What Ballast's own hosts that stay add up to, in the target's unit. */
    static int contribution(Facts facts) {
        var sum = 0;
        for (var host : facts.hosts())
            if (host.owned() && host.standing().counts())
                sum += contribution(facts.settings().capacity().target(), host);
        return sum;
    }

    static int contribution(Target target, Host host) {
        if (host.type().isPresent()) return target.contribution(host.type().get());
        return switch (target.unit()) {
            case INSTANCES -> 1;
            case VCPUS ->
                host.registration()
                        .map(one -> one.registered().cpuUnits() / 1024)
                        .orElse(0);
            case MEMORY_GIB ->
                host.registration()
                        .map(one -> one.registered().memoryMib() / 1024)
                        .orElse(0);
        };
    }

    /** What is lost together. */
    static String group(Survive survive, CapacityPool pool) {
        return switch (survive) {
            // a decision has made pool or none of auto; whoever asks without one takes it for pool
            case POOL, AUTO -> pool.toString();
            case ZONE -> pool.zone();
            case NONE -> "";
        };
    }

    /** Rooms of hosts, then of those that come: the order in which tasks are packed. */
    List<Room> rooms() {
        return rooms.all();
    }

    /** The same, each with what it is lost with. */
    GroupedRooms groupedRooms() {
        return rooms;
    }

    /** What would stand there once ECS has placed what waits. */
    Settled settled(GroupedRooms andBought) {
        return new Settled(batchesByGroup, homelessBatches(), andBought);
    }

    /** Instances of each pool. */
    Map<CapacityPool, Integer> pools() {
        return pools;
    }

    /** Service tasks that stand on each group and would need another place if it were lost. */
    SortedMap<String, Load> tasksByGroup() {
        return tasksByGroup;
    }

    /** The same service by service, as {@link Spread} places them. */
    List<Batch> batchesOf(String group) {
        return batchesByGroup.getOrDefault(group, List.of());
    }

    /** Tasks may have to move within the notice. */
    boolean isUrgent() {
        return weather != Weather.CALM;
    }

    /** Tasks without a place. */
    Load homeless() {
        return load;
    }

    /** The same service by service, without what was set aside. */
    List<Batch> homelessBatches() {
        return batches.stream()
                .filter(batch -> load.counts().containsKey(batch.piece()))
                .toList();
    }

    /** Tasks that are still to come. In a storm there are none: the room for those who move now comes first. */
    Load headroom() {
        return weather == Weather.STORM ? new Load() : headroom;
    }

    /** Towards the target, in its unit. */
    int contribution() {
        return contribution;
    }

    /** Ballast's own instances, those on their way included. */
    int hosts() {
        return hosts;
    }
}
