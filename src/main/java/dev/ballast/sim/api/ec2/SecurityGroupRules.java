package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.world.ec2.SecurityGroup;
import dev.ballast.sim.world.ec2.SecurityGroup.Direction;
import dev.ballast.sim.world.ec2.SecurityGroup.Peer;
import dev.ballast.sim.world.ec2.SecurityGroup.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Rules between the wire's two forms, a permission with many peers and a rule with one, and the world's. */
final class SecurityGroupRules {
    private SecurityGroupRules() {}

    static List<Rule> read(List<IpPermission> permissions, Direction direction) {
        var rules = new ArrayList<Rule>();
        for (var permission : permissions) {
            if (permission.ipProtocol() == null)
                throw AwsError.refused(
                        "MissingParameter", "The request must contain the parameter IpPermissions.IpProtocol");
            for (var range : permission.ipRanges())
                rules.add(rule(permission, direction, new Peer(Peer.Kind.IPV4, range.cidrIp()), range.description()));
            for (var range : permission.ipv6Ranges())
                rules.add(rule(permission, direction, new Peer(Peer.Kind.IPV6, range.cidrIpv6()), range.description()));
            for (var group : permission.userIdGroupPairs())
                rules.add(rule(permission, direction, new Peer(Peer.Kind.GROUP, group.groupId()), group.description()));
            for (var list : permission.prefixListIds())
                rules.add(rule(
                        permission,
                        direction,
                        new Peer(Peer.Kind.PREFIX_LIST, list.prefixListId()),
                        list.description()));
        }
        for (var rule : rules)
            if (rule.peer().value() == null)
                throw AwsError.refused(
                        "InvalidParameterValue", "A security group rule needs a CIDR block, a group or a prefix list.");
        return rules;
    }

    private static Rule rule(IpPermission permission, Direction direction, Peer peer, String description) {
        var all = permission.ipProtocol().equals("-1");
        return new Rule(
                "",
                direction,
                permission.ipProtocol(),
                all ? Optional.empty() : Optional.ofNullable(permission.fromPort()),
                all ? Optional.empty() : Optional.ofNullable(permission.toPort()),
                peer,
                description == null ? "" : description);
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
