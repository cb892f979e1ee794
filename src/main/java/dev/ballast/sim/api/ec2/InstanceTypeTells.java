package dev.ballast.sim.api.ec2;

import dev.ballast.model.Architecture;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.InstanceType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.ec2.model.GpuInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;

/** An instance type as DescribeInstanceTypes tells it. */
final class InstanceTypeTells {
    private static final Set<String> XEN = new TreeSet<>(
            List.of("t1", "t2", "m1", "m2", "m3", "m4", "c1", "c3", "c4", "r3", "r4", "i2", "i3", "p2", "p3"));
    private static final Set<String> SPINNING = new TreeSet<>(List.of("m1", "m2", "c1", "d3"));
    /** AMD's from the seventh generation on have no second thread a core. */
    private static final Set<String> SINGLE_THREADED = new TreeSet<>(List.of("m7a", "c7a", "r7a", "t2"));

    private InstanceTypeTells() {}

    static InstanceTypeInfo of(InstanceCatalogue.Entry entry) {
        var type = entry.type();
        var traits = type.traits();
        var nitro = !XEN.contains(type.family());
        var info = InstanceTypeInfo.builder()
                .instanceType(type.name())
                .currentGeneration(traits.currentGeneration())
                .freeTierEligible(type.name().equals("t2.micro") || type.name().equals("t3.micro"))
                .supportedUsageClassesWithStrings("on-demand", "spot")
                .supportedRootDeviceTypesWithStrings("ebs")
                .supportedVirtualizationTypesWithStrings("hvm")
                .bareMetal(traits.bareMetal())
                .hypervisor(traits.bareMetal() ? null : nitro ? "nitro" : "xen")
                .processorInfo(it -> it.supportedArchitecturesWithStrings(
                                type.architecture().ec2Name())
                        .manufacturer(manufacturer(type)))
                .vCpuInfo(it -> it.defaultVCpus(type.vcpus())
                        .defaultCores(cores(type))
                        .defaultThreadsPerCore(type.vcpus() / cores(type))
                        .validCores(
                                IntStream.rangeClosed(1, cores(type)).boxed().toList())
                        .validThreadsPerCore(IntStream.rangeClosed(1, type.vcpus() / cores(type))
                                .boxed()
                                .toList()))
                .memoryInfo(it -> it.sizeInMiB((long) type.memoryMib()))
                .instanceStorageSupported(entry.localGb() > 0)
                .ebsInfo(it -> it.ebsOptimizedSupport(nitro ? "default" : "supported")
                        .encryptionSupport("supported")
                        .nvmeSupport(nitro ? "required" : "unsupported"))
                .networkInfo(it -> it.maximumNetworkInterfaces(type.maxEnis())
                        .maximumNetworkCards(1)
                        .defaultNetworkCardIndex(0)
                        .networkCards(card -> card.networkCardIndex(0).maximumNetworkInterfaces(type.maxEnis()))
                        .ipv4AddressesPerInterface(entry.addressesPerEni())
                        .ipv6AddressesPerInterface(entry.addressesPerEni())
                        .ipv6Supported(true)
                        .enaSupport(nitro ? "required" : "supported")
                        .efaSupported(false)
                        .encryptionInTransitSupported(nitro))
                .placementGroupInfo(it -> it.supportedStrategiesWithStrings("cluster", "partition", "spread"))
                .hibernationSupported(!traits.bareMetal() && type.memoryMib() <= 150 * 1024)
                .burstablePerformanceSupported(traits.burstable())
                .dedicatedHostsSupported(!traits.burstable())
                .autoRecoverySupported(!traits.bareMetal() && entry.localGb() == 0)
                .supportedBootModesWithStrings(
                        type.architecture() == Architecture.ARM64
                                ? List.of("uefi")
                                : nitro ? List.of("legacy-bios", "uefi") : List.of("legacy-bios"));
        if (entry.localGb() > 0)
            info.instanceStorageInfo(it -> it.totalSizeInGB((long) entry.localGb())
                    .disks(disk -> disk.sizeInGB((long) entry.localGb())
                            .count(1)
                            .type(SPINNING.contains(type.family()) ? "hdd" : "ssd"))
                    .nvmeSupport(traits.currentGeneration() ? "required" : "unsupported")
                    .encryptionSupport(nitro ? "required" : "unsupported"));
        if (type.gpus() > 0) info.gpuInfo(gpus(type));
        return info.build();
    }

    private static GpuInfo gpus(InstanceType type) {
        var name = switch (type.family()) {
            case "p2" -> "K80";
            case "p3" -> "V100";
            case "g4dn" -> "T4";
            case "g5" -> "A10G";
            default -> "L4";
        };
        var mib = switch (name) {
            case "K80" -> 12_288;
            case "V100", "T4" -> 16_384;
            default -> 22_888;
        };
        return GpuInfo.builder()
                .gpus(it -> it.name(name)
                        .manufacturer("NVIDIA")
                        .count(type.gpus())
                        .memoryInfo(memory -> memory.sizeInMiB(mib)))
                .totalGpuMemoryInMiB(mib * type.gpus())
                .build();
    }

    static int cores(InstanceType type) {
        var singleThreaded = type.architecture() == Architecture.ARM64
                || SINGLE_THREADED.contains(type.family())
                || type.vcpus() == 1;
        return singleThreaded ? type.vcpus() : type.vcpus() / 2;
    }

    private static String manufacturer(InstanceType type) {
        if (type.architecture() == Architecture.ARM64) return "AWS";
        return type.family().matches("[a-z]+\\d+a") ? "AMD" : "Intel";
    }
}
