package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Network;
import dev.ballast.sim.world.ec2.Network.GroupRule;
import dev.ballast.sim.world.ec2.ResourceId;
import dev.ballast.sim.world.ec2.SecurityGroup;
import dev.ballast.sim.world.ec2.SecurityGroup.Direction;
import dev.ballast.sim.world.ec2.SecurityGroup.Peer;
import dev.ballast.sim.world.ec2.SecurityGroup.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressResponse;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.RevokedSecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleDescription;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsEgressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsEgressResponse;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsIngressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsIngressResponse;

/** Security groups and their rules. */
final class SecurityGroupsApi implements Ec2Api {
    private static final Pages PAGES = Pages.ofEc2(5, 1_000);
    private static final int TEXT_MAX = 255;
    /** What EC2's documentation allows in the names and descriptions of groups in a VPC. */
    private static final Pattern TEXT = Pattern.compile("[a-zA-Z0-9 ._\\-:/()#,@\\[\\]+=&;{}!$*]*");

    private final Ec2 ec2;
    private final Filters<SecurityGroup> filters;
    private final Filters<GroupRule> ruleFilters = new Filters<GroupRule>()
            .on("group-id", it -> it.group().id())
            .on("security-group-rule-id", it -> it.rule().id())
            .onTags(it -> it.group().ruleTags(it.rule().id()));

    SecurityGroupsApi(Ec2 ec2) {
        this.ec2 = ec2;
        var accountId = ec2.rules().accountId();
        filters = new Filters<SecurityGroup>()
                .on("group-id", SecurityGroup::id)
                .on("group-name", SecurityGroup::name)
                .on("description", SecurityGroup::description)
                .on("vpc-id", SecurityGroup::vpcId)
                .on("owner-id", it -> accountId)
                .onTags(SecurityGroup::tags);
        onRules("ip-permission.", Direction.INGRESS, accountId);
        onRules("egress.ip-permission.", Direction.EGRESS, accountId);
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
        operations.on("ModifySecurityGroupRules", ModifySecurityGroupRulesRequest::builder, this::modifyRules);
        operations.on(
                "UpdateSecurityGroupRuleDescriptionsIngress",
                UpdateSecurityGroupRuleDescriptionsIngressRequest::builder,
                this::describeIn);
        operations.on(
                "UpdateSecurityGroupRuleDescriptionsEgress",
                UpdateSecurityGroupRuleDescriptionsEgressRequest::builder,
                this::describeOut);
    }

    private void onRules(String prefix, Direction direction, String accountId) {
        filters.onAny(prefix + "protocol", it -> each(it, direction, rule -> Stream.of(rule.protocol())))
                .onAny(
                        prefix + "from-port",
                        it -> each(
                                it, direction, rule -> rule.fromPort().stream().map(String::valueOf)))
                .onAny(
                        prefix + "to-port",
                        it -> each(it, direction, rule -> rule.toPort().stream().map(String::valueOf)))
                .onAny(prefix + "cidr", it -> peers(it, direction, Peer.Kind.IPV4))
                .onAny(prefix + "ipv6-cidr", it -> peers(it, direction, Peer.Kind.IPV6))
                .onAny(prefix + "group-id", it -> peers(it, direction, Peer.Kind.GROUP))
                .onAny(prefix + "prefix-list-id", it -> peers(it, direction, Peer.Kind.PREFIX_LIST))
                .onAny(
                        prefix + "user-id",
                        it -> peers(it, direction, Peer.Kind.GROUP).stream()
                                .map(any -> accountId)
                                .toList())
                .onAny(
                        prefix + "group-name",
                        it -> peers(it, direction, Peer.Kind.GROUP).stream()
                                .flatMap(id -> ec2.regions().stream()
                                        .flatMap(region -> region.network().findGroup(id).stream()))
                                .map(SecurityGroup::name)
                                .toList());
    }

    private static List<String> each(SecurityGroup group, Direction direction, Function<Rule, Stream<String>> part) {
        return group.rules().stream()
                .filter(rule -> rule.direction() == direction)
                .flatMap(part)
                .toList();
    }

    private static List<String> peers(SecurityGroup group, Direction direction, Peer.Kind kind) {
        return each(
                group,
                direction,
                rule -> Stream.of(rule.peer())
                        .filter(peer -> peer.kind() == kind)
                        .map(Peer::value));
    }

