package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Network;
import dev.ballast.sim.world.ec2.SecurityGroup;
import dev.ballast.sim.world.ec2.SecurityGroup.Direction;
import dev.ballast.sim.world.ec2.SecurityGroup.Rule;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressResponse;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressResponse;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/** Security groups and their rules. */
final class SecurityGroupsApi implements Ec2Api {
    private static final Pages PAGES = Pages.ofEc2(5, 1_000);
    private static final Filters<SecurityGroup> FILTERS = new Filters<SecurityGroup>()
            .on("group-id", SecurityGroup::id)
            .on("group-name", SecurityGroup::name)
            .on("description", SecurityGroup::description)
            .on("vpc-id", SecurityGroup::vpcId)
            .onAny(
                    "ip-permission.cidr",
                    it -> it.rules().stream()
                            .filter(rule -> rule.direction() == Direction.INGRESS
                                    && rule.peer().kind() == SecurityGroup.Peer.Kind.IPV4)
                            .map(rule -> rule.peer().value())
                            .toList())
            .onAny(
                    "ip-permission.group-id",
                    it -> it.rules().stream()
                            .filter(rule -> rule.direction() == Direction.INGRESS
                                    && rule.peer().kind() == SecurityGroup.Peer.Kind.GROUP)
                            .map(rule -> rule.peer().value())
                            .toList())
            .onTags(SecurityGroup::tags);
    private static final Filters<SecurityGroupRule> RULES = new Filters<SecurityGroupRule>()
            .on("group-id", SecurityGroupRule::groupId)
            .on("security-group-rule-id", SecurityGroupRule::securityGroupRuleId);

    private final Ec2 ec2;

    SecurityGroupsApi(Ec2 ec2) {
        this.ec2 = ec2;
    }

    @Override
    public void register(Operations operations) {
        operations.on("DescribeSecurityGroups", DescribeSecurityGroupsRequest::builder, this::describe);
        operations.on("DescribeSecurityGroupRules", DescribeSecurityGroupRulesRequest::builder, this::describeRules);
        operations.on("CreateSecurityGroup", CreateSecurityGroupRequest::builder, this::create);
        operations.on("DeleteSecurityGroup", DeleteSecurityGroupRequest::builder, this::delete);
        operations.on("AuthorizeSecurityGroupIngress", AuthorizeSecurityGroupIngressRequest::builder, this::allowIn);
        operations.on("AuthorizeSecurityGroupEgress", AuthorizeSecurityGroupEgressRequest::builder, this::allowOut);
        operations.on("RevokeSecurityGroupIngress", RevokeSecurityGroupIngressRequest::builder, this::revokeIn);
        operations.on("RevokeSecurityGroupEgress", RevokeSecurityGroupEgressRequest::builder, this::revokeOut);
    }

    private Network network(CallContext context) {
        return ec2.region(context.region()).network();
    }

