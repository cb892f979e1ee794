package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.ec2.Cidr;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Region;
import dev.ballast.sim.world.ec2.Subnet;
import dev.ballast.sim.world.ec2.Vpc;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ec2.model.CreateSubnetResponse;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVpcRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeResponse;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;

/** VPCs and subnets. */
final class NetworksApi implements Ec2Api {
    private static final Pages PAGES = Pages.ofEc2(5, 1_000);
    private final Filters<Subnet> subnetFilters = new Filters<Subnet>()
            .on("subnet-id", Subnet::id)
            .on("vpc-id", Subnet::vpcId)
            .on("vpcId", Subnet::vpcId)
            .on("availability-zone", it -> it.zone().name())
            .on("availabilityZone", it -> it.zone().name())
            .on("availability-zone-id", it -> it.zone().id())
            .on("availabilityZoneId", it -> it.zone().id())
            .on("cidr-block", it -> it.cidr().toString())
            .on("cidr", it -> it.cidr().toString())
            .on("cidrBlock", it -> it.cidr().toString())
            .on("default-for-az", it -> Boolean.toString(it.isDefaultForZone()))
            .on("defaultForAz", it -> Boolean.toString(it.isDefaultForZone()))
            .on("map-public-ip-on-launch", it -> Boolean.toString(it.mapsPublicAddress()))
            .on("available-ip-address-count", it -> Integer.toString(it.freeAddresses()))
            .on("state", it -> "available")
            .on("ipv6-native", it -> "false")
            .on("enable-dns64", it -> "false")
            .on("map-customer-owned-ip-on-launch", it -> "false")
            .on("private-dns-name-options-on-launch.hostname-type", it -> "ip-name")
            .on("private-dns-name-options-on-launch.enable-resource-name-dns-a-record", it -> "false")
            .on("private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record", it -> "false")
            .nobodyHas("customer-owned-ipv4-pool", "enable-lni-at-device-index", "outpost-arn")
            .nobodyHas(
                    "ipv6-cidr-block-association.ipv6-cidr-block",
                    "ipv6-cidr-block-association.association-id",
                    "ipv6-cidr-block-association.state")
            .onTags(Subnet::tags);
    private final Filters<Vpc> vpcFilters = new Filters<Vpc>()
            .on("vpc-id", Vpc::id)
            .on("is-default", it -> Boolean.toString(it.isDefault()))
            .on("isDefault", it -> Boolean.toString(it.isDefault()))
            .on("cidr", it -> it.blocks().getFirst().toString())
            .on("cidr-block", it -> it.blocks().getFirst().toString())
            .on("cidrBlock", it -> it.blocks().getFirst().toString())
            .on("dhcp-options-id", NetworksApi::dhcpOptions)
            .on("dhcpOptionsId", NetworksApi::dhcpOptions)
            .on("cidr-block-association.association-id", NetworksApi::association)
            .on("cidr-block-association.state", it -> "associated")
            .nobodyHas(
                    "ipv6-cidr-block-association.ipv6-cidr-block",
                    "ipv6-cidr-block-association.ipv6-pool",
                    "ipv6-cidr-block-association.association-id",
                    "ipv6-cidr-block-association.state")
            .onAny(
                    "cidr-block-association.cidr-block",
                    it -> it.blocks().stream().map(Cidr::toString).toList())
            .on("state", it -> "available")
            .onTags(Vpc::tags);

    private final Ec2 ec2;

    NetworksApi(Ec2 ec2) {
        this.ec2 = ec2;
        var accountId = ec2.rules().accountId();
        vpcFilters.on("owner-id", it -> accountId);
        subnetFilters.on("owner-id", it -> accountId).on("subnet-arn", it -> arn(it, accountId));
    }

    private static String arn(Subnet subnet, String accountId) {
        var zone = subnet.zone().name();
        return "arn:aws:ec2:" + zone.substring(0, zone.length() - 1) + ":" + accountId + ":subnet/" + subnet.id();
    }

    private static String dhcpOptions(Vpc vpc) {
        return "dopt-" + vpc.id().substring("vpc-".length());
    }

    private static String association(Vpc vpc) {
        return "vpc-cidr-assoc-" + vpc.id().substring("vpc-".length());
    }

