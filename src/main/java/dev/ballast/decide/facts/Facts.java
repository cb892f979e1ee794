package dev.ballast.decide.facts;

import dev.ballast.decide.pack.Load;
import dev.ballast.decide.pack.Room;
import dev.ballast.decide.pack.Spread;
import dev.ballast.decide.pack.Spread.Batch;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Memory.Launch;
import dev.ballast.model.Observation;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The cluster as one decision sees it: every host with its standing, what it still has room for, and what comes. */
public final class Facts {
    private final Observation observation;
    private final Settings settings;
    private final LinkedHashMap<String, Host> hosts;
    private final List<CapacityPool> coming;
    private final Shared shared;

    /** Two views of one observation share what does not depend on who leaves. */
    record Shared(Types types, Wants wants, Contents contents, Load waiting) {}

    Facts(
            Observation observation,
            Settings settings,
            LinkedHashMap<String, Host> hosts,
            List<CapacityPool> coming,
            Shared shared) {
        this.observation = observation;
        this.settings = settings;
        this.hosts = hosts;
        this.coming = List.copyOf(coming);
        this.shared = shared;
    }

    /** The same cluster, to survive another loss. */
    public Facts surviving(Settings.Survive loss) {
        return new Facts(observation, settings.with(settings.capacity().with(loss)), hosts, coming, shared);
    }

    private Facts with(LinkedHashMap<String, Host> others) {
        return new Facts(observation, settings, others, coming, shared);
    }

    /** The same cluster, these instances about to go. */
    public Facts without(Collection<String> leaving) {
        if (leaving.isEmpty()) return this;
        var next = new LinkedHashMap<>(hosts);
        for (var id : leaving) next.computeIfPresent(id, (same, host) -> host.leaving());
        return with(next);
    }

    /** The same cluster, the drains of these taken back, which ECS may not show yet. */
    public Facts recalling(Collection<String> recalled) {
        if (recalled.isEmpty()) return this;
        var next = new LinkedHashMap<>(hosts);
        for (var id : recalled) next.computeIfPresent(id, (same, host) -> host.recalled());
        return with(next);
    }

    public Observation observation() {
        return observation;
    }

    public Settings settings() {
        return settings;
    }

    /** The target that holds now, in words. */
    public String target() {
        var target = settings.capacity().target();
        return settings.capacity()
                .minimum(asOf())
                .filter(minimum -> minimum.target().equals(target))
                .map(minimum ->
                        target + " (the minimum until " + minimum.window().nextEdge(asOf()) + ")")
                .orElse(target.toString());
    }

    public Instant asOf() {
        return observation.asOf();
    }

    /** By instance id. */
    public Collection<Host> hosts() {
        return hosts.values();
    }

    public Optional<Host> host(String instanceId) {
        return Optional.ofNullable(hosts.get(instanceId));
    }

    public List<Host> hosts(Standing standing) {
        var some = new ArrayList<Host>();
        for (var host : hosts.values()) if (host.standing() == standing) some.add(host);
        return some;
    }

    /**
     * Instances of the maintained Spot Fleet with this standing. They are told from others by having no launch token: what
     * Ballast launches itself carries one.
     */
    public int fleetMembers(Predicate<Standing> standing) {
        var count = 0;
        for (var host : hosts.values()) if (isFleetMember(host) && standing.test(host.standing())) count++;
        return count;
    }

    private static boolean isFleetMember(Host host) {
        return host.owned()
                && host.pool().option() == PurchaseOption.SPOT
                && host.instance().filter(one -> one.launchToken().isEmpty()).isPresent();
    }

    /** True where every instance that was launched has joined. */
    public boolean isComplete() {
        return coming.isEmpty() && hosts(Standing.BOOTING).isEmpty();
    }

    /**
     * Whether a host boots, or one of these launches may still bring one.
     *
     * @param launches under way
     */
    public boolean isAnythingComing(Collection<Launch> launches) {
        if (!hosts(Standing.BOOTING).isEmpty()) return true;
        for (var launch : launches) if (!launch.answered() || !launch.launched().isEmpty()) return true;
        return false;
    }

    /** The pool of each instance that was launched and that EC2 does not list yet. */
    public List<CapacityPool> coming() {
        return coming;
    }

    public Types types() {
        return shared.types();
    }

    public Wants wants() {
        return shared.wants();
    }

    /** Standalone tasks that ECS keeps waiting for capacity: RunTask through a capacity provider. Others are refused instead. */
    Load waitingAlone() {
        return shared.waiting().copy();
    }

    /** Of all hosts with this standing, those that have any. */
    public List<Room> rooms(Standing standing) {
        var rooms = new ArrayList<Room>();
        for (var host : hosts(standing)) room(host).ifPresent(rooms::add);
        return rooms;
    }

    /** What the scheduler may still fill on a host; empty where it places nothing there. Daemons that are not there yet come first. */
    public Optional<Room> room(Host host) {
        return switch (host.standing()) {
            case STAYING -> Optional.of(shared.contents().registeredRoom(host));
            case BOOTING -> freshRoom(host.id(), host.pool());
            case DISCONNECTED, LEAVING, DRAINING, GONE -> Optional.empty();
        };
    }

    /** An empty host of this pool, its daemons already on it; empty where the type is unknown. */
    public Optional<Room> freshRoom(String hostId, CapacityPool pool) {
        return shared.contents().freshRoom(hostId, pool);
    }

    /** Whether a drain would ever end: a service with minimum = maximum = 100 % never leaves by itself. */
    public boolean canBeEmptied(Host host) {
        for (var task : host.tasks()) {
            if (!Demand.isMeantToRun(task)) continue;
            if (!shared.wants().replicaServiceOf(task).map(Wants::canMove).orElse(true)) return false;
        }
        return true;
    }

    /** Whether all that stays on it are tasks that no service keeps and no drain moves: they end by themselves, some after days. */
    public boolean runsOnlyStandaloneTasks(Host host) {
        var some = false;
        for (var task : host.tasks()) {
            if (shared.wants().isDaemon(task)) continue;
            if (shared.wants().replicaServiceOf(task).isPresent()) return false;
            some = true;
        }
        return some;
    }

    /** The service tasks that would need another place if this host were lost. Not to be changed by the caller. */
    public Load movable(Host host) {
        return tenants(host).movable();
    }

    /** The same service by service, as {@link Spread} places them. */
    public List<Batch> batches(Host host) {
        var batches = new ArrayList<Batch>();
        for (var share : tenants(host).shares())
            batches.add(new Batch(
                    share.wanted().index(),
                    share.wanted().next(),
                    share.tasks(),
                    share.wanted().seating()));
        return batches;
    }

    Tenants tenants(Host host) {
        return shared.contents().tenants(host);
    }
}
