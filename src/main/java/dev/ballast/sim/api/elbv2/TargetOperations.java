package dev.ballast.sim.api.elbv2;

import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.elb.Elb;
import dev.ballast.sim.world.elb.Target;
import dev.ballast.sim.world.elb.TargetGroup;
import dev.ballast.sim.world.elb.TargetHealth;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

final class TargetOperations {
    private final Elb elb;

    TargetOperations(Elb elb) {
        this.elb = elb;
    }

    void register(Operations operations) {
        operations.on("RegisterTargets", RegisterTargetsRequest::builder, this::register);
        operations.on("DeregisterTargets", DeregisterTargetsRequest::builder, this::deregister);
        operations.on("DescribeTargetHealth", DescribeTargetHealthRequest::builder, this::health);
    }

    private RegisterTargetsResponse register(RegisterTargetsRequest request, CallContext context) {
        var region = elb.region(context.region());
        var group = region.group(request.targetGroupArn());
        region.register(
                group, request.targets().stream().map(one -> key(group, one)).toList());
        return RegisterTargetsResponse.builder().build();
    }

    private static Target.Key key(TargetGroup group, TargetDescription target) {
        return new Target.Key(target.id(), target.port() == null ? group.spec().port() : target.port());
    }

    private DeregisterTargetsResponse deregister(DeregisterTargetsRequest request, CallContext context) {
        var region = elb.region(context.region());
        var group = region.group(request.targetGroupArn());
        region.deregister(
                group,
                request.targets().stream()
                        .map(one -> new Target.Key(one.id(), one.port() == null ? 0 : one.port()))
                        .toList());
        return DeregisterTargetsResponse.builder().build();
    }

    private DescribeTargetHealthResponse health(DescribeTargetHealthRequest request, CallContext context) {
        var group = elb.region(context.region()).group(request.targetGroupArn());
        var described = new ArrayList<TargetHealthDescription>();
        if (request.targets().isEmpty())
            group.targets().forEach(target -> described.add(toSdk(target.key(), target.zone(), target.health())));
        for (var asked : request.targets()) {
            var key = key(group, asked);
            described.add(group.target(key)
                    .map(target -> toSdk(key, target.zone(), target.health()))
                    .orElseGet(() -> unregistered(key)));
        }
        return DescribeTargetHealthResponse.builder()
                .targetHealthDescriptions(List.copyOf(described))
                .build();
    }

    private static TargetHealthDescription toSdk(Target.Key key, String zone, TargetHealth health) {
        return TargetHealthDescription.builder()
                .target(target -> target.id(key.id())
                        .port(key.port())
                        .availabilityZone(zone.isEmpty() || key.id().startsWith("i-") ? null : zone))
                .healthCheckPort(Integer.toString(key.port()))
                .targetHealth(state -> state.state(health.state())
                        .reason(health.reason().isEmpty() ? null : health.reason())
                        .description(health.description().isEmpty() ? null : health.description()))
                .build();
    }

    private static TargetHealthDescription unregistered(Target.Key key) {
        return TargetHealthDescription.builder()
                .target(target -> target.id(key.id()).port(key.port()))
                .targetHealth(state -> state.state("unused")
                        .reason("Target.NotRegistered")
                        .description("Target is not registered to the target group"))
                .build();
    }
}