    private DescribeSecurityGroupsResponse describe(DescribeSecurityGroupsRequest request, CallContext context) {
        var network = network(context);
        var named = new ArrayList<SecurityGroup>();
        for (var id : request.groupIds()) named.add(network.group(id));
        for (var name : request.groupNames())
            named.add(network.groupNamed(name, network.defaultVpc().id()));
        var wanted = request.groupIds().isEmpty() && request.groupNames().isEmpty() ? network.groups() : named;
        var page = PAGES.cut(
                FILTERS.keep(wanted, request.filters()), SecurityGroup::id, request.nextToken(), request.maxResults());
        return DescribeSecurityGroupsResponse.builder()
                .securityGroups(
                        page.items().stream().map(group -> told(group, context)).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private DescribeSecurityGroupRulesResponse describeRules(
            DescribeSecurityGroupRulesRequest request, CallContext context) {
        var rules = network(context).groups().stream()
                .flatMap(group -> group.rules().stream().map(rule -> SecurityGroupRules.told(group, rule, context)))
                .filter(rule -> request.securityGroupRuleIds().isEmpty()
                        || request.securityGroupRuleIds().contains(rule.securityGroupRuleId()))
                .toList();
        var page = PAGES.cut(
                RULES.keep(rules, request.filters()),
                SecurityGroupRule::securityGroupRuleId,
                request.nextToken(),
                request.maxResults());
        return DescribeSecurityGroupRulesResponse.builder()
                .securityGroupRules(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private CreateSecurityGroupResponse create(CreateSecurityGroupRequest request, CallContext context) {
        var region = ec2.region(context.region());
        TagLists.checkTypes(request.tagSpecifications(), List.of("security-group"));
        var tags = TagLists.of(request.tagSpecifications(), "security-group", region);
        var vpc = request.vpcId() == null
                ? region.network().defaultVpc()
                : region.network().vpc(request.vpcId());
        var group = region.network().createGroup(vpc, request.groupName(), request.description(), tags);
        return CreateSecurityGroupResponse.builder()
                .groupId(group.id())
                .securityGroupArn(context.arn("security-group/" + group.id()))
                .tags(TagLists.of(group.tags()))
                .build();
    }

    private DeleteSecurityGroupResponse delete(DeleteSecurityGroupRequest request, CallContext context) {
        var region = ec2.region(context.region());
        var id = named(request.groupId(), request.groupName(), region.network()).id();
        region.deleteGroup(id);
        return DeleteSecurityGroupResponse.builder()
                .returnValue(true)
                .groupId(id)
                .build();
    }

    private AuthorizeSecurityGroupIngressResponse allowIn(
            AuthorizeSecurityGroupIngressRequest request, CallContext context) {
        var group = named(request.groupId(), request.groupName(), network(context));
        var asked = permissions(
                request.ipPermissions(),
                flat(request.ipProtocol(), request.fromPort(), request.toPort(), request.cidrIp()));
        var rules = network(context).authorize(group, SecurityGroupRules.read(asked, Direction.INGRESS));
        return AuthorizeSecurityGroupIngressResponse.builder()
                .returnValue(true)
                .securityGroupRules(rules.stream()
                        .map(rule -> SecurityGroupRules.told(group, rule, context))
                        .toList())
                .build();
    }

    private AuthorizeSecurityGroupEgressResponse allowOut(
            AuthorizeSecurityGroupEgressRequest request, CallContext context) {
        var group = network(context).group(request.groupId());
        var asked = permissions(
                request.ipPermissions(),
                flat(request.ipProtocol(), request.fromPort(), request.toPort(), request.cidrIp()));
        var rules = network(context).authorize(group, SecurityGroupRules.read(asked, Direction.EGRESS));
        return AuthorizeSecurityGroupEgressResponse.builder()
                .returnValue(true)
                .securityGroupRules(rules.stream()
                        .map(rule -> SecurityGroupRules.told(group, rule, context))
                        .toList())
                .build();
    }

    private RevokeSecurityGroupIngressResponse revokeIn(
            RevokeSecurityGroupIngressRequest request, CallContext context) {
        var group = named(request.groupId(), request.groupName(), network(context));
        var asked = permissions(
                request.ipPermissions(),
                flat(request.ipProtocol(), request.fromPort(), request.toPort(), request.cidrIp()));
        revoke(group, asked, Direction.INGRESS, request.securityGroupRuleIds(), context);
        return RevokeSecurityGroupIngressResponse.builder().returnValue(true).build();
    }

    private RevokeSecurityGroupEgressResponse revokeOut(RevokeSecurityGroupEgressRequest request, CallContext context) {
        var group = network(context).group(request.groupId());
        var asked = permissions(
                request.ipPermissions(),
                flat(request.ipProtocol(), request.fromPort(), request.toPort(), request.cidrIp()));
        revoke(group, asked, Direction.EGRESS, request.securityGroupRuleIds(), context);
        return RevokeSecurityGroupEgressResponse.builder().returnValue(true).build();
    }

    private void revoke(
            SecurityGroup group,
            List<IpPermission> asked,
            Direction direction,
            List<String> ruleIds,
            CallContext context) {
        var rules = new ArrayList<Rule>(SecurityGroupRules.read(asked, direction));
        for (var id : ruleIds)
            rules.add(group.rules().stream()
                    .filter(rule -> rule.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> AwsError.refused(
                            "InvalidSecurityGroupRuleId.NotFound",
                            "The security group rule ID '" + id + "' does not exist")));
        network(context).revoke(group, rules);
    }

    private static SecurityGroup named(String id, String name, Network network) {
        if (id != null) return network.group(id);
        if (name != null) return network.groupNamed(name, network.defaultVpc().id());
        throw AwsError.refused("MissingParameter", "The request must contain the parameter groupName or groupId");
    }

    /** The older form of one rule, whose members stand in the request itself; empty where it is not used. */
    private static List<IpPermission> flat(String protocol, Integer fromPort, Integer toPort, String cidr) {
        if (protocol == null) return List.of();
        return List.of(IpPermission.builder()
                .ipProtocol(protocol)
                .fromPort(fromPort)
                .toPort(toPort)
                .ipRanges(range -> range.cidrIp(cidr))
                .build());
    }

    private static List<IpPermission> permissions(List<IpPermission> asked, List<IpPermission> flat) {
        return asked.isEmpty() ? flat : asked;
    }

    private static software.amazon.awssdk.services.ec2.model.SecurityGroup told(
            SecurityGroup group, CallContext context) {
        return software.amazon.awssdk.services.ec2.model.SecurityGroup.builder()
                .groupId(group.id())
                .groupName(group.name())
                .description(group.description())
                .vpcId(group.vpcId())
                .ownerId(context.accountId())
                .securityGroupArn(context.arn("security-group/" + group.id()))
                .ipPermissions(SecurityGroupRules.permissions(group, Direction.INGRESS, context.accountId()))
                .ipPermissionsEgress(SecurityGroupRules.permissions(group, Direction.EGRESS, context.accountId()))
                .tags(TagLists.of(group.tags()))
                .build();
    }
}
