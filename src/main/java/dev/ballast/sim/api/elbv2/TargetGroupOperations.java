package dev.ballast.sim.api.elbv2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.elb.Elb;
import dev.ballast.sim.world.elb.LoadBalancer;
import dev.ballast.sim.world.elb.LoadBalancers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

final class TargetGroupOperations {
    private static final int LONGEST_DELAY_SECONDS = 3600;

    /** The families of keys that the reference of TargetGroupAttribute lists. */
    private static final Pattern KNOWN_ATTRIBUTE = Pattern.compile(
            "(deregistration_delay|stickiness|load_balancing|target_group_health|slow_start|lambda|proxy_protocol_v2"
                    + "|preserve_client_ip|target_health_state|target_failover)\\.[a-z0-9_.]+");

    private final Elb elb;

    TargetGroupOperations(Elb elb) {
        this.elb = elb;
    }

    void register(Operations operations) {
        operations.on("CreateTargetGroup", CreateTargetGroupRequest::builder, this::create);
        operations.on("ModifyTargetGroup", ModifyTargetGroupRequest::builder, this::change);
        operations.on("DeleteTargetGroup", DeleteTargetGroupRequest::builder, this::delete);
        operations.on("DescribeTargetGroups", DescribeTargetGroupsRequest::builder, this::describe);
        operations.on("DescribeTargetGroupAttributes", DescribeTargetGroupAttributesRequest::builder, this::attributes);
        operations.on(
                "ModifyTargetGroupAttributes", ModifyTargetGroupAttributesRequest::builder, this::changeAttributes);
    }

    private CreateTargetGroupResponse create(CreateTargetGroupRequest request, CallContext context) {
        Given.checkName("Target group name", request.name());
        var type = request.targetType() == null
                ? dev.ballast.sim.world.elb.TargetGroup.TargetType.INSTANCE
                : dev.ballast.sim.world.elb.TargetGroup.TargetType.valueOf(
                        request.targetTypeAsString().toUpperCase(Locale.ROOT));
        if (type != dev.ballast.sim.world.elb.TargetGroup.TargetType.LAMBDA) {
            if (request.protocolAsString() == null) throw Given.invalid("A protocol must be specified");
            if (request.port() == null) throw Given.invalid("A port must be specified");
            if (request.vpcId() == null) throw Given.invalid("A VPC ID must be specified");
        }
        checkHealthCheck(
                request.healthCheckIntervalSeconds(),
                request.healthCheckTimeoutSeconds(),
                request.healthyThresholdCount(),
                request.unhealthyThresholdCount(),
                request.matcher());
        var spec = new dev.ballast.sim.world.elb.TargetGroup.Spec(
                request.name(),
                type,
                request.port() == null ? 0 : request.port(),
                request.vpcId() == null ? "" : request.vpcId(),
                Duration.ofSeconds(
                        request.healthCheckIntervalSeconds() == null ? 30 : request.healthCheckIntervalSeconds()),
                request.unhealthyThresholdCount() == null ? 2 : request.unhealthyThresholdCount(),
                given(request));
        var group = elb.region(context.region()).createGroup(spec, Given.tags(request.tags()));
        return CreateTargetGroupResponse.builder()
                .targetGroups(toSdk(elb.region(context.region()), group))
                .build();
    }

    private static void checkHealthCheck(
            Integer intervalSeconds, Integer timeoutSeconds, Integer healthy, Integer unhealthy, Matcher matcher) {
        between(intervalSeconds, 5, 300, "Health check interval must be between 5 and 300 seconds");
        between(timeoutSeconds, 2, 120, "Health check timeout must be between 2 and 120 seconds");
        between(healthy, 2, 10, "Healthy threshold count must be between 2 and 10");
        between(unhealthy, 2, 10, "Unhealthy threshold count must be between 2 and 10");
        if (matcher == null || matcher.httpCode() == null) return;
        for (var code : matcher.httpCode().split("[,-]", -1))
            if (!code.strip().matches("[2-4][0-9][0-9]"))
                throw Given.invalid(
                        "Health check matcher HTTP code '" + code.strip() + "' must be within '200-499' inclusive");
    }

    private static void between(Integer value, int least, int most, String message) {
        if (value != null && (value < least || value > most)) throw Given.invalid(message);
    }

    private static java.util.Map<String, Object> given(SdkPojo request) {
        return Document.without(
                request,
                "Name",
                "Tags",
                "TargetGroupArn",
                "Port",
                "VpcId",
                "TargetType",
                "HealthCheckIntervalSeconds",
                "UnhealthyThresholdCount");
    }

    private ModifyTargetGroupResponse change(ModifyTargetGroupRequest request, CallContext context) {
        var region = elb.region(context.region());
        var group = region.group(request.targetGroupArn());
        checkHealthCheck(
                request.healthCheckIntervalSeconds(),
                request.healthCheckTimeoutSeconds(),
                request.healthyThresholdCount(),
                request.unhealthyThresholdCount(),
                request.matcher());
        var spec = group.spec();
        var given = new LinkedHashMap<>(spec.asGiven());
        given.putAll(given(request));
        group.spec(new dev.ballast.sim.world.elb.TargetGroup.Spec(
                spec.name(),
                spec.type(),
                spec.port(),
                spec.vpcId(),
                request.healthCheckIntervalSeconds() == null
                        ? spec.interval()
                        : Duration.ofSeconds(request.healthCheckIntervalSeconds()),
                request.unhealthyThresholdCount() == null ? spec.unhealthyAfter() : request.unhealthyThresholdCount(),
                given));
        return ModifyTargetGroupResponse.builder()
                .targetGroups(toSdk(region, group))
                .build();
    }

