package dev.ballast.sim.api.ec2;

import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.InstanceCatalogue.Entry;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Zone;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.GetInstanceTypesFromInstanceRequirementsRequest;
import software.amazon.awssdk.services.ec2.model.GetInstanceTypesFromInstanceRequirementsResponse;
import software.amazon.awssdk.services.ec2.model.InstanceStorageInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfoFromInstanceRequirements;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;

/** Which instance types there are, and where; every type of the catalogue is offered in every zone. */
final class InstanceTypesApi implements Ec2Api {
    private static final Pages TYPE_PAGES = Pages.ofEc2(5, 100).whereUnsaid(100);
    private static final Pages PAGES = Pages.ofEc2(5, 1_000).whereUnsaid(1_000);
    private static final Filters<Entry> TYPES = new Filters<Entry>()
            .on("instance-type", it -> it.type().name())
            .on("current-generation", it -> Boolean.toString(it.type().traits().currentGeneration()))
            .on("bare-metal", it -> Boolean.toString(it.type().traits().bareMetal()))
            .on(
                    "burstable-performance-supported",
                    it -> Boolean.toString(it.type().traits().burstable()))
            .on("instance-storage-supported", it -> Boolean.toString(it.localGb() > 0))
            .on(
                    "processor-info.supported-architecture",
                    it -> it.type().architecture().ec2Name())
            .on("vcpu-info.default-vcpus", it -> Integer.toString(it.type().vcpus()))
            .on("vcpu-info.default-cores", it -> Integer.toString(InstanceTypeTells.cores(it.type())))
            .on("memory-info.size-in-mib", it -> Integer.toString(it.type().memoryMib()))
            .on(
                    "network-info.maximum-network-interfaces",
                    it -> Integer.toString(it.type().maxEnis()))
            .on("network-info.ipv4-addresses-per-interface", it -> Integer.toString(it.addressesPerEni()))
            .on("hypervisor", it -> InstanceTypeTells.of(it).hypervisorAsString())
            .on("supported-root-device-type", it -> "ebs")
            .on("supported-virtualization-type", it -> "hvm")
            .onAny("supported-usage-class", it -> List.of("on-demand", "spot"))
            .on("auto-recovery-supported", it -> told(it, InstanceTypeInfo::autoRecoverySupported))
            .on("dedicated-hosts-supported", it -> told(it, InstanceTypeInfo::dedicatedHostsSupported))
            .on("free-tier-eligible", it -> told(it, InstanceTypeInfo::freeTierEligible))
            .on("hibernation-supported", it -> told(it, InstanceTypeInfo::hibernationSupported))
            .on(
                    "ebs-info.ebs-optimized-support",
                    it -> told(it, info -> info.ebsInfo().ebsOptimizedSupportAsString()))
            .on(
                    "ebs-info.encryption-support",
                    it -> told(it, info -> info.ebsInfo().encryptionSupportAsString()))
            .on("ebs-info.nvme-support", it -> told(it, info -> info.ebsInfo().nvmeSupportAsString()))
            .on("instance-storage-info.total-size-in-gb", it -> storage(it, InstanceStorageInfo::totalSizeInGB))
            .on("instance-storage-info.nvme-support", it -> storage(it, InstanceStorageInfo::nvmeSupportAsString))
            .on(
                    "instance-storage-info.encryption-support",
                    it -> storage(it, InstanceStorageInfo::encryptionSupportAsString))
            .on(
                    "instance-storage-info.disk.count",
                    it -> storage(it, info -> info.disks().getFirst().count()))
            .on(
                    "instance-storage-info.disk.size-in-gb",
                    it -> storage(it, info -> info.disks().getFirst().sizeInGB()))
            .on(
                    "instance-storage-info.disk.type",
                    it -> storage(it, info -> info.disks().getFirst().typeAsString()))
            .on(
                    "network-info.efa-supported",
                    it -> told(it, info -> info.networkInfo().efaSupported()))
            .on(
                    "network-info.ena-support",
                    it -> told(it, info -> info.networkInfo().enaSupportAsString()))
            .on(
                    "network-info.encryption-in-transit-supported",
                    it -> told(it, info -> info.networkInfo().encryptionInTransitSupported()))
            .on(
                    "network-info.ipv6-addresses-per-interface",
                    it -> told(it, info -> info.networkInfo().ipv6AddressesPerInterface()))
            .on(
                    "network-info.ipv6-supported",
                    it -> told(it, info -> info.networkInfo().ipv6Supported()))
            .on(
                    "network-info.maximum-network-cards",
                    it -> told(it, info -> info.networkInfo().maximumNetworkCards()))
            .onAny("supported-boot-mode", it -> InstanceTypeTells.of(it).supportedBootModesAsStrings())
            .on(
                    "vcpu-info.default-threads-per-core",
                    it -> told(it, info -> info.vCpuInfo().defaultThreadsPerCore()))
            .onAny(
                    "vcpu-info.valid-cores",
                    it -> texts(InstanceTypeTells.of(it).vCpuInfo().validCores()))
            .onAny(
                    "vcpu-info.valid-threads-per-core",
                    it -> texts(InstanceTypeTells.of(it).vCpuInfo().validThreadsPerCore()))
            .nobodyHas(
                    "ebs-info.attachment-limit-type",
                    "ebs-info.ebs-optimized-info.baseline-bandwidth-in-mbps",
                    "ebs-info.ebs-optimized-info.baseline-iops",
                    "ebs-info.ebs-optimized-info.baseline-throughput-in-mbps",
                    "ebs-info.ebs-optimized-info.maximum-bandwidth-in-mbps",
                    "ebs-info.ebs-optimized-info.maximum-iops",
                    "ebs-info.ebs-optimized-info.maximum-throughput-in-mbps",
                    "ebs-info.maximum-ebs-attachments")
            .nobodyHas(
                    "network-info.bandwidth-weightings",
                    "network-info.efa-info.maximum-efa-interfaces",
                    "network-info.flexible-ena-queues-support",
                    "network-info.network-performance")
            .nobodyHas("nitro-enclaves-support", "nitro-tpm-info.supported-versions", "nitro-tpm-support")
            .nobodyHas("processor-info.supported-features", "processor-info.sustained-clock-speed-in-ghz")
            .nobodyHas("reboot-migration-support");
    private static final Filters<InstanceTypeOffering> OFFERINGS = new Filters<InstanceTypeOffering>()
            .on("instance-type", InstanceTypeOffering::instanceTypeAsString)
            .on("location", InstanceTypeOffering::location);

