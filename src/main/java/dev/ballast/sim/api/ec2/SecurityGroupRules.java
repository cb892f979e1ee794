package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ec2.Cidr;
import dev.ballast.sim.world.ec2.Network;
import dev.ballast.sim.world.ec2.SecurityGroup;
import dev.ballast.sim.world.ec2.SecurityGroup.Direction;
import dev.ballast.sim.world.ec2.SecurityGroup.Peer;
import dev.ballast.sim.world.ec2.SecurityGroup.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.RevokedSecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Rules between the wire's two forms, a permission with many peers and a rule with one, and the world's. */
final class SecurityGroupRules {
    private static final int PORT_MAX = 65_535;

    private SecurityGroupRules() {}

    /**
     * The rules that a request means for a group; groups that it names by name are those of the group's own VPC.
     *
     * @throws AwsError where a member is missing, or a protocol, port or block is none
     */
    static List<Rule> read(List<IpPermission> permissions, Direction direction, SecurityGroup group, Network network) {
        if (permissions.isEmpty())
            throw AwsError.refused("MissingParameter", "The request must contain the parameter ipPermissions");
        var rules = new ArrayList<Rule>();
        for (var permission : permissions) {
            if (permission.ipProtocol() == null)
                throw AwsError.refused(
                        "MissingParameter", "The request must contain the parameter IpPermissions.IpProtocol");
            var before = rules.size();
            for (var range : permission.ipRanges())
                rules.add(rule(permission, direction, block(range.cidrIp()), range.description()));
            for (var range : permission.ipv6Ranges())
                rules.add(rule(permission, direction, new Peer(Peer.Kind.IPV6, range.cidrIpv6()), range.description()));
            for (var pair : permission.userIdGroupPairs())
                rules.add(rule(permission, direction, peer(pair, group, network), pair.description()));
            for (var list : permission.prefixListIds())
                rules.add(rule(
                        permission,
                        direction,
                        new Peer(Peer.Kind.PREFIX_LIST, list.prefixListId()),
                        list.description()));
            if (rules.size() == before) throw AwsError.refused("MissingParameter", "Source group ID missing");
        }
        for (var rule : rules)
            if (rule.peer().value() == null)
                throw AwsError.refused(
                        "InvalidParameterValue", "A security group rule needs a CIDR block, a group or a prefix list.");
        return rules;
    }

    private static Peer peer(UserIdGroupPair pair, SecurityGroup group, Network network) {
        if (pair.groupId() != null)
            return new Peer(
                    Peer.Kind.GROUP,
                    pair.groupId().equals(group.id())
                            ? group.id()
                            : network.group(pair.groupId()).id());
        if (pair.groupName() == null) return new Peer(Peer.Kind.GROUP, null);
        return new Peer(
                Peer.Kind.GROUP,
                network.existingGroupNamed(pair.groupName(), network.vpc(group.vpcId()))
                        .id());
    }

    /** A block as EC2 keeps it: without host bits. */
    static Peer block(String cidr) {
        if (cidr == null) return new Peer(Peer.Kind.IPV4, null);
        try {
            return new Peer(Peer.Kind.IPV4, Cidr.of(cidr).toString());
        } catch (Refused malformed) {
            throw AwsError.refused("InvalidParameterValue", "CIDR block " + cidr + " is malformed");
        }
    }

    /** Protocols go by number or by these names; EC2 tells the four it has names for by name. */
    static String protocol(String written) {
        var protocol = written.toLowerCase(Locale.ROOT);
        return switch (protocol) {
            case "tcp", "6" -> "tcp";
            case "udp", "17" -> "udp";
            case "icmp", "1" -> "icmp";
            case "icmpv6", "58" -> "icmpv6";
            case "-1", "all" -> "-1";
            default -> {
                if (!protocol.matches("\\d{1,3}") || Integer.parseInt(protocol) > 255)
                    throw AwsError.refused(
                            "InvalidParameterValue",
                            "Invalid value '" + written + "' for IP protocol. Unknown protocol.");
                yield protocol;
            }
        };
    }

    /** @throws AwsError InvalidParameterValue for ports that TCP and UDP have not */
    static void checkPorts(String protocol, Integer from, Integer to) {
        if (!protocol.equals("tcp") && !protocol.equals("udp")) return;
        if (from == null || to == null)
            throw AwsError.refused("InvalidParameterValue", "Must specify both from and to ports with TCP/UDP.");
        if (from == -1 && to == -1) return;
        for (int port : new int[] {from, to})
            if (port < 0 || port > PORT_MAX)
                throw AwsError.refused("InvalidParameterValue", "TCP/UDP port (" + port + ") out of range");
        if (from > to)
            throw AwsError.refused("InvalidParameterValue", "Invalid TCP/UDP port range (" + from + ":" + to + ")");
    }

    private static Rule rule(IpPermission permission, Direction direction, Peer peer, String description) {
        var protocol = protocol(permission.ipProtocol());
        checkPorts(protocol, permission.fromPort(), permission.toPort());
        return new Rule(
                "",
                direction,
                protocol,
                port(protocol, permission.fromPort()),
                port(protocol, permission.toPort()),
                peer,
                description == null ? "" : description);
    }

