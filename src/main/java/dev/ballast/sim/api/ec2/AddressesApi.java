package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.ec2.Addresses;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Ec2Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AllocateAddressResponse;
import software.amazon.awssdk.services.ec2.model.AssociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AssociateAddressResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesResponse;
import software.amazon.awssdk.services.ec2.model.DisassociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateAddressResponse;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressRequest;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressResponse;

/** Elastic IP addresses, all of them in a VPC. */
final class AddressesApi implements Ec2Api {
    private final Ec2 ec2;
    private final Filters<Addresses.Address> filters;

    AddressesApi(Ec2 ec2) {
        this.ec2 = ec2;
        var accountId = ec2.rules().accountId();
        filters = new Filters<Addresses.Address>()
                .on("allocation-id", Addresses.Address::id)
                .on("public-ip", Addresses.Address::ip)
                .on("association-id", it -> it.associationId().orElse(null))
                .on("instance-id", it -> ofInstance(it, Ec2Instance::id))
                .on("network-interface-id", it -> ofInstance(it, Ec2Instance::networkInterfaceId))
                .on("network-interface-owner-id", it -> ofInstance(it, any -> accountId))
                .on("private-ip-address", it -> ofInstance(it, Ec2Instance::privateIp))
                .on("domain", it -> "vpc")
                .onTags(Addresses.Address::tags);
    }

    @Override
    public void register(Operations operations) {
        operations.on("AllocateAddress", AllocateAddressRequest::builder, this::allocate);
        operations.on("AssociateAddress", AssociateAddressRequest::builder, this::associate);
        operations.on("DisassociateAddress", DisassociateAddressRequest::builder, this::disassociate);
        operations.on("ReleaseAddress", ReleaseAddressRequest::builder, this::release);
        operations.on("DescribeAddresses", DescribeAddressesRequest::builder, this::describe);
    }

    private static String ofInstance(Addresses.Address address, Function<Ec2Instance, String> part) {
        return address.instance().map(part).orElse(null);
    }

    private Addresses addresses(CallContext context) {
        return ec2.region(context.region()).addresses();
    }

    private AllocateAddressResponse allocate(AllocateAddressRequest request, CallContext context) {
        TagLists.checkTypes(request.tagSpecifications(), List.of("elastic-ip"));
        var tags = TagLists.of(request.tagSpecifications(), "elastic-ip", ec2.region(context.region()));
        var address = addresses(context).allocate(tags);
        return AllocateAddressResponse.builder()
                .allocationId(address.id())
                .publicIp(address.ip())
                .domain("vpc")
                .publicIpv4Pool("amazon")
                .networkBorderGroup(context.region())
                .build();
    }

    private Addresses.Address named(String allocationId, String ip, CallContext context) {
        if (allocationId != null) return addresses(context).named(allocationId);
        if (ip != null) return addresses(context).at(ip);
        throw AwsError.refused("MissingParameter", "Either public IP or allocation id must be specified");
    }

    private AssociateAddressResponse associate(AssociateAddressRequest request, CallContext context) {
        var region = ec2.region(context.region());
        var address = named(request.allocationId(), request.publicIp(), context);
        var instance = request.instanceId() != null
                ? InstancesApi.named(region, List.of(request.instanceId())).getFirst()
                : region.instances().stream()
                        .filter(each -> each.networkInterfaceId().equals(request.networkInterfaceId()))
                        .findFirst()
                        .orElseThrow(() -> AwsError.refused(
                                "MissingParameter",
                                "Invalid request, expect EC2 instance ID or network interface ID."));
        var associated =
                region.addresses().associate(address, instance, Boolean.TRUE.equals(request.allowReassociation()));
        return AssociateAddressResponse.builder()
                .associationId(associated.associationId().orElse(null))
                .build();
    }

    private DisassociateAddressResponse disassociate(DisassociateAddressRequest request, CallContext context) {
        var association = request.associationId() != null
                ? Optional.of(request.associationId())
                : named(null, request.publicIp(), context).associationId();
        association.ifPresent(addresses(context)::disassociate);
        return DisassociateAddressResponse.builder().build();
    }

    private ReleaseAddressResponse release(ReleaseAddressRequest request, CallContext context) {
        addresses(context).release(named(request.allocationId(), request.publicIp(), context));
        return ReleaseAddressResponse.builder().build();
    }

    private DescribeAddressesResponse describe(DescribeAddressesRequest request, CallContext context) {
        var addresses = addresses(context);
        var named = new ArrayList<Addresses.Address>();
        request.allocationIds().forEach(id -> named.add(addresses.named(id)));
        request.publicIps().forEach(ip -> named.add(addresses.at(ip)));
        var wanted = request.allocationIds().isEmpty() && request.publicIps().isEmpty() ? addresses.all() : named;
        return DescribeAddressesResponse.builder()
                .addresses(filters.keep(wanted, request.filters()).stream()
                        .map(address -> told(address, context))
                        .toList())
                .build();
    }

    private static Address told(Addresses.Address address, CallContext context) {
        var told = Address.builder()
                .allocationId(address.id())
                .publicIp(address.ip())
                .domain("vpc")
                .publicIpv4Pool("amazon")
                .networkBorderGroup(context.region())
                .associationId(address.associationId().orElse(null))
                .tags(TagLists.of(address.tags()));
        address.instance()
                .ifPresent(instance -> told.instanceId(instance.id())
                        .networkInterfaceId(instance.networkInterfaceId())
                        .networkInterfaceOwnerId(context.accountId())
                        .privateIpAddress(instance.privateIp()));
        return told.build();
    }
}