    private final Ec2 ec2;

    private static String told(Entry entry, Function<InstanceTypeInfo, Object> part) {
        var value = part.apply(InstanceTypeTells.of(entry));
        return value == null ? null : value.toString();
    }

    private static String storage(Entry entry, Function<InstanceStorageInfo, Object> part) {
        return told(entry, info -> info.instanceStorageInfo() == null ? null : part.apply(info.instanceStorageInfo()));
    }

    private static List<String> texts(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).toList();
    }

    InstanceTypesApi(Ec2 ec2) {
        this.ec2 = ec2;
    }

    @Override
    public void register(Operations operations) {
        operations.on("DescribeInstanceTypes", DescribeInstanceTypesRequest::builder, this::describe);
        operations.on(
                "DescribeInstanceTypeOfferings",
                DescribeInstanceTypeOfferingsRequest::builder,
                this::describeOfferings);
        operations.on(
                "GetInstanceTypesFromInstanceRequirements",
                GetInstanceTypesFromInstanceRequirementsRequest::builder,
                this::fromRequirements);
    }

    private DescribeInstanceTypesResponse describe(DescribeInstanceTypesRequest request, CallContext context) {
        var names = request.instanceTypesAsStrings();
        if (!names.isEmpty() && request.maxResults() != null)
            throw AwsError.refused(
                    "InvalidParameterCombination",
                    "The parameter instanceTypes cannot be used with the parameter maxResults");
        Collection<Entry> named = names.isEmpty() ? InstanceCatalogue.all() : named(names);
        var page = TYPE_PAGES.cut(
                TYPES.keep(named, request.filters()),
                it -> it.type().name(),
                request.nextToken(),
                request.maxResults());
        return DescribeInstanceTypesResponse.builder()
                .instanceTypes(page.items().stream().map(InstanceTypeTells::of).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static List<Entry> named(List<String> names) {
        var found = new ArrayList<Entry>();
        var missing = new ArrayList<String>();
        for (var name : names) InstanceCatalogue.find(name).ifPresentOrElse(found::add, () -> missing.add(name));
        if (!missing.isEmpty())
            throw AwsError.refused(
                    "InvalidInstanceType",
                    "The following supplied instance types do not exist: [" + String.join(", ", missing) + "]");
        return found;
    }

    private DescribeInstanceTypeOfferingsResponse describeOfferings(
            DescribeInstanceTypeOfferingsRequest request, CallContext context) {
        var zones = ec2.region(context.region()).zones();
        var kind = request.locationTypeAsString() == null ? "region" : request.locationTypeAsString();
        Function<String, Stream<InstanceTypeOffering>> offered = type -> switch (kind) {
            case "region" -> Stream.of(offering(type, kind, context.region()));
            case "availability-zone" -> zones.stream().map(Zone::name).map(zone -> offering(type, kind, zone));
            case "availability-zone-id" -> zones.stream().map(Zone::id).map(zone -> offering(type, kind, zone));
            default -> Stream.of();
        };
        var all = InstanceCatalogue.all().stream()
                .map(entry -> entry.type().name())
                .flatMap(offered)
                .toList();
        var page = PAGES.cut(
                OFFERINGS.keep(all, request.filters()),
                it -> it.instanceTypeAsString() + "/" + it.location(),
                request.nextToken(),
                request.maxResults());
        return DescribeInstanceTypeOfferingsResponse.builder()
                .instanceTypeOfferings(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private static InstanceTypeOffering offering(String type, String kind, String location) {
        return InstanceTypeOffering.builder()
                .instanceType(type)
                .locationType(kind)
                .location(location)
                .build();
    }

    private GetInstanceTypesFromInstanceRequirementsResponse fromRequirements(
            GetInstanceTypesFromInstanceRequirementsRequest request, CallContext context) {
        var matching = RequirementAsks.of(request.instanceRequirements(), request.architectureTypesAsStrings())
                .matching();
        var page = PAGES.cut(matching, type -> type.name(), request.nextToken(), request.maxResults());
        return GetInstanceTypesFromInstanceRequirementsResponse.builder()
                .instanceTypes(page.items().stream()
                        .map(type -> InstanceTypeInfoFromInstanceRequirements.builder()
                                .instanceType(type.name())
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }
}