    private DeleteTargetGroupResponse delete(DeleteTargetGroupRequest request, CallContext context) {
        elb.region(context.region()).deleteGroup(request.targetGroupArn());
        return DeleteTargetGroupResponse.builder().build();
    }

    private DescribeTargetGroupsResponse describe(DescribeTargetGroupsRequest request, CallContext context) {
        var region = elb.region(context.region());
        var page = Given.PAGES.cut(
                find(region, request),
                dev.ballast.sim.world.elb.TargetGroup::arn,
                request.marker(),
                request.pageSize());
        return DescribeTargetGroupsResponse.builder()
                .targetGroups(
                        page.items().stream().map(one -> toSdk(region, one)).toList())
                .nextMarker(page.nextToken())
                .build();
    }

    private static List<dev.ballast.sim.world.elb.TargetGroup> find(
            LoadBalancers region, DescribeTargetGroupsRequest request) {
        if (request.loadBalancerArn() != null) {
            var balancer = region.balancer(request.loadBalancerArn());
            return region.groups().stream()
                    .filter(group -> region.balancersOf(group).contains(balancer))
                    .toList();
        }
        if (request.targetGroupArns().isEmpty() && request.names().isEmpty()) return List.copyOf(region.groups());
        var found = new ArrayList<dev.ballast.sim.world.elb.TargetGroup>();
        for (var arn : request.targetGroupArns()) found.add(region.group(arn));
        for (var name : request.names())
            found.add(region.groups().stream()
                    .filter(group -> group.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> AwsError.refused("TargetGroupNotFound", "One or more target groups not found")));
        return found;
    }

    private static TargetGroup toSdk(LoadBalancers region, dev.ballast.sim.world.elb.TargetGroup group) {
        var spec = group.spec();
        var given = spec.asGiven();
        var protocol = (String) given.getOrDefault("Protocol", "HTTP");
        var http = protocol.startsWith("HTTP");
        var sdk = Document.into(TargetGroup.builder(), given);
        if (!given.containsKey("HealthCheckProtocol")) sdk.healthCheckProtocol(http ? protocol : "TCP");
        if (!given.containsKey("HealthCheckPort")) sdk.healthCheckPort("traffic-port");
        if (!given.containsKey("HealthCheckEnabled")) sdk.healthCheckEnabled(true);
        if (!given.containsKey("HealthCheckTimeoutSeconds")) sdk.healthCheckTimeoutSeconds(http ? 5 : 10);
        if (!given.containsKey("HealthyThresholdCount")) sdk.healthyThresholdCount(5);
        if (!given.containsKey("IpAddressType")) sdk.ipAddressType("ipv4");
        if (http) {
            if (!given.containsKey("HealthCheckPath")) sdk.healthCheckPath("/");
            if (!given.containsKey("Matcher")) sdk.matcher(matcher -> matcher.httpCode("200"));
            if (!given.containsKey("ProtocolVersion")) sdk.protocolVersion("HTTP1");
        }
        return sdk.targetGroupArn(group.arn())
                .targetGroupName(group.name())
                .port(spec.port() == 0 ? null : spec.port())
                .vpcId(spec.vpcId().isEmpty() ? null : spec.vpcId())
                .targetType(spec.type().name().toLowerCase(Locale.ROOT))
                .healthCheckIntervalSeconds((int) spec.interval().toSeconds())
                .unhealthyThresholdCount(spec.unhealthyAfter())
                .loadBalancerArns(region.balancersOf(group).stream()
                        .map(LoadBalancer::arn)
                        .toList())
                .build();
    }

    private DescribeTargetGroupAttributesResponse attributes(
            DescribeTargetGroupAttributesRequest request, CallContext context) {
        var group = elb.region(context.region()).group(request.targetGroupArn());
        return DescribeTargetGroupAttributesResponse.builder()
                .attributes(attributes(group))
                .build();
    }

    private static List<TargetGroupAttribute> attributes(dev.ballast.sim.world.elb.TargetGroup group) {
        return group.attributes().entrySet().stream()
                .map(one -> TargetGroupAttribute.builder()
                        .key(one.getKey())
                        .value(one.getValue())
                        .build())
                .toList();
    }

    private ModifyTargetGroupAttributesResponse changeAttributes(
            ModifyTargetGroupAttributesRequest request, CallContext context) {
        var group = elb.region(context.region()).group(request.targetGroupArn());
        for (var attribute : request.attributes())
            if (!KNOWN_ATTRIBUTE.matcher(attribute.key()).matches())
                throw Given.invalid("Target group attribute key '" + attribute.key() + "' is not recognized");
        for (var attribute : request.attributes())
            if (dev.ballast.sim.world.elb.TargetGroup.DEREGISTRATION_DELAY.equals(attribute.key()))
                checkDelay(attribute.value());
        request.attributes().forEach(one -> group.attribute(one.key(), one.value()));
        return ModifyTargetGroupAttributesResponse.builder()
                .attributes(attributes(group))
                .build();
    }

    private static void checkDelay(String seconds) {
        try {
            var delay = Integer.parseInt(seconds);
            if (delay >= 0 && delay <= LONGEST_DELAY_SECONDS) return;
        } catch (NumberFormatException notANumber) {
            throw badDelay();
        }
        throw badDelay();
    }

    private static AwsError badDelay() {
        return Given.invalid("'deregistration_delay.timeout_seconds' must be a value between '0' and '"
                + LONGEST_DELAY_SECONDS + "' inclusive");
    }
}
