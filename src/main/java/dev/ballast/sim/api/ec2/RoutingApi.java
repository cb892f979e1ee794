package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.ec2.Cidr;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.InternetGateway;
import dev.ballast.sim.world.ec2.RouteTable;
import dev.ballast.sim.world.ec2.RouteTable.Association;
import dev.ballast.sim.world.ec2.RouteTable.Destination;
import dev.ballast.sim.world.ec2.RouteTable.Route;
import dev.ballast.sim.world.ec2.RouteTable.Target;
import dev.ballast.sim.world.ec2.Routing;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteResponse;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.DeleteInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DeleteInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DeleteRouteRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteResponse;
import software.amazon.awssdk.services.ec2.model.DeleteRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DisassociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.InternetGatewayAttachment;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteResponse;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteTableAssociationRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteTableAssociationResponse;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;

/** Internet gateways and route tables. */
final class RoutingApi implements Ec2Api {
    private static final Pages GATEWAY_PAGES = Pages.ofEc2(5, 1_000);
    private static final Pages TABLE_PAGES = Pages.ofEc2(5, 100);
    /** What a route may lead to, by the member that names it in a request and in an answer. */
    private static final List<String> TARGETS = List.of(
            "gatewayId",
            "natGatewayId",
            "instanceId",
            "networkInterfaceId",
            "transitGatewayId",
            "vpcPeeringConnectionId",
            "egressOnlyInternetGatewayId",
            "carrierGatewayId",
            "localGatewayId",
            "coreNetworkArn");

    private final Ec2 ec2;
    private final Filters<InternetGateway> gatewayFilters;
    private final Filters<RouteTable> tableFilters;

    RoutingApi(Ec2 ec2) {
        this.ec2 = ec2;
        var accountId = ec2.rules().accountId();
        gatewayFilters = new Filters<InternetGateway>()
                .on("internet-gateway-id", InternetGateway::id)
                .on("attachment.vpc-id", it -> it.vpcId().orElse(null))
                .on("attachment.state", it -> it.vpcId().isPresent() ? "available" : null)
                .on("owner-id", it -> accountId)
                .onTags(InternetGateway::tags);
        tableFilters = new Filters<RouteTable>()
                .on("route-table-id", RouteTable::id)
                .on("vpc-id", RouteTable::vpcId)
                .on("owner-id", it -> accountId)
                .onAny("association.route-table-association-id", it -> associated(it, Association::id))
                .onAny("association.route-table-id", it -> associated(it, any -> it.id()))
                .onAny(
                        "association.subnet-id",
                        it -> associated(it, each -> each.subnetId().orElse("")))
                .onAny(
                        "association.main",
                        it -> associated(
                                it, each -> Boolean.toString(each.subnetId().isEmpty())))
                .onAny("route.destination-cidr-block", it -> destinations(it, Destination.Kind.IPV4))
                .onAny("route.destination-ipv6-cidr-block", it -> destinations(it, Destination.Kind.IPV6))
                .onAny("route.destination-prefix-list-id", it -> destinations(it, Destination.Kind.PREFIX_LIST))
                .onAny("route.gateway-id", it -> targets(it, "gatewayId"))
                .onAny("route.nat-gateway-id", it -> targets(it, "natGatewayId"))
                .onAny("route.instance-id", it -> targets(it, "instanceId"))
                .onAny("route.transit-gateway-id", it -> targets(it, "transitGatewayId"))
                .onAny("route.vpc-peering-connection-id", it -> targets(it, "vpcPeeringConnectionId"))
                .onAny("route.egress-only-internet-gateway-id", it -> targets(it, "egressOnlyInternetGatewayId"))
                .onAny(
                        "route.origin",
                        it -> it.routes().stream()
                                .map(route -> route.origin().ec2Name())
                                .toList())
                .onAny(
                        "route.state",
                        it -> it.routes().stream().map(any -> "active").toList())
                .nobodyHas("association.gateway-id")
                .onTags(RouteTable::tags);
    }

    @Override
    public void register(Operations operations) {
        operations.on("CreateInternetGateway", CreateInternetGatewayRequest::builder, this::createGateway);
        operations.on("AttachInternetGateway", AttachInternetGatewayRequest::builder, this::attach);
        operations.on("DetachInternetGateway", DetachInternetGatewayRequest::builder, this::detach);
        operations.on("DeleteInternetGateway", DeleteInternetGatewayRequest::builder, this::deleteGateway);
        operations.on("DescribeInternetGateways", DescribeInternetGatewaysRequest::builder, this::describeGateways);
        operations
                .on("CreateRouteTable", CreateRouteTableRequest::builder, this::createTable)
                .idempotent(CreateRouteTableRequest::clientToken, Ec2Api.tokenMismatch());
        operations.on("DeleteRouteTable", DeleteRouteTableRequest::builder, this::deleteTable);
        operations.on("DescribeRouteTables", DescribeRouteTablesRequest::builder, this::describeTables);
        operations.on("AssociateRouteTable", AssociateRouteTableRequest::builder, this::associate);
        operations.on("DisassociateRouteTable", DisassociateRouteTableRequest::builder, this::disassociate);
        operations.on(
                "ReplaceRouteTableAssociation", ReplaceRouteTableAssociationRequest::builder, this::replaceAssociation);
        operations.on("CreateRoute", CreateRouteRequest::builder, this::createRoute);
        operations.on("ReplaceRoute", ReplaceRouteRequest::builder, this::replaceRoute);
        operations.on("DeleteRoute", DeleteRouteRequest::builder, this::deleteRoute);
    }

