package dev.ballast.sim.world.ec2;

import dev.ballast.sim.world.core.Ids;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One region's EC2: nothing in it is seen from another region. */
public final class Region {
    private final String name;
    private final Images images;
    private final Network network;
    private final Map<String, Ec2Instance> instances = new LinkedHashMap<>();

    Region(String name, Ids ids, Ec2Rules rules) {
        this.name = name;
        images = new Images(ids, rules);
        network = new Network(ids, rules, Zone.of(name));
    }

    public String name() {
        return name;
    }

    public Images images() {
        return images;
    }

    public Network network() {
        return network;
    }

    public List<Zone> zones() {
        return network.zones();
    }

    /** In launch order, the terminated ones of the last hour included. */
    public Collection<Ec2Instance> instances() {
        return Collections.unmodifiableCollection(instances.values());
    }

    public Optional<Ec2Instance> instance(String id) {
        return Optional.ofNullable(instances.get(id));
    }

    void add(Ec2Instance instance) {
        instances.put(instance.id(), instance);
    }

    void forget(Ec2Instance instance) {
        instances.remove(instance.id());
    }
}
