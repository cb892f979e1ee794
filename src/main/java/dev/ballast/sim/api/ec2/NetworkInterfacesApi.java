package dev.ballast.sim.api.ec2;

import dev.ballast.model.InstanceState;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.Region;
import dev.ballast.sim.world.ec2.ResourceId;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAssociation;

/** Network interfaces: the one of each instance. */
final class NetworkInterfacesApi implements Ec2Api {
    private static final Pages PAGES = Pages.ofEc2(5, 1_000);

    private final Ec2 ec2;
    private final Filters<Ec2Instance> filters;

    NetworkInterfacesApi(Ec2 ec2) {
        this.ec2 = ec2;
        var accountId = ec2.rules().accountId();
        filters = new Filters<Ec2Instance>()
                .on("network-interface-id", Ec2Instance::networkInterfaceId)
                .on("attachment.instance-id", Ec2Instance::id)
                .on("attachment.device-index", it -> "0")
                .on("attachment.status", it -> "attached")
                .on("availability-zone", Ec2Instance::zone)
                .on("subnet-id", it -> it.subnet().id())
                .on("vpc-id", it -> it.subnet().vpcId())
                .on("private-ip-address", Ec2Instance::privateIp)
                .on("addresses.private-ip-address", Ec2Instance::privateIp)
                .on("association.public-ip", it -> it.publicIp().orElse(null))
                .on("mac-address", Ec2Instance::mac)
                .on("owner-id", it -> accountId)
                .on("interface-type", it -> "interface")
                .on("requester-managed", it -> "false")
                .on("status", it -> "in-use")
                .onAny("group-id", Ec2Instance::securityGroupIds);
    }

    @Override
    public void register(Operations operations) {
        operations.on("DescribeNetworkInterfaces", DescribeNetworkInterfacesRequest::builder, this::describe);
    }

    private DescribeNetworkInterfacesResponse describe(DescribeNetworkInterfacesRequest request, CallContext context) {
        var region = ec2.region(context.region());
        var existing = region.instances().stream()
                .filter(instance -> instance.state() != InstanceState.TERMINATED)
                .toList();
        for (var id : request.networkInterfaceIds())
            if (existing.stream()
                    .noneMatch(instance -> instance.networkInterfaceId().equals(id)))
                throw ResourceId.NETWORK_INTERFACE.notFound(id);
        var named = existing.stream()
                .filter(instance -> request.networkInterfaceIds().isEmpty()
                        || request.networkInterfaceIds().contains(instance.networkInterfaceId()))
                .toList();
        var page = PAGES.cut(
                filters.keep(named, request.filters()),
                Ec2Instance::networkInterfaceId,
                request.nextToken(),
                request.maxResults());
        return DescribeNetworkInterfacesResponse.builder()
                .networkInterfaces(page.items().stream()
                        .map(instance -> told(instance, region, context))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static NetworkInterface told(Ec2Instance instance, Region region, CallContext context) {
        var association = instance.publicIp()
                .map(ip -> NetworkInterfaceAssociation.builder()
                        .ipOwnerId("amazon")
                        .publicDnsName(InstanceTells.publicName(instance, ip))
                        .publicIp(ip)
                        .build())
                .orElse(null);
        return NetworkInterface.builder()
                .networkInterfaceId(instance.networkInterfaceId())
                .association(association)
                .attachment(it -> it.attachmentId(InstanceTells.attachmentId(instance))
                        .attachTime(instance.launchedAt())
                        .deleteOnTermination(true)
                        .deviceIndex(0)
                        .networkCardIndex(0)
                        .instanceId(instance.id())
                        .instanceOwnerId(context.accountId())
                        .status("attached"))
                .availabilityZone(instance.zone())
                .description("")
                .groups(InstanceTells.groups(instance, region))
                .interfaceType("interface")
                .ipv6Addresses(List.of())
                .macAddress(instance.mac())
                .ownerId(context.accountId())
                .privateDnsName(InstanceTells.privateName(instance))
                .privateIpAddress(instance.privateIp())
                .privateIpAddresses(it -> it.primary(true)
                        .association(association)
                        .privateDnsName(InstanceTells.privateName(instance))
                        .privateIpAddress(instance.privateIp()))
                .requesterManaged(false)
                .sourceDestCheck(instance.switches().sourceDestChecked())
                .status("in-use")
                .subnetId(instance.subnet().id())
                .vpcId(instance.subnet().vpcId())
                .tagSet(List.of())
                .build();
    }
}
