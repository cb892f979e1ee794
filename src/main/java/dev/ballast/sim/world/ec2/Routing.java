package dev.ballast.sim.world.ec2;

import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ec2.RouteTable.Association;
import dev.ballast.sim.world.ec2.RouteTable.Destination;
import dev.ballast.sim.world.ec2.RouteTable.Origin;
import dev.ballast.sim.world.ec2.RouteTable.Route;
import dev.ballast.sim.world.ec2.RouteTable.Target;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One region's internet gateways and route tables, as data. Every VPC has its main table; the default VPC also a gateway. */
public final class Routing {
    private final Ids ids;
    private final Map<String, InternetGateway> gateways = new LinkedHashMap<>();
    private final Map<String, RouteTable> tables = new LinkedHashMap<>();

    Routing(Ids ids) {
        this.ids = ids;
    }

    /** What a new VPC brings along. */
    void opened(Vpc vpc) {
        var main = table(vpc, new TreeMap<>());
        main.ownAssociations().add(new Association(ids.ec2("rtbassoc"), Optional.empty()));
        if (!vpc.isDefault()) return;
        var gateway = createGateway(new TreeMap<>());
        gateway.vpcId = vpc.id();
        main.ownRoutes()
                .add(new Route(
                        new Destination(Destination.Kind.IPV4, "0.0.0.0/0"),
                        new Target("gatewayId", gateway.id()),
                        Origin.CREATE_ROUTE));
    }

    /** A VPC takes its main table along; others, and gateways, keep it from being deleted. */
    void closed(Vpc vpc) {
        tables.values().removeIf(table -> table.vpcId().equals(vpc.id()));
    }

    boolean keeps(Vpc vpc) {
        return gateways.values().stream().anyMatch(gateway -> vpc.id().equals(gateway.vpcId))
                || tables.values().stream().anyMatch(table -> table.vpcId().equals(vpc.id()) && !table.isMain());
    }

    void closed(Subnet subnet) {
        for (var table : tables.values())
            table.ownAssociations().removeIf(each -> each.subnetId().equals(Optional.of(subnet.id())));
    }

    public Collection<InternetGateway> gateways() {
        return Collections.unmodifiableCollection(gateways.values());
    }

    public Collection<RouteTable> tables() {
        return Collections.unmodifiableCollection(tables.values());
    }

    public Optional<InternetGateway> findGateway(String id) {
        return Optional.ofNullable(gateways.get(id));
    }

    public Optional<RouteTable> findTable(String id) {
        return Optional.ofNullable(tables.get(id));
    }

    /** @throws Refused InvalidInternetGatewayID.NotFound, InvalidInternetGatewayId.Malformed */
    public InternetGateway gateway(String id) {
        ResourceId.INTERNET_GATEWAY.check(id);
        return findGateway(id).orElseThrow(() -> ResourceId.INTERNET_GATEWAY.notFound(id));
    }

    /** @throws Refused InvalidRouteTableID.NotFound, InvalidRouteTableId.Malformed */
    public RouteTable table(String id) {
        ResourceId.ROUTE_TABLE.check(id);
        return findTable(id).orElseThrow(() -> ResourceId.ROUTE_TABLE.notFound(id));
    }

    public InternetGateway createGateway(Map<String, String> tags) {
        var gateway = new InternetGateway(ids.ec2("igw"));
        gateway.ownTags().putAll(tags);
        gateways.put(gateway.id(), gateway);
        return gateway;
    }

    /** @throws Refused Resource.AlreadyAssociated, InvalidParameterValue where the VPC has a gateway already */
    public void attach(InternetGateway gateway, Vpc vpc) {
        if (gateway.vpcId != null)
            throw new Refused(
                    "Resource.AlreadyAssociated",
                    "resource " + gateway.id() + " is already attached to network " + gateway.vpcId);
        if (gateways.values().stream().anyMatch(other -> vpc.id().equals(other.vpcId)))
            throw new Refused(
                    "InvalidParameterValue", "Network " + vpc.id() + " already has an internet gateway attached");
        gateway.vpcId = vpc.id();
    }

    /** @throws Refused Gateway.NotAttached */
    public void detach(InternetGateway gateway, String vpcId) {
        if (!vpcId.equals(gateway.vpcId))
            throw new Refused(
                    "Gateway.NotAttached", "resource " + gateway.id() + " is not attached to network " + vpcId);
        gateway.vpcId = null;
    }

    /** @throws Refused DependencyViolation while it is attached */
    public void delete(InternetGateway gateway) {
        if (gateway.vpcId != null)
            throw new Refused(
                    "DependencyViolation",
                    "The internetGateway '" + gateway.id() + "' has dependencies and cannot be deleted.");
        gateways.remove(gateway.id());
    }