    private static List<String> associated(RouteTable table, Function<Association, String> part) {
        return table.associations().stream().map(part).toList();
    }

    private static List<String> destinations(RouteTable table, Destination.Kind kind) {
        return table.routes().stream()
                .map(Route::destination)
                .filter(each -> each.kind() == kind)
                .map(Destination::value)
                .toList();
    }

    private static List<String> targets(RouteTable table, String kind) {
        return table.routes().stream()
                .map(Route::target)
                .filter(each -> each.kind().equals(kind))
                .map(Target::id)
                .toList();
    }

    private Routing routing(CallContext context) {
        return ec2.region(context.region()).network().routing();
    }

    private CreateInternetGatewayResponse createGateway(CreateInternetGatewayRequest request, CallContext context) {
        TagLists.checkTypes(request.tagSpecifications(), List.of("internet-gateway"));
        var tags = TagLists.of(request.tagSpecifications(), "internet-gateway", ec2.region(context.region()));
        return CreateInternetGatewayResponse.builder()
                .internetGateway(told(routing(context).createGateway(tags), context))
                .build();
    }

    private AttachInternetGatewayResponse attach(AttachInternetGatewayRequest request, CallContext context) {
        var vpc = ec2.region(context.region()).network().vpc(request.vpcId());
        routing(context).attach(routing(context).gateway(request.internetGatewayId()), vpc);
        return AttachInternetGatewayResponse.builder().build();
    }

    private DetachInternetGatewayResponse detach(DetachInternetGatewayRequest request, CallContext context) {
        routing(context).detach(routing(context).gateway(request.internetGatewayId()), request.vpcId());
        return DetachInternetGatewayResponse.builder().build();
    }

    private DeleteInternetGatewayResponse deleteGateway(DeleteInternetGatewayRequest request, CallContext context) {
        routing(context).delete(routing(context).gateway(request.internetGatewayId()));
        return DeleteInternetGatewayResponse.builder().build();
    }

