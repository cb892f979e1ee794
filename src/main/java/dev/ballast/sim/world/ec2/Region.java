package dev.ballast.sim.world.ec2;

import dev.ballast.model.InstanceState;
import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.Refused;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One region's EC2: nothing in it is seen from another region. */
public final class Region {
    private final String name;
    private final Images images;
    private final Network network;
    private final KeyPairs keyPairs;
    private final LaunchTemplates launchTemplates;
    private final Launches launches;
    private final Tags tags;
    private final Tokens tokens = new Tokens();
    private final Map<String, Ec2Instance> instances = new LinkedHashMap<>();
    private final Volumes volumes;
    private final Addresses addresses;
    private final Map<String, SpotRequest> spotRequests = new LinkedHashMap<>();

    Region(String name, List<Zone> zones, Ids ids, Ec2Rules rules, Function<String, Optional<String>> imageParameters) {
        this.name = name;
        images = new Images(ids, rules);
        network = new Network(ids, rules, zones);
        keyPairs = new KeyPairs(ids, rules);
        launchTemplates = new LaunchTemplates(ids);
        launches = new Launches(this, rules, imageParameters);
        addresses = new Addresses(ids);
        volumes = new Volumes(this, ids, rules);
        tags = new Tags(this);
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

    public KeyPairs keyPairs() {
        return keyPairs;
    }

    public LaunchTemplates launchTemplates() {
        return launchTemplates;
    }

    public Launches launches() {
        return launches;
    }

    public Tags tags() {
        return tags;
    }

    public Tokens tokens() {
        return tokens;
    }

    public Addresses addresses() {
        return addresses;
    }

    public Volumes volumes() {
        return volumes;
    }

    public Collection<SpotRequest> spotRequests() {
        return Collections.unmodifiableCollection(spotRequests.values());
    }

    public Optional<SpotRequest> spotRequest(String id) {
        return Optional.ofNullable(spotRequests.get(id));
    }

    /** In launch order, the terminated ones of the last hour included. */
    public Collection<Ec2Instance> instances() {
        return Collections.unmodifiableCollection(instances.values());
    }

    public Optional<Ec2Instance> instance(String id) {
        return Optional.ofNullable(instances.get(id));
    }

    /** @throws Refused DependencyViolation while instances are in it */
    public void deleteSubnet(String id) {
        if (instances.values().stream()
                .anyMatch(
                        instance -> instance.subnet().id().equals(id) && instance.state() != InstanceState.TERMINATED))
            throw new Refused("DependencyViolation", "The subnet '" + id + "' has dependencies and cannot be deleted.");
        network.deleteSubnet(id);
    }

    /** @throws Refused CannotDelete for a default group, DependencyViolation while something uses it */
    public void deleteGroup(String id) {
        if (instances.values().stream()
                .anyMatch(instance ->
                        instance.securityGroupIds().contains(id) && instance.state() != InstanceState.TERMINATED))
            throw new Refused("DependencyViolation", "resource " + id + " has a dependent object");
        network.deleteGroup(id);
    }

    void add(Ec2Instance instance) {
        instances.put(instance.id(), instance);
    }

    void forget(Ec2Instance instance) {
        instances.remove(instance.id());
    }

    void add(SpotRequest request) {
        spotRequests.put(request.id(), request);
    }

    void forget(SpotRequest request) {
        spotRequests.remove(request.id());
    }
}
