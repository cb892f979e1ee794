package dev.ballast.sim.api.elbv2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.elb.Elb;
import dev.ballast.sim.world.elb.LoadBalancers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SubnetMapping;

final class BalancerOperations {
    /** The families of keys that the reference of LoadBalancerAttribute lists. */
    private static final Pattern KNOWN_ATTRIBUTE =
            Pattern.compile("(access_logs|connection_logs|health_check_logs)\\.s3\\.[a-z_.]+"
                    + "|(deletion_protection|load_balancing|idle_timeout|client_keep_alive|routing|waf|ipv6|dns_record"
                    + "|zonal_shift|secondary_ips)\\.[a-z0-9_.]+");

    private final Elb elb;
    private final Ec2 ec2;

    BalancerOperations(Elb elb, Ec2 ec2) {
        this.elb = elb;
        this.ec2 = ec2;
    }

    void register(Operations operations) {
        operations.on("CreateLoadBalancer", CreateLoadBalancerRequest::builder, this::create);
        operations.on("DeleteLoadBalancer", DeleteLoadBalancerRequest::builder, this::delete);
        operations.on("DescribeLoadBalancers", DescribeLoadBalancersRequest::builder, this::describe);
        operations.on(
                "DescribeLoadBalancerAttributes", DescribeLoadBalancerAttributesRequest::builder, this::attributes);
        operations.on("ModifyLoadBalancerAttributes", ModifyLoadBalancerAttributesRequest::builder, this::change);
        operations.on("SetSecurityGroups", SetSecurityGroupsRequest::builder, this::setGroups);
        operations.on("SetIpAddressType", SetIpAddressTypeRequest::builder, this::setAddressType);
        operations.on("SetSubnets", SetSubnetsRequest::builder, this::setSubnets);
    }

    private CreateLoadBalancerResponse create(CreateLoadBalancerRequest request, CallContext context) {
        Given.checkName("The load balancer name", request.name());
        if (request.name().startsWith("internal-"))
            throw Given.invalid("The load balancer name '" + request.name() + "' cannot begin with 'internal-'");
        var type = type(request.type());
        var zones = zones(request.subnets(), request.subnetMappings(), context);
        if (type == dev.ballast.sim.world.elb.LoadBalancer.Type.APPLICATION && zones.size() < 2)
            throw Given.invalid("At least two subnets in two different Availability Zones must be specified");
        var network = ec2.region(context.region()).network();
        var vpcId = network.subnet(zones.keySet().iterator().next()).vpcId();
        var groups =
                request.securityGroups().isEmpty() && type == dev.ballast.sim.world.elb.LoadBalancer.Type.APPLICATION
                        ? List.of(network.defaultGroup(vpcId).id())
                        : request.securityGroups();
        groups.forEach(network::group);
        var spec = new dev.ballast.sim.world.elb.LoadBalancer.Spec(
                request.name(),
                type,
                request.scheme() == LoadBalancerSchemeEnum.INTERNAL,
                vpcId,
                zones,
                groups,
                Document.only(request, "IpAddressType"));
        var created = elb.region(context.region()).createBalancer(spec, Given.tags(request.tags()));
        return CreateLoadBalancerResponse.builder()
                .loadBalancers(toSdk(created, context.now()))
                .build();
    }

    private static dev.ballast.sim.world.elb.LoadBalancer.Type type(LoadBalancerTypeEnum type) {
        if (type == null) return dev.ballast.sim.world.elb.LoadBalancer.Type.APPLICATION;
        return switch (type) {
            case APPLICATION -> dev.ballast.sim.world.elb.LoadBalancer.Type.APPLICATION;
            case NETWORK -> dev.ballast.sim.world.elb.LoadBalancer.Type.NETWORK;
            case GATEWAY -> dev.ballast.sim.world.elb.LoadBalancer.Type.GATEWAY;
            case UNKNOWN_TO_SDK_VERSION -> throw Given.invalid("Unknown load balancer type");
        };
    }

    /** Zones by subnet. */
    private Map<String, String> zones(List<String> subnets, List<SubnetMapping> mappings, CallContext context) {
        var ids = Stream.concat(subnets.stream(), mappings.stream().map(SubnetMapping::subnetId))
                .distinct()
                .toList();
        if (ids.isEmpty()) throw Given.invalid("At least one subnet must be specified");
        var zones = new LinkedHashMap<String, String>();
        for (var id : ids) {
            var zone = ec2.region(context.region()).network().subnet(id).zone().name();
            if (zones.containsValue(zone))
                throw Given.misconfigured(
                        "A load balancer cannot be attached to multiple subnets in the same" + " Availability Zone");
            zones.put(id, zone);
        }
        return zones;
    }

    private DeleteLoadBalancerResponse delete(DeleteLoadBalancerRequest request, CallContext context) {
        elb.region(context.region()).deleteBalancer(request.loadBalancerArn());
        return DeleteLoadBalancerResponse.builder().build();
    }

    private DescribeLoadBalancersResponse describe(DescribeLoadBalancersRequest request, CallContext context) {
        var found = find(elb.region(context.region()), request.loadBalancerArns(), request.names());
        var page = Given.PAGES.cut(
                found, dev.ballast.sim.world.elb.LoadBalancer::arn, request.marker(), request.pageSize());
        return DescribeLoadBalancersResponse.builder()
                .loadBalancers(page.items().stream()
                        .map(one -> toSdk(one, context.now()))
                        .toList())
                .nextMarker(page.nextToken())
                .build();
    }