    private static Optional<Integer> port(String protocol, Integer port) {
        return protocol.equals("-1") ? Optional.empty() : Optional.ofNullable(port);
    }

    /** A rule as ModifySecurityGroupRules writes it, which keeps the id and the direction of the one that it replaces. */
    static Rule changed(Rule before, SecurityGroupRuleRequest asked) {
        var protocol = asked.ipProtocol() == null ? before.protocol() : protocol(asked.ipProtocol());
        checkPorts(protocol, asked.fromPort(), asked.toPort());
        var peer = asked.cidrIpv4() != null
                ? block(asked.cidrIpv4())
                : asked.cidrIpv6() != null
                        ? new Peer(Peer.Kind.IPV6, asked.cidrIpv6())
                        : asked.referencedGroupId() != null
                                ? new Peer(Peer.Kind.GROUP, asked.referencedGroupId())
                                : asked.prefixListId() != null
                                        ? new Peer(Peer.Kind.PREFIX_LIST, asked.prefixListId())
                                        : before.peer();
        return new Rule(
                before.id(),
                before.direction(),
                protocol,
                port(protocol, asked.fromPort()),
                port(protocol, asked.toPort()),
                peer,
                asked.description() == null ? "" : asked.description());
    }

    static RevokedSecurityGroupRule revoked(SecurityGroup group, Rule rule) {
        var told = RevokedSecurityGroupRule.builder()
                .securityGroupRuleId(rule.id())
                .groupId(group.id())
                .isEgress(rule.direction() == Direction.EGRESS)
                .ipProtocol(rule.protocol())
                .fromPort(rule.fromPort().orElse(-1))
                .toPort(rule.toPort().orElse(-1))
                .description(described(rule));
        switch (rule.peer().kind()) {
            case IPV4 -> told.cidrIpv4(rule.peer().value());
            case IPV6 -> told.cidrIpv6(rule.peer().value());
            case PREFIX_LIST -> told.prefixListId(rule.peer().value());
            case GROUP -> told.referencedGroupId(rule.peer().value());
        }
        return told.build();
    }

    private record Ports(String protocol, Optional<Integer> from, Optional<Integer> to) {}

    /** One permission for each protocol and range of ports, with all its peers, as DescribeSecurityGroups groups them. */
    static List<IpPermission> permissions(SecurityGroup group, Direction direction, String accountId) {
        var byPorts = new LinkedHashMap<Ports, List<Rule>>();
        for (var rule : group.rules())
            if (rule.direction() == direction)
                byPorts.computeIfAbsent(
                                new Ports(rule.protocol(), rule.fromPort(), rule.toPort()),
                                missing -> new ArrayList<>())
                        .add(rule);
        var permissions = new ArrayList<IpPermission>();
        byPorts.forEach((ports, rules) -> permissions.add(IpPermission.builder()
                .ipProtocol(ports.protocol())
                .fromPort(ports.from().orElse(null))
                .toPort(ports.to().orElse(null))
                .ipRanges(of(rules, Peer.Kind.IPV4)
                        .map(rule -> IpRange.builder()
                                .cidrIp(rule.peer().value())
                                .description(described(rule))
                                .build())
                        .toList())
                .ipv6Ranges(of(rules, Peer.Kind.IPV6)
                        .map(rule -> Ipv6Range.builder()
                                .cidrIpv6(rule.peer().value())
                                .description(described(rule))
                                .build())
                        .toList())
                .userIdGroupPairs(of(rules, Peer.Kind.GROUP)
                        .map(rule -> UserIdGroupPair.builder()
                                .groupId(rule.peer().value())
                                .userId(accountId)
                                .description(described(rule))
                                .build())
                        .toList())
                .prefixListIds(of(rules, Peer.Kind.PREFIX_LIST)
                        .map(rule -> PrefixListId.builder()
                                .prefixListId(rule.peer().value())
                                .description(described(rule))
                                .build())
                        .toList())
                .build()));
        return permissions;
    }

    private static Stream<Rule> of(List<Rule> rules, Peer.Kind kind) {
        return rules.stream().filter(rule -> rule.peer().kind() == kind);
    }

    private static String described(Rule rule) {
        return rule.description().isEmpty() ? null : rule.description();
    }

    static SecurityGroupRule told(SecurityGroup group, Rule rule, CallContext context) {
        var told = SecurityGroupRule.builder()
                .securityGroupRuleId(rule.id())
                .securityGroupRuleArn(context.arn("security-group-rule/" + rule.id()))
                .groupId(group.id())
                .groupOwnerId(context.accountId())
                .isEgress(rule.direction() == Direction.EGRESS)
                .ipProtocol(rule.protocol())
                .fromPort(rule.fromPort().orElse(-1))
                .toPort(rule.toPort().orElse(-1))
                .tags(TagLists.of(group.ruleTags(rule.id())))
                .description(described(rule));
        switch (rule.peer().kind()) {
            case IPV4 -> told.cidrIpv4(rule.peer().value());
            case IPV6 -> told.cidrIpv6(rule.peer().value());
            case PREFIX_LIST -> told.prefixListId(rule.peer().value());
            case GROUP ->
                told.referencedGroupInfo(it -> it.groupId(rule.peer().value()).userId(context.accountId()));
        }
        return told.build();
    }
}