    @Override
    public void register(Operations operations) {
        operations.on("DescribeVpcs", DescribeVpcsRequest::builder, this::describeVpcs);
        operations.on("DescribeVpcAttribute", DescribeVpcAttributeRequest::builder, this::describeVpcAttribute);
        operations.on("ModifyVpcAttribute", ModifyVpcAttributeRequest::builder, this::modifyVpcAttribute);
        operations.on("CreateVpc", CreateVpcRequest::builder, this::createVpc);
        operations.on("DeleteVpc", DeleteVpcRequest::builder, this::deleteVpc);
        operations.on("DescribeSubnets", DescribeSubnetsRequest::builder, this::describeSubnets);
        operations.on("CreateSubnet", CreateSubnetRequest::builder, this::createSubnet);
        operations.on("DeleteSubnet", DeleteSubnetRequest::builder, this::deleteSubnet);
        operations.on("ModifySubnetAttribute", ModifySubnetAttributeRequest::builder, this::modifySubnetAttribute);
    }

    private DescribeVpcsResponse describeVpcs(DescribeVpcsRequest request, CallContext context) {
        var network = ec2.region(context.region()).network();
        var named = request.vpcIds().isEmpty()
                ? network.vpcs()
                : request.vpcIds().stream().map(network::vpc).toList();
        var page = PAGES.cut(
                vpcFilters.keep(named, request.filters()), Vpc::id, request.nextToken(), request.maxResults());
        return DescribeVpcsResponse.builder()
                .vpcs(page.items().stream().map(vpc -> told(vpc, context)).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private DescribeVpcAttributeResponse describeVpcAttribute(
            DescribeVpcAttributeRequest request, CallContext context) {
        var vpc = ec2.region(context.region()).network().vpc(request.vpcId());
        var attributes = vpc.attributes();
        var answer = DescribeVpcAttributeResponse.builder().vpcId(vpc.id());
        switch (request.attribute()) {
            case ENABLE_DNS_SUPPORT -> answer.enableDnsSupport(it -> it.value(attributes.dnsSupport()));
            case ENABLE_DNS_HOSTNAMES -> answer.enableDnsHostnames(it -> it.value(attributes.dnsHostnames()));
            case ENABLE_NETWORK_ADDRESS_USAGE_METRICS ->
                answer.enableNetworkAddressUsageMetrics(it -> it.value(attributes.usageMetrics()));
            case UNKNOWN_TO_SDK_VERSION ->
                throw AwsError.refused("InvalidParameterValue", "Unknown attribute " + request.attributeAsString());
        }
        return answer.build();
    }

    private ModifyVpcAttributeResponse modifyVpcAttribute(ModifyVpcAttributeRequest request, CallContext context) {
        var network = ec2.region(context.region()).network();
        var vpc = network.vpc(request.vpcId());
        var before = vpc.attributes();
        network.setAttributes(
                vpc,
                new Vpc.Attributes(
                        set(request.enableDnsSupport(), before.dnsSupport()),
                        set(request.enableDnsHostnames(), before.dnsHostnames()),
                        set(request.enableNetworkAddressUsageMetrics(), before.usageMetrics())));
        return ModifyVpcAttributeResponse.builder().build();
    }

    private static boolean set(AttributeBooleanValue asked, boolean before) {
        return asked == null ? before : Boolean.TRUE.equals(asked.value());
    }

    private CreateVpcResponse createVpc(CreateVpcRequest request, CallContext context) {
        var region = ec2.region(context.region());
        TagLists.checkTypes(request.tagSpecifications(), List.of("vpc"));
        if (request.cidrBlock() == null)
            throw AwsError.refused("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
        var vpc = region.network()
                .createVpc(Cidr.of(request.cidrBlock()), TagLists.of(request.tagSpecifications(), "vpc", region));
        return CreateVpcResponse.builder().vpc(told(vpc, context)).build();
    }

    private DeleteVpcResponse deleteVpc(DeleteVpcRequest request, CallContext context) {
        ec2.region(context.region()).network().deleteVpc(request.vpcId());
        return DeleteVpcResponse.builder().build();
    }

    private DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest request, CallContext context) {
        var network = ec2.region(context.region()).network();
        var named = request.subnetIds().isEmpty()
                ? network.subnets()
                : request.subnetIds().stream().map(network::subnet).toList();
        var page = PAGES.cut(
                subnetFilters.keep(named, request.filters()), Subnet::id, request.nextToken(), request.maxResults());
        return DescribeSubnetsResponse.builder()
                .subnets(page.items().stream()
                        .map(subnet -> told(subnet, context))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private CreateSubnetResponse createSubnet(CreateSubnetRequest request, CallContext context) {
        var region = ec2.region(context.region());
        TagLists.checkTypes(request.tagSpecifications(), List.of("subnet"));
        if (request.cidrBlock() == null)
            throw AwsError.refused("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
        var subnet = region.network()
                .createSubnet(
                        region.network().vpc(request.vpcId()),
                        zone(region, request),
                        Cidr.of(request.cidrBlock()),
                        TagLists.of(request.tagSpecifications(), "subnet", region));
        return CreateSubnetResponse.builder().subnet(told(subnet, context)).build();
    }

    private static String zone(Region region, CreateSubnetRequest request) {
        if (request.availabilityZoneId() == null)
            return request.availabilityZone() == null
                    ? region.zones().getFirst().name()
                    : request.availabilityZone();
        return region.zones().stream()
                .filter(zone -> zone.id().equals(request.availabilityZoneId()))
                .map(zone -> zone.name())
                .findFirst()
                .orElseThrow(() -> AwsError.refused(
                        "InvalidParameterValue",
                        "Invalid availability zone id: [" + request.availabilityZoneId() + "]"));
    }

    private DeleteSubnetResponse deleteSubnet(DeleteSubnetRequest request, CallContext context) {
        var region = ec2.region(context.region());
        region.deleteSubnet(request.subnetId());
        return DeleteSubnetResponse.builder().build();
    }

    private ModifySubnetAttributeResponse modifySubnetAttribute(
            ModifySubnetAttributeRequest request, CallContext context) {
        var network = ec2.region(context.region()).network();
        var subnet = network.subnet(request.subnetId());
        if (request.mapPublicIpOnLaunch() != null)
            network.setMapsPublicAddress(
                    subnet, Boolean.TRUE.equals(request.mapPublicIpOnLaunch().value()));
        return ModifySubnetAttributeResponse.builder().build();
    }

    private static software.amazon.awssdk.services.ec2.model.Vpc told(Vpc vpc, CallContext context) {
        return software.amazon.awssdk.services.ec2.model.Vpc.builder()
                .vpcId(vpc.id())
                .cidrBlock(vpc.blocks().getFirst().toString())
                .cidrBlockAssociationSet(vpc.blocks().stream()
                        .map(block -> VpcCidrBlockAssociation.builder()
                                .associationId(association(vpc))
                                .cidrBlock(block.toString())
                                .cidrBlockState(it -> it.state("associated"))
                                .build())
                        .toList())
                .dhcpOptionsId(dhcpOptions(vpc))
                .instanceTenancy("default")
                .isDefault(vpc.isDefault())
                .ownerId(context.accountId())
                .state("available")
                .tags(TagLists.of(vpc.tags()))
                .build();
    }

    private static software.amazon.awssdk.services.ec2.model.Subnet told(Subnet subnet, CallContext context) {
        return software.amazon.awssdk.services.ec2.model.Subnet.builder()
                .subnetId(subnet.id())
                .subnetArn(context.arn("subnet/" + subnet.id()))
                .vpcId(subnet.vpcId())
                .availabilityZone(subnet.zone().name())
                .availabilityZoneId(subnet.zone().id())
                .availableIpAddressCount(subnet.freeAddresses())
                .cidrBlock(subnet.cidr().toString())
                .defaultForAz(subnet.isDefaultForZone())
                .mapPublicIpOnLaunch(subnet.mapsPublicAddress())
                .mapCustomerOwnedIpOnLaunch(false)
                .assignIpv6AddressOnCreation(false)
                .ipv6CidrBlockAssociationSet(List.of())
                .ipv6Native(false)
                .enableDns64(false)
                .privateDnsNameOptionsOnLaunch(it -> it.hostnameType("ip-name")
                        .enableResourceNameDnsARecord(false)
                        .enableResourceNameDnsAAAARecord(false))
                .ownerId(context.accountId())
                .state("available")
                .tags(TagLists.of(subnet.tags()))
                .build();
    }
}
