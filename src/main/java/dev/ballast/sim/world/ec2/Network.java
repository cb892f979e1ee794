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
import java.util.Locale;
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

    private final Routing routing;
    private final Vpc defaultVpc;
    private int adoptedSubnets;

    Network(Ids ids, Ec2Rules rules, List<Zone> zones) {
        this.ids = ids;
        this.rules = rules;
        this.zones = zones;
        routing = new Routing(ids);
        defaultVpc = new Vpc(ids.ec2("vpc"), DEFAULT_BLOCK, true);
        vpcs.put(defaultVpc.id(), defaultVpc);
        addDefaultGroup(defaultVpc);
        routing.opened(defaultVpc);
        for (var zone : zones) {
            var subnet = new Subnet(ids.ec2("subnet"), defaultVpc.id(), zone, freeBlock(defaultVpc), true);
            subnets.put(subnet.id(), subnet);
        }
    }

    public Routing routing() {
        return routing;
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

    /** As DescribeSecurityGroups asks for it: to look whether there is one does not make one. */
    public SecurityGroup existingGroupNamed(String name, Vpc vpc) {
        return groups.values().stream()
                .filter(group -> group.vpcId().equals(vpc.id()) && group.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        "InvalidGroup.NotFound",
                        "The security group '" + name + "' does not exist in " + (vpc.isDefault() ? "default " : "")
                                + "VPC '" + vpc.id() + "'"));
    }

    /** The rule of that id with its group, empty where no group has it. */
    public Optional<GroupRule> findRule(String ruleId) {
        for (var group : groups.values())
            for (var rule : group.rules()) if (rule.id().equals(ruleId)) return Optional.of(new GroupRule(group, rule));
        return Optional.empty();
    }

    public record GroupRule(SecurityGroup group, Rule rule) {}

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
        routing.opened(adopted);
        return adopted;
    }

    /** @throws Refused InvalidVpcRange unless the block is between /28 and /16 */
    public Vpc createVpc(Cidr block, Map<String, String> tags) {
        if (block.prefixLength() < 16 || block.prefixLength() > 28)
            throw new Refused("InvalidVpc.Range", "The CIDR '" + block + "' is invalid.");
        var vpc = new Vpc(ids.ec2("vpc"), block, false);
        vpc.ownTags().putAll(tags);
        vpcs.put(vpc.id(), vpc);
        addDefaultGroup(vpc);
        routing.opened(vpc);
        return vpc;
    }

    public void setAttributes(Vpc vpc, Vpc.Attributes attributes) {
        vpc.attributes = attributes;
    }

    /** @throws Refused DependencyViolation while it has subnets, a gateway, groups or route tables of its own */
    public void deleteVpc(String id) {
        var vpc = known(vpcs, id, ResourceId.VPC);
        var inUse = subnets.values().stream().anyMatch(subnet -> subnet.vpcId().equals(id))
                || groups.values().stream()
                        .anyMatch(group ->
                                group.vpcId().equals(id) && !group.name().equals("default"))
                || routing.keeps(vpc);
        if (inUse)
            throw new Refused("DependencyViolation", "The vpc '" + id + "' has dependencies and cannot be deleted.");
        groups.remove(defaultGroup(id).id());
        vpcs.remove(vpc.id());
        routing.closed(vpc);
        deleted.add(id);
    }

    /** @throws Refused InvalidSubnet.Range, InvalidSubnet.Conflict, or InvalidParameterValue for an unknown zone */
    public Subnet createSubnet(Vpc vpc, String zoneName, Cidr block, Map<String, String> tags) {
        var zone = zones.stream()
                .filter(known -> known.name().equals(zoneName))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        "InvalidParameterValue",
                        "Value (" + zoneName
                                + ") for parameter availabilityZone is invalid. Subnets can currently only be"
                                + " created in the following availability zones: "
                                + String.join(
                                        ", ", zones.stream().map(Zone::name).toList()) + "."));
        if (block.prefixLength() < 16
                || block.prefixLength() > 28
                || vpc.blocks().stream().noneMatch(own -> own.contains(block)))
            throw new Refused("InvalidSubnet.Range", "The CIDR '" + block + "' is invalid.");
        if (subnets.values().stream()
                .anyMatch(
                        other -> other.vpcId().equals(vpc.id()) && other.cidr().overlaps(block)))
            throw new Refused("InvalidSubnet.Conflict", "The CIDR '" + block + "' conflicts with another subnet");
        var subnet = new Subnet(ids.ec2("subnet"), vpc.id(), zone, block, false);
        subnet.ownTags().putAll(tags);
        subnets.put(subnet.id(), subnet);
        return subnet;
    }

    void deleteSubnet(String id) {
        routing.closed(known(subnets, id, ResourceId.SUBNET));
        subnets.remove(id);
        deleted.add(id);
    }

    public void setMapsPublicAddress(Subnet subnet, boolean maps) {
        subnet.mapsPublicAddress = maps;
    }

    /** @throws Refused InvalidGroup.Duplicate, InvalidParameterValue */
    public SecurityGroup createGroup(Vpc vpc, String name, String description, Map<String, String> tags) {
        if (name.equals("default"))
            throw new Refused("InvalidParameterValue", "Cannot use reserved security group name: default");
        if (name.startsWith("sg-"))
            throw new Refused(
                    "InvalidParameterValue",
                    "Value (" + name
                            + ") for parameter GroupName is invalid. Group names may not be in the format sg-*.");
        if (groups.values().stream()
                .anyMatch(
                        group -> group.vpcId().equals(vpc.id()) && group.name().equals(name)))
            throw new Refused(
                    "InvalidGroup.Duplicate",
                    "The security group '" + name + "' already exists for VPC '" + vpc.id() + "'");
        var group = addGroup(new SecurityGroup(ids.ec2("sg"), name, description, vpc.id()));
        group.ownTags().putAll(tags);
        return group;
    }

    void deleteGroup(String id) {
        var group = known(groups, id, ResourceId.SECURITY_GROUP);
        if (group.name().equals("default"))
            throw new Refused(
                    "CannotDelete",
                    "the specified group: \"" + id + "\" name: \"default\" cannot be deleted by a user");
        var referred = groups.values().stream()
                .filter(other -> !other.id().equals(id))
                .flatMap(other -> other.rules().stream())
                .anyMatch(rule -> rule.peer().equals(new Peer(Peer.Kind.GROUP, id)));
        if (referred) throw new Refused("DependencyViolation", "resource " + id + " has a dependent object");
        groups.remove(id);
        deleted.add(id);
    }

    /**
     * Adds all of the rules or none; their ids are given here.
     *
     * @throws Refused InvalidPermission.Duplicate
     */
    public List<Rule> authorize(SecurityGroup group, List<Rule> wanted) {
        for (var rule : wanted)
            if (group.rules().stream().anyMatch(rule::sameAs))
                throw new Refused(
                        "InvalidPermission.Duplicate",
                        "the specified rule \"peer: " + rule.peer().value() + ", " + said(rule)
                                + ", ALLOW\" already exists");
        var added = wanted.stream().map(rule -> rule.withId(ids.ec2("sgr"))).toList();
        group.ownRules().addAll(added);
        return added;
    }

    /** Protocol and ports, as EC2's refusal of a second such rule says them. */
    private static String said(Rule rule) {
        if (rule.protocol().equals("-1")) return "ALL";
        return rule.protocol().toUpperCase(Locale.ROOT) + ", from port: "
                + rule.fromPort().map(String::valueOf).orElse("-1") + ", to port: "
                + rule.toPort().map(String::valueOf).orElse("-1");
    }

    /** Puts other rules in the place of those with their ids. */
    public void replace(SecurityGroup group, List<Rule> rules) {
        for (var rule : rules) group.ownRules().replaceAll(own -> own.id().equals(rule.id()) ? rule : own);
    }

    /**
     * Gives the rules that are like these other descriptions.
     *
     * @throws Refused InvalidPermission.NotFound
     */
    public void describe(SecurityGroup group, List<Rule> described) {
        requireAll(group, described);
        for (var rule : described)
            group.ownRules().replaceAll(own -> own.sameAs(rule) ? own.described(rule.description()) : own);
    }

    private static void requireAll(SecurityGroup group, List<Rule> rules) {
        for (var rule : rules)
            if (group.rules().stream().noneMatch(rule::sameAs))
                throw new Refused(
                        "InvalidPermission.NotFound", "The specified rule does not exist in this security group.");
    }

    /** @throws Refused InvalidPermission.NotFound */
    public List<Rule> revoke(SecurityGroup group, List<Rule> unwanted) {
        requireAll(group, unwanted);
        var gone = group.rules().stream()
                .filter(own -> unwanted.stream().anyMatch(own::sameAs))
                .toList();
        group.ownRules().removeAll(gone);
        return gone;
    }

    private static <T> T known(Map<String, T> all, String id, ResourceId kind) {
        kind.check(id);
        var found = all.get(id);
        if (found == null) throw kind.notFound(id);
        return found;
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
