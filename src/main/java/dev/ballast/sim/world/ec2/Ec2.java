package dev.ballast.sim.world.ec2;

import dev.ballast.model.CapacityPool;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.market.Market;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * EC2 of one account, all regions. What changes an instance goes through here; what belongs to one region (images,
 * networks, instances by id) is read from {@link Region}.
 */
public final class Ec2 {
    private final WorldTime time;
    private final Ids ids;
    private final Market market;
    private final Ec2Rules rules;
    private final Lifecycle lifecycle;
    private final Map<String, Region> regions = new TreeMap<>();

    public Ec2(WorldTime time, Draws draws, Ids ids, Market market, Ec2Rules rules) {
        this.time = time;
        this.ids = ids;
        this.market = market;
        this.rules = rules;
        lifecycle = new Lifecycle(time, draws, market, this);
    }

    public Ec2Rules rules() {
        return rules;
    }

    public Market market() {
        return market;
    }

    /** A region exists from the first time somebody asks for it. */
    public Region region(String name) {
        return regions.computeIfAbsent(name, missing -> new Region(missing, ids, rules));
    }

    public Collection<Region> regions() {
        return Collections.unmodifiableCollection(regions.values());
    }

    /** In whichever region; ids are unique over all of them. */
    public Optional<Ec2Instance> instance(String id) {
        for (var region : regions.values()) {
            var found = region.instance(id);
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    public void listen(InstanceListener listener) {
        lifecycle.listen(listener);
    }

    /**
     * Launches as many as there is capacity for, at least {@code atLeast}.
     *
     * @throws Refused InsufficientInstanceCapacity when there is less, InsufficientFreeAddressesInSubnet
     */
    public List<Ec2Instance> launch(Launch launch, int atLeast, int atMost) {
        var pool = launch.pool();
        var got = Math.min(Math.min(atMost, market.available(pool)), launch.subnet().freeAddresses());
        if (got < atLeast) {
            if (market.available(pool) < atLeast) throw noCapacity(launch);
            launch.subnet().takeAddress(); // refuses where the subnet is full
            throw new IllegalStateException("subnet " + launch.subnet().id() + " ran out of addresses unnoticed");
        }
        market.take(pool, got);
        var reservation = ids.ec2("r");
        var launched = new ArrayList<Ec2Instance>(got);
        for (var index = 0; index < got; index++) launched.add(accept(launch, reservation, index));
        launched.forEach(lifecycle::launched);
        return launched;
    }

    private Ec2Instance accept(Launch launch, String reservation, int index) {
        var spot = launch.spot()
                .map(offer -> new Ec2Instance.SpotTerms(
                        "sir-" + ids.hex(8), offer.fleetId(), offer.persistent(), offer.onInterruption()));
        var facts = new Ec2Instance.Launched(
                reservation,
                index,
                launch.pool(),
                launch.type(),
                spot,
                launch.subnet().takeAddress(),
                ids.ec2("eni"),
                launch.clientToken(),
                time.now());
        var region = region(regionOf(launch.subnet().zone()));
        var instance = new Ec2Instance(ids.ec2("i"), region.name(), facts, launch.subnet(), launch.spec());
        region.add(instance);
        return instance;
    }

    private static String regionOf(Zone zone) {
        return zone.name().substring(0, zone.name().length() - 1);
    }

    private static Refused noCapacity(Launch launch) {
        var pool = launch.pool();
        return launch.spot().isPresent()
                ? new Refused(
                        "InsufficientInstanceCapacity",
                        "There is no Spot capacity available that matches your request.")
                : new Refused(
                        "InsufficientInstanceCapacity",
                        "We currently do not have sufficient " + pool.instanceType()
                                + " capacity in the Availability Zone you requested (" + pool.zone()
                                + "). Our system will be working on provisioning additional capacity. You can currently get "
                                + pool.instanceType()
                                + " capacity by not specifying an Availability Zone in your request or choosing another zone.");
    }

    public void terminate(Ec2Instance instance, StateReason reason) {
        lifecycle.terminate(instance, reason);
    }

    /** Two minutes' notice, then the end that the instance's terms name. On-demand instances are never interrupted. */
    public void interrupt(Ec2Instance instance) {
        instance.spot().ifPresent(terms -> lifecycle.announce(instance, terms.onInterruption()));
    }

    public void recommendRebalance(Ec2Instance instance) {
        lifecycle.recommendRebalance(instance);
    }

    /** The pool's capacity is withdrawn and every instance in it gets its notice; says which. */
    public List<Ec2Instance> interruptPool(CapacityPool pool) {
        market.withdraw(pool);
        var hit = alive(instance -> instance.pool().equals(pool));
        hit.forEach(this::interrupt);
        return hit;
    }

    private List<Ec2Instance> alive(Predicate<Ec2Instance> which) {
        return regions.values().stream()
                .flatMap(region -> region.instances().stream())
                .filter(instance -> instance.state().isAlive() && which.test(instance))
                .toList();
    }

    void forget(Ec2Instance instance) {
        region(instance.region()).forget(instance);
    }
}