    private static List<dev.ballast.sim.world.elb.LoadBalancer> find(
            LoadBalancers region, List<String> arns, List<String> names) {
        if (arns.isEmpty() && names.isEmpty()) return List.copyOf(region.balancers());
        var found = new ArrayList<dev.ballast.sim.world.elb.LoadBalancer>();
        for (var arn : arns) found.add(region.balancer(arn));
        for (var name : names)
            found.add(region.balancers().stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow(() ->
                            AwsError.refused("LoadBalancerNotFound", "Load balancers '[" + name + "]' not found")));
        return found;
    }

    private static LoadBalancer toSdk(dev.ballast.sim.world.elb.LoadBalancer balancer, Instant now) {
        var spec = balancer.spec();
        var sdk = Document.into(LoadBalancer.builder(), spec.asGiven());
        if (!spec.asGiven().containsKey("IpAddressType")) sdk.ipAddressType("ipv4");
        return sdk.loadBalancerArn(balancer.arn())
                .dnsName(balancer.dnsName())
                .canonicalHostedZoneId("Z32O12XQLNTSW2")
                .createdTime(balancer.createdAt())
                .loadBalancerName(balancer.name())
                .scheme(spec.internal() ? "internal" : "internet-facing")
                .vpcId(spec.vpcId())
                .state(state -> state.code(balancer.isActive(now) ? "active" : "provisioning"))
                .type(spec.type().name().toLowerCase(java.util.Locale.ROOT))
                .availabilityZones(zones(balancer))
                .securityGroups(spec.securityGroups())
                .build();
    }

    private static List<AvailabilityZone> zones(dev.ballast.sim.world.elb.LoadBalancer balancer) {
        return balancer.spec().zones().entrySet().stream()
                .map(zone -> AvailabilityZone.builder()
                        .subnetId(zone.getKey())
                        .zoneName(zone.getValue())
                        .build())
                .toList();
    }

    private DescribeLoadBalancerAttributesResponse attributes(
            DescribeLoadBalancerAttributesRequest request, CallContext context) {
        var balancer = elb.region(context.region()).balancer(request.loadBalancerArn());
        return DescribeLoadBalancerAttributesResponse.builder()
                .attributes(attributes(balancer))
                .build();
    }

    private static List<LoadBalancerAttribute> attributes(dev.ballast.sim.world.elb.LoadBalancer balancer) {
        return balancer.attributes().entrySet().stream()
                .map(one -> LoadBalancerAttribute.builder()
                        .key(one.getKey())
                        .value(one.getValue())
                        .build())
                .toList();
    }

    private ModifyLoadBalancerAttributesResponse change(
            ModifyLoadBalancerAttributesRequest request, CallContext context) {
        var region = elb.region(context.region());
        var balancer = region.balancer(request.loadBalancerArn());
        for (var attribute : request.attributes())
            if (!KNOWN_ATTRIBUTE.matcher(attribute.key()).matches())
                throw Given.invalid("Load balancer attribute key '" + attribute.key() + "' is not recognized");
        request.attributes().forEach(one -> region.changeAttribute(balancer, one.key(), one.value()));
        return ModifyLoadBalancerAttributesResponse.builder()
                .attributes(attributes(balancer))
                .build();
    }

    private SetSecurityGroupsResponse setGroups(SetSecurityGroupsRequest request, CallContext context) {
        var balancer = elb.region(context.region()).balancer(request.loadBalancerArn());
        request.securityGroups().forEach(ec2.region(context.region()).network()::group);
        var spec = balancer.spec();
        balancer.spec(new dev.ballast.sim.world.elb.LoadBalancer.Spec(
                spec.name(),
                spec.type(),
                spec.internal(),
                spec.vpcId(),
                spec.zones(),
                request.securityGroups(),
                spec.asGiven()));
        return SetSecurityGroupsResponse.builder()
                .securityGroupIds(request.securityGroups())
                .build();
    }

    private SetIpAddressTypeResponse setAddressType(SetIpAddressTypeRequest request, CallContext context) {
        var balancer = elb.region(context.region()).balancer(request.loadBalancerArn());
        var spec = balancer.spec();
        if (spec.internal() && request.ipAddressTypeAsString().startsWith("dualstack-"))
            throw Given.misconfigured(
                    "You must set the IP address type of an internal load balancer to ipv4 or dualstack");
        var given = new LinkedHashMap<>(spec.asGiven());
        given.put("IpAddressType", request.ipAddressTypeAsString());
        balancer.spec(new dev.ballast.sim.world.elb.LoadBalancer.Spec(
                spec.name(), spec.type(), spec.internal(), spec.vpcId(), spec.zones(), spec.securityGroups(), given));
        return SetIpAddressTypeResponse.builder()
                .ipAddressType(request.ipAddressType())
                .build();
    }

    private SetSubnetsResponse setSubnets(SetSubnetsRequest request, CallContext context) {
        var balancer = elb.region(context.region()).balancer(request.loadBalancerArn());
        var spec = balancer.spec();
        balancer.spec(new dev.ballast.sim.world.elb.LoadBalancer.Spec(
                spec.name(),
                spec.type(),
                spec.internal(),
                spec.vpcId(),
                zones(request.subnets(), request.subnetMappings(), context),
                spec.securityGroups(),
                spec.asGiven()));
        return SetSubnetsResponse.builder().availabilityZones(zones(balancer)).build();
    }
}
