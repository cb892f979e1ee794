package dev.ballast.sim.contract;

import static dev.ballast.sim.contract.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Security groups and their rules, as EC2 takes, keeps and refuses them. */
class Ec2SecurityGroupsContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());

    @AfterEach
    void close() {
        ec2.close();
        cloud.close();
    }

    private String group(String name) {
        return ec2.createSecurityGroup(it -> it.groupName(name).description("of a test"))
                .groupId();
    }

    private static IpPermission.Builder ssh(String cidr) {
        return IpPermission.builder().ipProtocol("tcp").fromPort(22).toPort(22).ipRanges(range -> range.cidrIp(cidr));
    }

    private List<SecurityGroupRule> allow(String group, IpPermission permission) {
        return ec2.authorizeSecurityGroupIngress(it -> it.groupId(group).ipPermissions(permission))
                .securityGroupRules();
    }

    private SecurityGroup told(String id) {
        return ec2.describeSecurityGroups(it -> it.groupIds(id))
                .securityGroups()
                .getFirst();
    }

    @Test
    void toAskForANameMakesNoGroup() {
        assertRefused(
                "InvalidGroup.NotFound",
                "The security group 'web' does not exist in default VPC",
                () -> ec2.describeSecurityGroups(it -> it.groupNames("web")));
        assertRefused(
                "InvalidGroup.NotFound", "does not exist", () -> ec2.deleteSecurityGroup(it -> it.groupName("web")));
        assertRefused(
                "InvalidGroup.NotFound",
                "does not exist",
                () -> ec2.deleteSecurityGroup(it -> it.groupId("sg-0123456789abcdef0")));
        var made = group("web");
        assertThat(ec2.describeSecurityGroups(it -> it.groupNames("web")).securityGroups())
                .extracting(SecurityGroup::groupId)
                .containsExactly(made);
    }

    static Stream<Arguments> rulesThatAreNone() {
        return Stream.of(
                none("CIDR block asdf is malformed", it -> it.ipRanges(range -> range.cidrIp("asdf"))),
                none("TCP/UDP port (70000) out of range", it -> it.toPort(70_000)),
                none("Invalid TCP/UDP port range (80:22)", it -> it.fromPort(80)),
                none("Must specify both from and to ports", it -> it.toPort(null)),
                none("Invalid value 'foo' for IP protocol", it -> it.ipProtocol("foo")));
    }

    private static Arguments none(String words, Consumer<IpPermission.Builder> change) {
        return Arguments.of(words, change);
    }

    @ParameterizedTest
    @MethodSource("rulesThatAreNone")
    void whatIsNoRuleIsRefused(String words, Consumer<IpPermission.Builder> change) {
        var group = group("web");
        var permission = ssh("10.0.0.0/8").applyMutation(change).build();
        assertRefused("InvalidParameterValue", words, () -> allow(group, permission));
        assertThat(told(group).ipPermissions()).isEmpty();
    }

    @Test
    void aRuleIsKeptWithoutHostBitsAndWithItsProtocolByName() {
        var group = group("web");
        var rule = allow(group, ssh("10.1.2.3/8").ipProtocol("6").build()).getFirst();
        assertThat(rule.cidrIpv4()).isEqualTo("10.0.0.0/8");
        assertThat(rule.ipProtocol()).isEqualTo("tcp");
        assertRefused(
                "InvalidPermission.Duplicate",
                "peer: 10.0.0.0/8, TCP, from port: 22, to port: 22, ALLOW",
                () -> allow(group, ssh("10.0.0.0/8").build()));
    }

    @Test
    void aGroupIsNamedByItsNameInItsOwnVpc() {
        var web = group("web");
        var balancer = group("balancer");
        allow(
                web,
                IpPermission.builder()
                        .ipProtocol("-1")
                        .userIdGroupPairs(pair -> pair.groupName("balancer"))
                        .build());
        assertThat(told(web)
                        .ipPermissions()
                        .getFirst()
                        .userIdGroupPairs()
                        .getFirst()
                        .groupId())
                .isEqualTo(balancer);
        assertRefused(
                "DependencyViolation",
                "has a dependent object",
                () -> ec2.deleteSecurityGroup(it -> it.groupId(balancer)));
        assertThat(ec2.describeSecurityGroups(it -> it.filters(Filter.builder()
                                .name("ip-permission.group-name")
                                .values("balancer")
                                .build()))
                        .securityGroups())
                .extracting(SecurityGroup::groupId)
                .containsExactly(web);
    }

    @Test
    void aRuleHasAnIdTagsAndADescriptionThatChanges() {
        var group = group("web");
        var tag = Tag.builder().key("who").value("ops").build();
        var rule = ec2.authorizeSecurityGroupIngress(it -> it.groupId(group)
                        .ipPermissions(ssh("10.0.0.0/8").build())
                        .tagSpecifications(
                                tags -> tags.resourceType("security-group-rule").tags(tag)))
                .securityGroupRules()
                .getFirst();
        assertThat(rule.tags()).containsExactly(tag);
        ec2.updateSecurityGroupRuleDescriptionsIngress(it -> it.groupId(group)
                .ipPermissions(permission -> permission
                        .ipProtocol("tcp")
                        .fromPort(22)
                        .toPort(22)
                        .ipRanges(range -> range.cidrIp("10.0.0.0/8").description("the office"))));
        assertThat(ec2.describeSecurityGroupRules(it -> it.filters(
                                Filter.builder().name("tag:who").values("ops").build()))
                        .securityGroupRules())
                .singleElement()
                .satisfies(told -> assertThat(told.description()).isEqualTo("the office"));
        ec2.modifySecurityGroupRules(it -> it.groupId(group)
                .securityGroupRules(update -> update.securityGroupRuleId(rule.securityGroupRuleId())
                        .securityGroupRule(asked -> asked.ipProtocol("tcp")
                                .fromPort(443)
                                .toPort(443)
                                .cidrIpv4("0.0.0.0/0"))));
        var permission = told(group).ipPermissions().getFirst();
        assertThat(permission.fromPort()).isEqualTo(443);
        assertThat(permission.ipRanges().getFirst().cidrIp()).isEqualTo("0.0.0.0/0");
        var revoked = ec2.revokeSecurityGroupIngress(
                it -> it.groupId(group).securityGroupRuleIds(rule.securityGroupRuleId()));
        assertThat(revoked.revokedSecurityGroupRules())
                .singleElement()
                .satisfies(gone -> assertThat(gone.cidrIpv4()).isEqualTo("0.0.0.0/0"));
        assertRefused(
                "InvalidSecurityGroupRuleId.NotFound",
                "does not exist",
                () -> ec2.describeSecurityGroupRules(it -> it.securityGroupRuleIds(rule.securityGroupRuleId())));
    }

    @Test
    void theDescriptionOfAWayOutChangesToo() {
        var group = group("web");
        ec2.updateSecurityGroupRuleDescriptionsEgress(it -> it.groupId(group)
                .ipPermissions(permission -> permission
                        .ipProtocol("-1")
                        .ipRanges(range -> range.cidrIp("0.0.0.0/0").description("everywhere"))));
        assertThat(told(group)
                        .ipPermissionsEgress()
                        .getFirst()
                        .ipRanges()
                        .getFirst()
                        .description())
                .isEqualTo("everywhere");
    }

    @Test
    void namesAreChecked() {
        assertRefused(
                "InvalidParameterValue", "Cannot use reserved security group name: default", () -> group("default"));
        assertRefused("InvalidParameterValue", "GroupName", () -> group("x".repeat(256)));
        assertRefused(
                "InvalidParameterValue",
                "GroupDescription",
                () -> ec2.createSecurityGroup(it -> it.groupName("web").description("")));
    }
}
