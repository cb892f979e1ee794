package dev.ballast.sim.world.ec2;

import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ec2.SecurityGroup.Direction;
import dev.ballast.sim.world.ec2.SecurityGroup.Peer;
import dev.ballast.sim.world.ec2.SecurityGroup.Rule;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A region's networks: the default VPC with a default subnet in each zone and one default security group, as a fresh
 * account has them, and what is created or adopted later.
 */
public final class Network {
    private static final Cidr DEFAULT_BLOCK = Cidr.of("172.31.0.0/16");
    /** What EC2 gives a default subnet. */
    private static final int DEFAULT_SUBNET_PREFIX = 20;

    private final Ids ids;
    private final Ec2Rules rules;
    private final List<Zone> zones;
    private final Map<String, Vpc> vpcs = new LinkedHashMap<>();
    private final Map<String, Subnet> subnets = new LinkedHashMap<>();
    private final Map<String, SecurityGroup> groups = new LinkedHashMap<>();
    /** Deleted ids are never adopted again: clients wait for NotFound after a deletion. */
    private final Set<String> deleted = new LinkedHashSet<>();

    private final Vpc defaultVpc;
    private int adoptedSubnets;

    Network(Ids ids, Ec2Rules rules, List<Zone> zones) {
        this.ids = ids;
        this.rules = rules;
        this.zones = zones;
        defaultVpc = new Vpc(ids.ec2("vpc"), DEFAULT_BLOCK, true);
        vpcs.put(defaultVpc.id(), defaultVpc);
        addDefaultGroup(defaultVpc);
        for (var zone : zones) {
            var subnet = new Subnet(ids.ec2("subnet"), defaultVpc.id(), zone, freeBlock(defaultVpc), true);
            subnets.put(subnet.id(), subnet);
        }
    }

    public List<Zone> zones() {
        return zones;
    }

    public Collection<Vpc> vpcs() {
        return Collections.unmodifiableCollection(vpcs.values());
    }

    public Collection<Subnet> subnets() {
        return Collections.unmodifiableCollection(subnets.values());
    }

    public Collection<SecurityGroup> groups() {
        return Collections.unmodifiableCollection(groups.values());
    }

    public Vpc defaultVpc() {
        return defaultVpc;
    }

    public Optional<Subnet> defaultSubnet(String zone) {
        return subnets.values().stream()
                .filter(subnet ->
                        subnet.isDefaultForZone() && subnet.zone().name().equals(zone))
                .findFirst();
    }

    public SecurityGroup defaultGroup(String vpcId) {
        return groups.values().stream()
                .filter(group -> group.vpcId().equals(vpcId) && group.name().equals("default"))
                .findFirst()
                .orElseThrow();
    }

    public Optional<Subnet> findSubnet(String id) {
        return Optional.ofNullable(subnets.get(id));
    }

    public Optional<Vpc> findVpc(String id) {
        return Optional.ofNullable(vpcs.get(id));
    }

    public Optional<SecurityGroup> findGroup(String id) {
        return Optional.ofNullable(groups.get(id));
    }

    /** @throws Refused InvalidSubnetID.Malformed or .NotFound; an unknown one is adopted into the default VPC where the rules say so */
    public Subnet subnet(String id) {
        var known = subnets.get(id);
        if (known != null) return known;
        ResourceId.SUBNET.check(id);
        if (!adopts(id)) throw ResourceId.SUBNET.notFound(id);
        var zone = zones.get(adoptedSubnets++ % zones.size());
        var adopted = new Subnet(id, defaultVpc.id(), zone, freeBlock(defaultVpc), false);
        subnets.put(id, adopted);
        return adopted;
    }

    /** @throws Refused InvalidGroupId.Malformed or InvalidGroup.NotFound */
    public SecurityGroup group(String id) {
        var known = groups.get(id);
        if (known != null) return known;
        ResourceId.SECURITY_GROUP.check(id);
        if (!adopts(id)) throw ResourceId.SECURITY_GROUP.notFound(id);
        return addGroup(new SecurityGroup(id, "adopted-" + id, "Named by a request", defaultVpc.id()));
    }

    /** @throws Refused InvalidGroup.NotFound */
    public SecurityGroup groupNamed(String name, String vpcId) {
        return groups.values().stream()
                .filter(group -> group.vpcId().equals(vpcId) && group.name().equals(name))
                .findFirst()
                .orElseGet(() -> {
                    if (rules.unknownIds() == Ec2Rules.UnknownIds.REFUSED)
                        throw new Refused(
                                "InvalidGroup.NotFound",
                                "The security group '" + name + "' does not exist in VPC '" + vpcId + "'");
                    return addGroup(new SecurityGroup(ids.ec2("sg"), name, "Named by a request", vpcId));
                });
    }

    /** @throws Refused InvalidVpcID.Malformed or .NotFound */
    public Vpc vpc(String id) {
        var known = vpcs.get(id);
        if (known != null) return known;
        ResourceId.VPC.check(id);
        if (!adopts(id)) throw ResourceId.VPC.notFound(id);
        var adopted = new Vpc(id, Cidr.of("10.0.0.0/16"), false);
        vpcs.put(id, adopted);
        addDefaultGroup(adopted);
        return adopted;
    }

    private boolean adopts(String id) {
        return rules.unknownIds() == Ec2Rules.UnknownIds.ADOPTED && !deleted.contains(id);
    }

    private SecurityGroup addGroup(SecurityGroup group) {
        groups.put(group.id(), group);
        group.ownRules()
                .add(new Rule(
                        ids.ec2("sgr"),
                        Direction.EGRESS,
                        "-1",
                        Optional.empty(),
                        Optional.empty(),
                        new Peer(Peer.Kind.IPV4, "0.0.0.0/0"),
                        ""));
        return group;
    }

    private void addDefaultGroup(Vpc vpc) {
        var group = addGroup(new SecurityGroup(ids.ec2("sg"), "default", "default VPC security group", vpc.id()));
        group.ownRules()
                .add(new Rule(
                        ids.ec2("sgr"),
                        Direction.INGRESS,
                        "-1",
                        Optional.empty(),
                        Optional.empty(),
                        new Peer(Peer.Kind.GROUP, group.id()),
                        ""));
    }

    /** The next /20 of the VPC that no subnet has; a VPC that is full gets one more /16, as an associated block. */
    private Cidr freeBlock(Vpc vpc) {
        for (var block : vpc.blocks()) {
            for (var first = block.first();
                    first < block.first() + block.size();
                    first += 1L << (32 - DEFAULT_SUBNET_PREFIX)) {
                var candidate = new Cidr(first, DEFAULT_SUBNET_PREFIX);
                if (subnets.values().stream().noneMatch(subnet -> subnet.cidr().overlaps(candidate))) return candidate;
            }
        }
        vpc.associate(new Cidr(Cidr.number("10.0.0.0") + ((long) vpc.blocks().size() << 16), 16));
        return freeBlock(vpc);
    }
}