    private Network network(CallContext context) {
        return ec2.region(context.region()).network();
    }

    private DescribeSecurityGroupsResponse describe(DescribeSecurityGroupsRequest request, CallContext context) {
        var network = network(context);
        var named = new ArrayList<SecurityGroup>();
        for (var id : request.groupIds()) named.add(network.group(id));
        for (var name : request.groupNames()) named.add(network.existingGroupNamed(name, network.defaultVpc()));
        var wanted = request.groupIds().isEmpty() && request.groupNames().isEmpty() ? network.groups() : named;
        var page = PAGES.cut(
                filters.keep(wanted, request.filters()), SecurityGroup::id, request.nextToken(), request.maxResults());
        return DescribeSecurityGroupsResponse.builder()
                .securityGroups(
                        page.items().stream().map(group -> told(group, context)).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private DescribeSecurityGroupRulesResponse describeRules(
            DescribeSecurityGroupRulesRequest request, CallContext context) {
        var network = network(context);
        var all = network.groups().stream()
                .flatMap(group -> group.rules().stream().map(rule -> new GroupRule(group, rule)))
                .toList();
        var named = request.securityGroupRuleIds().isEmpty()
                ? all
                : request.securityGroupRuleIds().stream()
                        .map(id -> found(id, network))
                        .toList();
        var page = PAGES.cut(
                ruleFilters.keep(named, request.filters()),
                each -> each.rule().id(),
                request.nextToken(),
                request.maxResults());
        return DescribeSecurityGroupRulesResponse.builder()
                .securityGroupRules(page.items().stream()
                        .map(each -> SecurityGroupRules.told(each.group(), each.rule(), context))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static GroupRule found(String ruleId, Network network) {
        ResourceId.SECURITY_GROUP_RULE.check(ruleId);
        return network.findRule(ruleId).orElseThrow(() -> ResourceId.SECURITY_GROUP_RULE.notFound(ruleId));
    }

    private CreateSecurityGroupResponse create(CreateSecurityGroupRequest request, CallContext context) {
        var region = ec2.region(context.region());
        TagLists.checkTypes(request.tagSpecifications(), List.of("security-group"));
        var tags = TagLists.of(request.tagSpecifications(), "security-group", region);
        checkText("GroupName", request.groupName());
        checkText("GroupDescription", request.description());
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
        var id = request.groupId() != null
                ? request.groupId()
                : named(null, request.groupName(), region.network()).id();
        region.deleteGroup(id);
        return DeleteSecurityGroupResponse.builder()
                .returnValue(true)
                .groupId(id)
                .build();
    }

    /** Names and descriptions: up to 255 letters, digits and signs, and not nothing. */
    private static void checkText(String parameter, String text) {
        if (text.isEmpty())
            throw AwsError.refused(
                    "InvalidParameterValue",
                    "Value () for parameter " + parameter + " is invalid. The value cannot be empty.");
        if (text.length() > TEXT_MAX)
            throw AwsError.refused(
                    "InvalidParameterValue",
                    "Value (" + text + ") for parameter " + parameter + " is invalid. Character length must be at most "
                            + TEXT_MAX + ".");
        if (!TEXT.matcher(text).matches())
            throw AwsError.refused(
                    "InvalidParameterValue",
                    "Value (" + text + ") for parameter " + parameter
                            + " is invalid. Character sets beyond ASCII are not supported.");
    }

    private List<Rule> tagged(
            SecurityGroup group, List<Rule> rules, List<TagSpecification> asked, CallContext context) {
        var region = ec2.region(context.region());
        var tags = TagLists.of(asked, "security-group-rule", region);
        if (!tags.isEmpty()) region.tags().create(rules.stream().map(Rule::id).toList(), tags);
        return rules;
    }

    private AuthorizeSecurityGroupIngressResponse allowIn(
            AuthorizeSecurityGroupIngressRequest request, CallContext context) {
        var group = named(request.groupId(), request.groupName(), network(context));
        var asked = permissions(
                request.ipPermissions(),
                flat(request.ipProtocol(), request.fromPort(), request.toPort(), request.cidrIp()));
        TagLists.checkTypes(request.tagSpecifications(), List.of("security-group-rule"));
        var network = network(context);
        var rules = tagged(
                group,
                network.authorize(group, SecurityGroupRules.read(asked, Direction.INGRESS, group, network)),
                request.tagSpecifications(),
                context);
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
        TagLists.checkTypes(request.tagSpecifications(), List.of("security-group-rule"));
        var network = network(context);
        var rules = tagged(
                group,
                network.authorize(group, SecurityGroupRules.read(asked, Direction.EGRESS, group, network)),
                request.tagSpecifications(),
                context);
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
        return RevokeSecurityGroupIngressResponse.builder()
                .returnValue(true)
                .revokedSecurityGroupRules(
                        revoke(group, asked, Direction.INGRESS, request.securityGroupRuleIds(), context))
                .build();
    }

    private RevokeSecurityGroupEgressResponse revokeOut(RevokeSecurityGroupEgressRequest request, CallContext context) {
        var group = network(context).group(request.groupId());
        var asked = permissions(
                request.ipPermissions(),
                flat(request.ipProtocol(), request.fromPort(), request.toPort(), request.cidrIp()));
        return RevokeSecurityGroupEgressResponse.builder()
                .returnValue(true)
                .revokedSecurityGroupRules(
                        revoke(group, asked, Direction.EGRESS, request.securityGroupRuleIds(), context))
                .build();
    }

    private List<RevokedSecurityGroupRule> revoke(
            SecurityGroup group,
            List<IpPermission> asked,
            Direction direction,
            List<String> ruleIds,
            CallContext context) {
        var network = network(context);
        var unwanted = new ArrayList<Rule>();
        if (ruleIds.isEmpty() || !asked.isEmpty())
            unwanted.addAll(SecurityGroupRules.read(asked, direction, group, network));
        for (var id : ruleIds)
            unwanted.add(group.rules().stream()
                    .filter(rule -> rule.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> ResourceId.SECURITY_GROUP_RULE.notFound(id)));
        return network.revoke(group, unwanted).stream()
                .map(rule -> SecurityGroupRules.revoked(group, rule))
                .toList();
    }

    private ModifySecurityGroupRulesResponse modifyRules(ModifySecurityGroupRulesRequest request, CallContext context) {
        var network = network(context);
        var group = network.group(request.groupId());
        var changed = new ArrayList<Rule>();
        for (var update : request.securityGroupRules()) {
            var before = found(update.securityGroupRuleId(), network);
            if (!before.group().id().equals(group.id()))
                throw ResourceId.SECURITY_GROUP_RULE.notFound(update.securityGroupRuleId());
            if (update.securityGroupRule() != null)
                changed.add(SecurityGroupRules.changed(before.rule(), update.securityGroupRule()));
        }
        network.replace(group, changed);
        return ModifySecurityGroupRulesResponse.builder().returnValue(true).build();
    }

    private UpdateSecurityGroupRuleDescriptionsIngressResponse describeIn(
            UpdateSecurityGroupRuleDescriptionsIngressRequest request, CallContext context) {
        var network = network(context);
        var group = named(request.groupId(), request.groupName(), network);
        network.describe(
                group,
                described(
                        request.ipPermissions(),
                        request.securityGroupRuleDescriptions(),
                        group,
                        network,
                        Direction.INGRESS));
        return UpdateSecurityGroupRuleDescriptionsIngressResponse.builder()
                .returnValue(true)
                .build();
    }

    private UpdateSecurityGroupRuleDescriptionsEgressResponse describeOut(
            UpdateSecurityGroupRuleDescriptionsEgressRequest request, CallContext context) {
        var network = network(context);
        var group = named(request.groupId(), request.groupName(), network);
        network.describe(
                group,
                described(
                        request.ipPermissions(),
                        request.securityGroupRuleDescriptions(),
                        group,
                        network,
                        Direction.EGRESS));
        return UpdateSecurityGroupRuleDescriptionsEgressResponse.builder()
                .returnValue(true)
                .build();
    }

    private static List<Rule> described(
            List<IpPermission> permissions,
            List<SecurityGroupRuleDescription> descriptions,
            SecurityGroup group,
            Network network,
            Direction direction) {
        if (descriptions.isEmpty()) return SecurityGroupRules.read(permissions, direction, group, network);
        return descriptions.stream()
                .map(each -> found(each.securityGroupRuleId(), network)
                        .rule()
                        .described(each.description() == null ? "" : each.description()))
                .toList();
    }

    private static SecurityGroup named(String id, String name, Network network) {
        if (id != null) return network.group(id);
        if (name != null) return network.existingGroupNamed(name, network.defaultVpc());
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
