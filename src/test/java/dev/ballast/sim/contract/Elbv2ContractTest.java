package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateListenerException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidTargetException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ResourceInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Load balancing as the AWS SDK sees it. */
class Elbv2ContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final ElasticLoadBalancingV2Client elb = cloud.client(ElasticLoadBalancingV2Client.builder());
    private final List<Subnet> subnets = subnets();
    private final String group = elb.createTargetGroup(request -> request.name("web")
                    .protocol(ProtocolEnum.HTTP)
                    .port(80)
                    .vpcId(subnets.getFirst().vpcId()))
            .targetGroups()
            .getFirst()
            .targetGroupArn();

    private List<Subnet> subnets() {
        try (var ec2 = cloud.client(Ec2Client.builder())) {
            return ec2.describeSubnets().subnets();
        }
    }

    private String balancer() {
        return elb.createLoadBalancer(request -> request.name("lb")
                        .subnets(subnets.stream().map(Subnet::subnetId).toList()))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
    }

    private String listen(String balancer) {
        return elb.createListener(request -> request.loadBalancerArn(balancer)
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .defaultActions(
                                action -> action.type(ActionTypeEnum.FORWARD).targetGroupArn(group)))
                .listeners()
                .getFirst()
                .listenerArn();
    }

    @AfterEach
    void close() {
        elb.close();
        cloud.close();
    }

    @Test
    void aLoadBalancerIsProvisionedForAWhile() {
        var arn = balancer();
        var created = elb.describeLoadBalancers(request -> request.names("lb"))
                .loadBalancers()
                .getFirst();
        assertThat(created.loadBalancerArn()).isEqualTo(arn).contains(":loadbalancer/app/lb/");
        assertThat(created.state().code()).isEqualTo(LoadBalancerStateEnum.PROVISIONING);
        assertThat(created.availabilityZones()).hasSize(3);
        assertThat(created.securityGroups()).hasSize(1);
        cloud.pass(Duration.ofMinutes(3));
        assertThat(elb.describeLoadBalancers(request -> request.loadBalancerArns(arn))
                        .loadBalancers()
                        .getFirst()
                        .state()
                        .code())
                .isEqualTo(LoadBalancerStateEnum.ACTIVE);
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> elb.describeLoadBalancers(request -> request.names("none")))
                .isInstanceOf(LoadBalancerNotFoundException.class);
        assertThatThrownBy(() -> elb.describeTargetGroups(request -> request.names("none")))
                .isInstanceOf(TargetGroupNotFoundException.class);
        assertThatThrownBy(() -> elb.registerTargets(
                        request -> request.targetGroupArn(group).targets(target -> target.id("i-0123456789abcdef0"))))
                .isInstanceOf(InvalidTargetException.class);
    }

    @Test
    void aTargetGroupHasItsDefaultsAndAttributes() {
        var described = elb.describeTargetGroups(request -> request.names("web"))
                .targetGroups()
                .getFirst();
        assertThat(described.healthCheckPath()).isEqualTo("/");
        assertThat(described.healthCheckIntervalSeconds()).isEqualTo(30);
        assertThat(described.unhealthyThresholdCount()).isEqualTo(2);
        assertThat(described.targetTypeAsString()).isEqualTo("instance");
        elb.modifyTargetGroupAttributes(request -> request.targetGroupArn(group)
                .attributes(
                        one -> one.key("deregistration_delay.timeout_seconds").value("20")));
        assertThat(elb.describeTargetGroupAttributes(request -> request.targetGroupArn(group))
                        .attributes())
                .anySatisfy(one -> {
                    assertThat(one.key()).isEqualTo("deregistration_delay.timeout_seconds");
                    assertThat(one.value()).isEqualTo("20");
                });
    }

    @Test
    void aListenerLeadsToItsGroup() {
        var arn = balancer();
        var listener = listen(arn);
        assertThatThrownBy(() -> listen(arn)).isInstanceOf(DuplicateListenerException.class);
        assertThat(elb.describeTargetGroups(request -> request.loadBalancerArn(arn))
                        .targetGroups())
                .singleElement()
                .satisfies(one -> assertThat(one.loadBalancerArns()).containsExactly(arn));
        assertThat(elb.describeListeners(request -> request.loadBalancerArn(arn))
                        .listeners()
                        .getFirst()
                        .defaultActions()
                        .getFirst()
                        .targetGroupArn())
                .isEqualTo(group);
        elb.createRule(request -> request.listenerArn(listener)
                .priority(1)
                .conditions(condition -> condition.field("path-pattern").values("/api/*"))
                .actions(action -> action.type(ActionTypeEnum.FORWARD).targetGroupArn(group)));
        assertThat(elb.describeRules(request -> request.listenerArn(listener)).rules())
                .extracting(rule -> rule.priority())
                .containsExactly("1", "default");
        assertThatThrownBy(() -> elb.deleteTargetGroup(request -> request.targetGroupArn(group)))
                .isInstanceOf(ResourceInUseException.class);
        elb.deleteListener(request -> request.listenerArn(listener));
        elb.deleteTargetGroup(request -> request.targetGroupArn(group));
        elb.deleteLoadBalancer(request -> request.loadBalancerArn(arn));
        assertThat(elb.describeLoadBalancers(request -> {}).loadBalancers()).isEmpty();
    }

    @Test
    void aServicesTasksAreTargets() {
        listen(balancer());
        try (var ecs = cloud.client(EcsClient.builder())) {
            ecs.createCluster(request -> request.clusterName("live"));
            cloud.host("live", "a");
            ecs.registerTaskDefinition(request -> request.family("web")
                    .containerDefinitions(container -> container
                            .name("main")
                            .image("nginx")
                            .memory(128)
                            .portMappings(port -> port.containerPort(80))));
            ecs.createService(request -> request.cluster("live")
                    .serviceName("web")
                    .taskDefinition("web")
                    .desiredCount(1)
                    .loadBalancers(one ->
                            one.targetGroupArn(group).containerName("main").containerPort(80)));
            cloud.pass(Duration.ofMinutes(2));
            var health = elb.describeTargetHealth(request -> request.targetGroupArn(group))
                    .targetHealthDescriptions();
            assertThat(health)
                    .singleElement()
                    .satisfies(one -> assertThat(one.targetHealth().state()).isEqualTo(TargetHealthStateEnum.HEALTHY));
            assertThat(ecs.describeServices(request -> request.cluster("live").services("web"))
                            .services()
                            .getFirst()
                            .loadBalancers()
                            .getFirst()
                            .targetGroupArn())
                    .isEqualTo(group);
        }
    }

    @Test
    void tagsAreKept() {
        elb.addTags(
                request -> request.resourceArns(group).tags(tag -> tag.key("a").value("1")));
        assertThat(elb.describeTags(request -> request.resourceArns(group))
                        .tagDescriptions()
                        .getFirst()
                        .tags())
                .singleElement()
                .satisfies(tag -> assertThat(tag.value()).isEqualTo("1"));
    }
}
