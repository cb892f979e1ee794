package dev.ballast.sim.api.elbv2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.elb.Elb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesResponse;

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
        operations.on("DescribeListenerAttributes", DescribeListenerAttributesRequest::builder, this::attributes);
        operations.on("ModifyListenerAttributes", ModifyListenerAttributesRequest::builder, this::changeAttributes);
        operations.on("AddListenerCertificates", AddListenerCertificatesRequest::builder, this::addCertificates);
        operations.on(
                "RemoveListenerCertificates", RemoveListenerCertificatesRequest::builder, this::removeCertificates);
        operations.on("DescribeListenerCertificates", DescribeListenerCertificatesRequest::builder, this::certificates);
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

    private DescribeListenerAttributesResponse attributes(
            DescribeListenerAttributesRequest request, CallContext context) {
        var listener = elb.region(context.region()).listener(request.listenerArn());
        return DescribeListenerAttributesResponse.builder()
                .attributes(attributes(listener))
                .build();
    }

    /** Those that have a default, and those that were set. */
    private static List<ListenerAttribute> attributes(dev.ballast.sim.world.elb.Listener listener) {
        var all = new TreeMap<String, String>();
        switch (listener.loadBalancer().spec().type()) {
            case APPLICATION -> all.put("routing.http.response.server.enabled", "true");
            case NETWORK, GATEWAY -> all.put("tcp.idle_timeout.seconds", "350");
        }
        all.putAll(listener.attributes());
        return all.entrySet().stream()
                .map(one -> ListenerAttribute.builder()
                        .key(one.getKey())
                        .value(one.getValue())
                        .build())
                .toList();
    }

    private ModifyListenerAttributesResponse changeAttributes(
            ModifyListenerAttributesRequest request, CallContext context) {
        var listener = elb.region(context.region()).listener(request.listenerArn());
        for (var attribute : request.attributes())
            if (!attribute.key().startsWith("routing.http.") && !attribute.key().equals("tcp.idle_timeout.seconds"))
                throw Given.invalid("Listener attribute key '" + attribute.key() + "' is not recognized");
        request.attributes().forEach(one -> listener.attribute(one.key(), one.value()));
        return ModifyListenerAttributesResponse.builder()
                .attributes(attributes(listener))
                .build();
    }

    private AddListenerCertificatesResponse addCertificates(
            AddListenerCertificatesRequest request, CallContext context) {
        var listener = elb.region(context.region()).listener(request.listenerArn());
        for (var certificate : request.certificates()) {
            if (certificate.isDefault() != null)
                throw Given.invalid("IsDefault cannot be specified for a certificate that is added");
            if (certificate.certificateArn() != null) listener.addCertificate(certificate.certificateArn());
        }
        return AddListenerCertificatesResponse.builder()
                .certificates(request.certificates())
                .build();
    }

    private RemoveListenerCertificatesResponse removeCertificates(
            RemoveListenerCertificatesRequest request, CallContext context) {
        var listener = elb.region(context.region()).listener(request.listenerArn());
        var standard = standard(listener);
        for (var certificate : request.certificates())
            if (standard.contains(certificate.certificateArn()))
                throw AwsError.refused("OperationNotPermitted", "Default certificate cannot be removed");
        request.certificates().forEach(one -> listener.removeCertificate(one.certificateArn()));
        return RemoveListenerCertificatesResponse.builder().build();
    }

    private static List<String> standard(dev.ballast.sim.world.elb.Listener listener) {
        return Document.into(Listener.builder(), listener.asGiven()).build().certificates().stream()
                .map(Certificate::certificateArn)
                .toList();
    }

    private DescribeListenerCertificatesResponse certificates(
            DescribeListenerCertificatesRequest request, CallContext context) {
        var listener = elb.region(context.region()).listener(request.listenerArn());
        var standard = standard(listener);
        var all = Stream.concat(standard.stream(), listener.certificates().stream())
                .distinct()
                .toList();
        var page = Given.PAGES.cut(all, arn -> arn, request.marker(), request.pageSize());
        return DescribeListenerCertificatesResponse.builder()
                .certificates(page.items().stream()
                        .map(arn -> Certificate.builder()
                                .certificateArn(arn)
                                .isDefault(standard.contains(arn))
                                .build())
                        .toList())
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
