package dev.ballast.sim.api.elbv2;

import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.elb.Elb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;

final class ListenerOperations {
    private static final int FIRST_PORT = 1;
    private static final int LAST_PORT = 65_535;

    private final Elb elb;

    ListenerOperations(Elb elb) {
        this.elb = elb;
    }

    void register(Operations operations) {
        operations.on("CreateListener", CreateListenerRequest::builder, this::create);
        operations.on("ModifyListener", ModifyListenerRequest::builder, this::change);
        operations.on("DeleteListener", DeleteListenerRequest::builder, this::delete);
        operations.on("DescribeListeners", DescribeListenersRequest::builder, this::describe);
    }

    private CreateListenerResponse create(CreateListenerRequest request, CallContext context) {
        var region = elb.region(context.region());
        var balancer = region.balancer(request.loadBalancerArn());
        if (request.port() == null || request.port() < FIRST_PORT || request.port() > LAST_PORT)
            throw Given.invalid("A listener port must be specified, from " + FIRST_PORT + " to " + LAST_PORT);
        if (request.protocolAsString() == null) throw Given.invalid("A listener protocol must be specified");
        if (request.protocolAsString().equals("HTTPS") && request.certificates().isEmpty())
            throw Given.invalid("A certificate must be specified for HTTPS listeners");
        var listener = region.createListener(
                balancer,
                request.port(),
                Given.targetGroups(request.defaultActions()),
                Document.without(request, "LoadBalancerArn", "Port", "DefaultActions", "Tags"),
                Map.of("Actions", Given.documents(request.defaultActions())));
        listener.tags(Given.tags(request.tags()));
        return CreateListenerResponse.builder().listeners(toSdk(listener)).build();
    }

    private ModifyListenerResponse change(ModifyListenerRequest request, CallContext context) {
        var region = elb.region(context.region());
        var listener = region.listener(request.listenerArn());
        var given = new LinkedHashMap<>(listener.asGiven());
        given.putAll(Document.without(request, "ListenerArn", "Port", "DefaultActions"));
        region.changeListener(listener, request.port() == null ? listener.port() : request.port(), given);
        if (request.hasDefaultActions())
            region.putRule(
                    listener,
                    dev.ballast.sim.world.elb.Listener.Rule.DEFAULT,
                    Given.targetGroups(request.defaultActions()),
                    Map.of("Actions", Given.documents(request.defaultActions())));
        return ModifyListenerResponse.builder().listeners(toSdk(listener)).build();
    }

    private DeleteListenerResponse delete(DeleteListenerRequest request, CallContext context) {
        elb.region(context.region()).deleteListener(request.listenerArn());
        return DeleteListenerResponse.builder().build();
    }

    private DescribeListenersResponse describe(DescribeListenersRequest request, CallContext context) {
        var region = elb.region(context.region());
        var found = new ArrayList<dev.ballast.sim.world.elb.Listener>();
        if (request.loadBalancerArn() != null) {
            var balancer = region.balancer(request.loadBalancerArn());
            region.listeners().stream()
                    .filter(one -> one.loadBalancer() == balancer)
                    .forEach(found::add);
        } else if (request.listenerArns().isEmpty()) {
            throw Given.invalid("You must specify either listener ARNs or a load balancer ARN");
        }
        for (var arn : request.listenerArns()) found.add(region.listener(arn));
        var page = Given.PAGES.cut(
                List.copyOf(found), dev.ballast.sim.world.elb.Listener::arn, request.marker(), request.pageSize());
        return DescribeListenersResponse.builder()
                .listeners(page.items().stream().map(ListenerOperations::toSdk).toList())
                .nextMarker(page.nextToken())
                .build();
    }

    private static Listener toSdk(dev.ballast.sim.world.elb.Listener listener) {
        var standard = listener.rules().stream()
                .filter(rule -> rule.priority() == dev.ballast.sim.world.elb.Listener.Rule.DEFAULT)
                .findFirst()
                .orElseThrow();
        var given = new LinkedHashMap<>(listener.asGiven());
        given.put("DefaultActions", standard.asGiven().get("Actions"));
        return Document.into(Listener.builder(), given)
                .listenerArn(listener.arn())
                .loadBalancerArn(listener.loadBalancer().arn())
                .port(listener.port())
                .build();
    }
}