    private DescribeInternetGatewaysResponse describeGateways(
            DescribeInternetGatewaysRequest request, CallContext context) {
        var routing = routing(context);
        var named = request.internetGatewayIds().isEmpty()
                ? routing.gateways()
                : request.internetGatewayIds().stream().map(routing::gateway).toList();
        var page = GATEWAY_PAGES.cut(
                gatewayFilters.keep(named, request.filters()),
                InternetGateway::id,
                request.nextToken(),
                request.maxResults());
        return DescribeInternetGatewaysResponse.builder()
                .internetGateways(
                        page.items().stream().map(each -> told(each, context)).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private CreateRouteTableResponse createTable(CreateRouteTableRequest request, CallContext context) {
        var region = ec2.region(context.region());
        TagLists.checkTypes(request.tagSpecifications(), List.of("route-table"));
        var tags = TagLists.of(request.tagSpecifications(), "route-table", region);
        var table = routing(context).table(region.network().vpc(request.vpcId()), tags);
        return CreateRouteTableResponse.builder()
                .routeTable(told(table, context))
                .clientToken(request.clientToken())
                .build();
    }

    private DeleteRouteTableResponse deleteTable(DeleteRouteTableRequest request, CallContext context) {
        routing(context).delete(routing(context).table(request.routeTableId()));
        return DeleteRouteTableResponse.builder().build();
    }

    private DescribeRouteTablesResponse describeTables(DescribeRouteTablesRequest request, CallContext context) {
        var routing = routing(context);
        var named = request.routeTableIds().isEmpty()
                ? routing.tables()
                : request.routeTableIds().stream().map(routing::table).toList();
        var page = TABLE_PAGES.cut(
                tableFilters.keep(named, request.filters()), RouteTable::id, request.nextToken(), request.maxResults());
        return DescribeRouteTablesResponse.builder()
                .routeTables(
                        page.items().stream().map(each -> told(each, context)).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private AssociateRouteTableResponse associate(AssociateRouteTableRequest request, CallContext context) {
        var table = routing(context).table(request.routeTableId());
        if (request.subnetId() == null)
            throw AwsError.refused("MissingParameter", "The request must contain the parameter subnetId");
        var subnet = ec2.region(context.region()).network().subnet(request.subnetId());
        return AssociateRouteTableResponse.builder()
                .associationId(routing(context).associate(table, subnet).id())
                .associationState(it -> it.state("associated"))
                .build();
    }

    private DisassociateRouteTableResponse disassociate(DisassociateRouteTableRequest request, CallContext context) {
        routing(context).disassociate(request.associationId());
        return DisassociateRouteTableResponse.builder().build();
    }

    private ReplaceRouteTableAssociationResponse replaceAssociation(
            ReplaceRouteTableAssociationRequest request, CallContext context) {
        var table = routing(context).table(request.routeTableId());
        return ReplaceRouteTableAssociationResponse.builder()
                .newAssociationId(
                        routing(context).replace(request.associationId(), table).id())
                .associationState(it -> it.state("associated"))
                .build();
    }

    private CreateRouteResponse createRoute(CreateRouteRequest request, CallContext context) {
        var destination = destination(
                request.destinationCidrBlock(), request.destinationIpv6CidrBlock(), request.destinationPrefixListId());
        routing(context).create(routing(context).table(request.routeTableId()), destination, target(request));
        return CreateRouteResponse.builder().returnValue(true).build();
    }

    private ReplaceRouteResponse replaceRoute(ReplaceRouteRequest request, CallContext context) {
        var destination = destination(
                request.destinationCidrBlock(), request.destinationIpv6CidrBlock(), request.destinationPrefixListId());
        var target = Boolean.TRUE.equals(request.localTarget()) ? Target.LOCAL : target(request);
        routing(context).replace(routing(context).table(request.routeTableId()), destination, target);
        return ReplaceRouteResponse.builder().build();
    }

    private DeleteRouteResponse deleteRoute(DeleteRouteRequest request, CallContext context) {
        var destination = destination(
                request.destinationCidrBlock(), request.destinationIpv6CidrBlock(), request.destinationPrefixListId());
        routing(context).delete(routing(context).table(request.routeTableId()), destination);
        return DeleteRouteResponse.builder().build();
    }

    private static Destination destination(String ipv4, String ipv6, String prefixList) {
        if (ipv4 != null)
            return new Destination(
                    Destination.Kind.IPV4, Cidr.of(ipv4, "destinationCidrBlock").toString());
        if (ipv6 != null) return new Destination(Destination.Kind.IPV6, ipv6);
        if (prefixList != null) return new Destination(Destination.Kind.PREFIX_LIST, prefixList);
        throw AwsError.refused(
                "MissingParameter",
                "The request must contain the parameter destinationCidrBlock or destinationIpv6CidrBlock");
    }

    /** Exactly one of the members that name a target. */
    private static Target target(SdkPojo request) {
        var named = request.sdkFields().stream()
                .filter(field -> TARGETS.contains(lower(field.memberName())))
                .filter(field -> field.getValueOrDefault(request) != null)
                .map(field -> new Target(lower(field.memberName()), (String) field.getValueOrDefault(request)))
                .toList();
        if (named.isEmpty())
            throw AwsError.refused(
                    "MissingParameter", "The request must contain exactly one of " + String.join(", ", TARGETS) + ".");
        if (named.size() > 1)
            throw AwsError.refused(
                    "InvalidParameterCombination", "The request must contain exactly one target of the route.");
        return named.getFirst();
    }

    private static String lower(String memberName) {
        return Character.toLowerCase(memberName.charAt(0)) + memberName.substring(1);
    }

    private static software.amazon.awssdk.services.ec2.model.InternetGateway told(
            InternetGateway gateway, CallContext context) {
        return software.amazon.awssdk.services.ec2.model.InternetGateway.builder()
                .internetGatewayId(gateway.id())
                .ownerId(context.accountId())
                .attachments(gateway.vpcId().stream()
                        .map(vpcId -> InternetGatewayAttachment.builder()
                                .vpcId(vpcId)
                                .state("available")
                                .build())
                        .toList())
                .tags(TagLists.of(gateway.tags()))
                .build();
    }

    private static software.amazon.awssdk.services.ec2.model.RouteTable told(RouteTable table, CallContext context) {
        return software.amazon.awssdk.services.ec2.model.RouteTable.builder()
                .routeTableId(table.id())
                .vpcId(table.vpcId())
                .ownerId(context.accountId())
                .associations(table.associations().stream()
                        .map(association -> RouteTableAssociation.builder()
                                .routeTableAssociationId(association.id())
                                .routeTableId(table.id())
                                .subnetId(association.subnetId().orElse(null))
                                .main(association.subnetId().isEmpty())
                                .associationState(it -> it.state("associated"))
                                .build())
                        .toList())
                .propagatingVgws(List.of())
                .routes(table.routes().stream().map(RoutingApi::told).toList())
                .tags(TagLists.of(table.tags()))
                .build();
    }

    private static software.amazon.awssdk.services.ec2.model.Route told(Route route) {
        var told = software.amazon.awssdk.services.ec2.model.Route.builder()
                .origin(route.origin().ec2Name())
                .state("active");
        switch (route.destination().kind()) {
            case IPV4 -> told.destinationCidrBlock(route.destination().value());
            case IPV6 -> told.destinationIpv6CidrBlock(route.destination().value());
            case PREFIX_LIST -> told.destinationPrefixListId(route.destination().value());
        }
        for (var field : told.sdkFields())
            if (lower(field.memberName()).equals(route.target().kind()))
                field.set(told, route.target().id());
        return told.build();
    }
}
