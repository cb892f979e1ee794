package dev.ballast.sim.world.ec2;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A VPC's route table. Its routes are kept and told; nothing here is routed by them. */
public final class RouteTable {
    private final String id;
    private final String vpcId;
    private final List<Route> routes = new ArrayList<>();
    private final List<Association> associations = new ArrayList<>();
    private final SortedMap<String, String> tags = new TreeMap<>();

    /**
     * @param destination a CIDR block
     * @param target the local network, or what the request named: a gateway, an instance, a network interface
     */
    public record Route(Destination destination, Target target, Origin origin) {}

    public record Destination(Kind kind, String value) {
        public enum Kind {
            IPV4,
            IPV6,
            PREFIX_LIST
        }
    }

    /** @param kind the request's member: gatewayId, natGatewayId, instanceId, networkInterfaceId and so on */
    public record Target(String kind, String id) {
        public static final Target LOCAL = new Target("gatewayId", "local");
    }

    public enum Origin {
        CREATE_ROUTE_TABLE("CreateRouteTable"),
        CREATE_ROUTE("CreateRoute");

        private final String ec2Name;

        Origin(String ec2Name) {
            this.ec2Name = ec2Name;
        }

        public String ec2Name() {
            return ec2Name;
        }
    }

    /** @param subnetId empty for the association that makes a table its VPC's main one */
    public record Association(String id, Optional<String> subnetId) {}

    RouteTable(String id, String vpcId) {
        this.id = id;
        this.vpcId = vpcId;
    }

    public String id() {
        return id;
    }

    public String vpcId() {
        return vpcId;
    }

    public boolean isMain() {
        return associations.stream()
                .anyMatch(association -> association.subnetId().isEmpty());
    }

    public List<Route> routes() {
        return Collections.unmodifiableList(routes);
    }

    List<Route> ownRoutes() {
        return routes;
    }

    public List<Association> associations() {
        return Collections.unmodifiableList(associations);
    }

    List<Association> ownAssociations() {
        return associations;
    }

    public SortedMap<String, String> tags() {
        return Collections.unmodifiableSortedMap(tags);
    }

    SortedMap<String, String> ownTags() {
        return tags;
    }
}
