package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.IpAddressType;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.OperationNotPermittedException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.PriorityInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SslPolicyNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Rules, attributes, certificates and limits of load balancers as the AWS SDK sees them. */
class Elbv2RulesContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final ElasticLoadBalancingV2Client elb = cloud.client(ElasticLoadBalancingV2Client.builder());
    private final List<Subnet> subnets = subnets();
    private final String group = group("web");
    private final String balancer = elb.createLoadBalancer(request -> request.name("lb")
                    .subnets(subnets.stream().map(Subnet::subnetId).toList()))
            .loadBalancers()
            .getFirst()
            .loadBalancerArn();
    private final String listener = elb.createListener(request -> request.loadBalancerArn(balancer)
                    .protocol(ProtocolEnum.HTTPS)
                    .port(443)
                    .certificates(certificate -> certificate.certificateArn("arn:aws:acm:first"))
                    .defaultActions(forward()))
            .listeners()
            .getFirst()
            .listenerArn();

    @AfterEach
    void close() {
        elb.close();
        cloud.close();
    }

    private List<Subnet> subnets() {
        try (var ec2 = cloud.client(Ec2Client.builder())) {
            return ec2.describeSubnets().subnets();
        }
    }

    private String group(String name) {
        return elb.createTargetGroup(request -> request.name(name)
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .targetType(TargetTypeEnum.IP)
                        .vpcId(subnets.getFirst().vpcId()))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
    }

    private Action forward() {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .targetGroupArn(group)
                .build();
    }

    private String rule(int priority, String path) {
        return elb.createRule(request -> request.listenerArn(listener)
                        .priority(priority)
                        .conditions(condition -> condition.field("path-pattern").values(path))
                        .actions(forward()))
                .rules()
                .getFirst()
                .ruleArn();
    }

    private List<Rule> rules() {
        return elb.describeRules(request -> request.listenerArn(listener)).rules();
    }

    private static void refused(Runnable call, String code, String words) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ElasticLoadBalancingV2Exception.class,
                        error -> assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    @Test
    void rulesChangePlacesAllAtOnce() {
        var first = rule(1, "/a");
        var second = rule(2, "/b");
        elb.setRulePriorities(request -> request.rulePriorities(
                one -> one.ruleArn(first).priority(2),
                one -> one.ruleArn(second).priority(1)));
        assertThat(rules()).extracting(Rule::priority).containsExactly("1", "2", "default");
        assertThat(rules()).extracting(Rule::ruleArn).startsWith(second, first);
        rule(3, "/c");
        assertThatThrownBy(() -> elb.setRulePriorities(request ->
                        request.rulePriorities(one -> one.ruleArn(first).priority(3))))
                .isInstanceOf(PriorityInUseException.class);
        assertThat(rules()).extracting(Rule::ruleArn).startsWith(second, first);
    }

    @Test
    void aRuleIsChangedAndDeletedButNotTheDefault() {
        var arn = rule(1, "/a");
        elb.modifyRule(request -> request.ruleArn(arn)
                .conditions(condition -> condition.field("path-pattern").values("/z")));
        assertThat(rules().getFirst().conditions().getFirst().values()).containsExactly("/z");
        elb.deleteRule(request -> request.ruleArn(arn));
        var standard = rules().getFirst();
        assertThat(standard.isDefault()).isTrue();
        assertThatThrownBy(() -> elb.deleteRule(request -> request.ruleArn(standard.ruleArn())))
                .isInstanceOf(OperationNotPermittedException.class);
        refused(
                () -> elb.createRule(request -> request.listenerArn(listener)
                        .priority(9)
                        .conditions(condition -> condition.field("nonsense").values("/"))
                        .actions(forward())),
                "ValidationError",
                "Condition field 'nonsense' must be one of");
    }

    @Test
    void namesAndHealthChecksAreRefusedInAwssWords() {
        refused(() -> group("-x"), "ValidationError", "Target group name '-x' cannot begin or end with '-'");
        refused(() -> group("x".repeat(33)), "ValidationError", "cannot be longer than '32' characters");
        refused(() -> group("a_b"), "ValidationError", "alphanumeric characters or hyphens(-)");
        refused(
                () -> elb.modifyTargetGroup(
                        request -> request.targetGroupArn(group).matcher(matcher -> matcher.httpCode("999"))),
                "ValidationError",
                "must be within '200-499' inclusive");
        refused(
                () -> elb.modifyTargetGroup(
                        request -> request.targetGroupArn(group).healthyThresholdCount(11)),
                "ValidationError",
                "Healthy threshold count must be between 2 and 10");
        assertThat(elb.modifyTargetGroup(request -> request.targetGroupArn(group)
                                .healthCheckPath("/up")
                                .matcher(matcher -> matcher.httpCode("200-299")))
                        .targetGroups()
                        .getFirst()
                        .healthCheckPath())
                .isEqualTo("/up");
    }

    @Test
    void attributesThatThereAreNotAreRefused() {
        elb.modifyLoadBalancerAttributes(request -> request.loadBalancerArn(balancer)
                .attributes(one -> one.key("idle_timeout.timeout_seconds").value("90")));
        assertThat(elb.describeLoadBalancerAttributes(request -> request.loadBalancerArn(balancer))
                        .attributes())
                .anySatisfy(one -> {
                    assertThat(one.key()).isEqualTo("idle_timeout.timeout_seconds");
                    assertThat(one.value()).isEqualTo("90");
                });
        refused(
                () -> elb.modifyLoadBalancerAttributes(request -> request.loadBalancerArn(balancer)
                        .attributes(one -> one.key("nonsense").value("90"))),
                "ValidationError",
                "'nonsense' is not recognized");
        refused(
                () -> elb.modifyTargetGroupAttributes(request -> request.targetGroupArn(group)
                        .attributes(one -> one.key("nonsense").value("90"))),
                "ValidationError",
                "'nonsense' is not recognized");
        elb.modifyListenerAttributes(request -> request.listenerArn(listener)
                .attributes(
                        one -> one.key("routing.http.response.server.enabled").value("false")));
        assertThat(elb.describeListenerAttributes(request -> request.listenerArn(listener))
                        .attributes())
                .singleElement()
                .satisfies(one -> assertThat(one.value()).isEqualTo("false"));
    }

    @Test
    void aListenerHasADefaultCertificateAndOthers() {
        var second = Certificate.builder().certificateArn("arn:aws:acm:second").build();
        elb.addListenerCertificates(request -> request.listenerArn(listener).certificates(second));
        assertThat(elb.describeListenerCertificates(request -> request.listenerArn(listener))
                        .certificates())
                .extracting(Certificate::isDefault)
                .containsExactly(true, false);
        elb.removeListenerCertificates(request -> request.listenerArn(listener).certificates(second));
        assertThat(elb.describeListenerCertificates(request -> request.listenerArn(listener))
                        .certificates())
                .hasSize(1);
        assertThatThrownBy(() -> elb.removeListenerCertificates(request ->
                        request.listenerArn(listener).certificates(one -> one.certificateArn("arn:aws:acm:first"))))
                .isInstanceOf(OperationNotPermittedException.class);
    }

    @Test
    void aListenerAndItsBalancerChange() {
        assertThat(elb.modifyListener(request -> request.listenerArn(listener).port(8443))
                        .listeners()
                        .getFirst()
                        .port())
                .isEqualTo(8443);
        assertThatThrownBy(() -> elb.modifyListener(request -> request.listenerArn(listener)
                        .defaultActions(
                                action -> action.type(ActionTypeEnum.FORWARD).targetGroupArn(group + "x"))))
                .isInstanceOf(TargetGroupNotFoundException.class);
        elb.setIpAddressType(request -> request.loadBalancerArn(balancer).ipAddressType(IpAddressType.DUALSTACK));
        var two = subnets.stream().map(Subnet::subnetId).limit(2).toList();
        elb.setSubnets(request -> request.loadBalancerArn(balancer).subnets(two));
        String other;
        try (var ec2 = cloud.client(Ec2Client.builder())) {
            other = ec2.createSecurityGroup(request -> request.groupName("other")
                            .description("other")
                            .vpcId(subnets.getFirst().vpcId()))
                    .groupId();
        }
        elb.setSecurityGroups(request -> request.loadBalancerArn(balancer).securityGroups(other));
        var changed = elb.describeLoadBalancers(request -> request.loadBalancerArns(balancer))
                .loadBalancers()
                .getFirst();
        assertThat(changed.ipAddressType()).isEqualTo(IpAddressType.DUALSTACK);
        assertThat(changed.availabilityZones()).hasSize(2);
        assertThat(changed.securityGroups()).containsExactly(other);
    }

    @Test
    void aTargetThatIsTakenOffDrains() {
        elb.registerTargets(request -> request.targetGroupArn(group)
                .targets(target -> target.id("172.31.0.10").port(80)));
        cloud.pass(java.time.Duration.ofMinutes(5));
        elb.deregisterTargets(request -> request.targetGroupArn(group)
                .targets(target -> target.id("172.31.0.10").port(80)));
        assertThat(elb.describeTargetHealth(request -> request.targetGroupArn(group))
                        .targetHealthDescriptions()
                        .getFirst()
                        .targetHealth()
                        .state())
                .isEqualTo(TargetHealthStateEnum.DRAINING);
    }

    @Test
    void tagsAreTakenOffAgain() {
        elb.addTags(request -> request.resourceArns(balancer)
                .tags(tag -> tag.key("a").value("1"), tag -> tag.key("b").value("2")));
        elb.removeTags(request -> request.resourceArns(balancer).tagKeys("a"));
        assertThat(elb.describeTags(request -> request.resourceArns(balancer))
                        .tagDescriptions()
                        .getFirst()
                        .tags())
                .singleElement()
                .satisfies(tag -> assertThat(tag.key()).isEqualTo("b"));
    }

    @Test
    void limitsAndPoliciesAreTold() {
        assertThat(elb.describeAccountLimits(request -> {}).limits()).anySatisfy(limit -> {
            assertThat(limit.name()).isEqualTo("target-groups");
            assertThat(limit.max()).isEqualTo("3000");
        });
        assertThat(elb.describeSSLPolicies(request -> request.names("ELBSecurityPolicy-TLS13-1-2-2021-06"))
                        .sslPolicies()
                        .getFirst()
                        .sslProtocols())
                .containsExactly("TLSv1.2", "TLSv1.3");
        assertThatThrownBy(() -> elb.describeSSLPolicies(request -> request.names("none")))
                .isInstanceOf(SslPolicyNotFoundException.class);
    }
}