    public RouteTable table(Vpc vpc, Map<String, String> tags) {
        var table = new RouteTable(ids.ec2("rtb"), vpc.id());
        for (var block : vpc.blocks())
            table.ownRoutes()
                    .add(new Route(
                            new Destination(Destination.Kind.IPV4, block.toString()),
                            Target.LOCAL,
                            Origin.CREATE_ROUTE_TABLE));
        table.ownTags().putAll(tags);
        tables.put(table.id(), table);
        return table;
    }

    /** @throws Refused DependencyViolation for a VPC's main table and one that subnets use */
    public void delete(RouteTable table) {
        if (!table.associations().isEmpty())
            throw new Refused(
                    "DependencyViolation",
                    "The routeTable '" + table.id() + "' has dependencies and cannot be deleted.");
        tables.remove(table.id());
    }

    /** @throws Refused RouteAlreadyExists, InvalidInternetGatewayID.NotFound */
    public void create(RouteTable table, Destination destination, Target target) {
        check(target);
        if (at(table, destination).isPresent())
            throw new Refused(
                    "RouteAlreadyExists", "The route identified by " + destination.value() + " already exists.");
        table.ownRoutes().add(new Route(destination, target, Origin.CREATE_ROUTE));
    }

    /** @throws Refused InvalidParameterValue where there is no such route */
    public void replace(RouteTable table, Destination destination, Target target) {
        check(target);
        var before = at(table, destination)
                .orElseThrow(() -> new Refused(
                        "InvalidParameterValue",
                        "There is no route defined for '" + destination.value()
                                + "' in the route table. Use CreateRoute instead."));
        table.ownRoutes().set(table.ownRoutes().indexOf(before), new Route(destination, target, Origin.CREATE_ROUTE));
    }

    /** @throws Refused InvalidRoute.NotFound, InvalidParameterValue for the local route */
    public void delete(RouteTable table, Destination destination) {
        var route = at(table, destination)
                .orElseThrow(() -> new Refused(
                        "InvalidRoute.NotFound",
                        "no route with destination-cidr-block " + destination.value() + " in route table "
                                + table.id()));
        if (route.target().equals(Target.LOCAL))
            throw new Refused(
                    "InvalidParameterValue",
                    "cannot remove local route " + destination.value() + " in route table " + table.id());
        table.ownRoutes().remove(route);
    }

    /** @throws Refused Resource.AlreadyAssociated, InvalidParameterValue for a subnet of another VPC */
    public Association associate(RouteTable table, Subnet subnet) {
        if (!table.vpcId().equals(subnet.vpcId()))
            throw new Refused(
                    "InvalidParameterValue",
                    "Route table " + table.id() + " and network " + subnet.vpcId() + " belong to different networks");
        for (var other : tables.values())
            for (var association : other.associations())
                if (association.subnetId().equals(Optional.of(subnet.id()))) {
                    if (other == table) return association;
                    throw new Refused(
                            "Resource.AlreadyAssociated",
                            "the specified association for route table " + table.id()
                                    + " conflicts with an existing association");
                }
        var association = new Association(ids.ec2("rtbassoc"), Optional.of(subnet.id()));
        table.ownAssociations().add(association);
        return association;
    }

    /** @throws Refused InvalidAssociationID.NotFound, InvalidParameterValue for a main table's */
    public void disassociate(String associationId) {
        var table = owner(associationId);
        if (association(table, associationId).subnetId().isEmpty())
            throw new Refused(
                    "InvalidParameterValue", "cannot disassociate the main route table association " + associationId);
        table.ownAssociations().removeIf(each -> each.id().equals(associationId));
    }

    /** Gives what one table had to another: a subnet, or being the main table. The association gets a new id. */
    public Association replace(String associationId, RouteTable table) {
        var before = owner(associationId);
        if (!before.vpcId().equals(table.vpcId()))
            throw new Refused(
                    "InvalidParameterValue",
                    "Route table " + table.id() + " and network " + before.vpcId() + " belong to different networks");
        var old = association(before, associationId);
        before.ownAssociations().remove(old);
        var fresh = new Association(ids.ec2("rtbassoc"), old.subnetId());
        table.ownAssociations().add(fresh);
        return fresh;
    }

    private RouteTable owner(String associationId) {
        return tables.values().stream()
                .filter(table ->
                        table.associations().stream().anyMatch(each -> each.id().equals(associationId)))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        "InvalidAssociationID.NotFound", "The association ID '" + associationId + "' does not exist"));
    }

    private static Association association(RouteTable table, String id) {
        return table.associations().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<Route> at(RouteTable table, Destination destination) {
        return table.routes().stream()
                .filter(route -> route.destination().equals(destination))
                .findFirst();
    }

    private void check(Target target) {
        if (target.kind().equals("gatewayId") && target.id().startsWith("igw-")) gateway(target.id());
    }
}
