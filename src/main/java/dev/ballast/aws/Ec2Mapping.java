package dev.ballast.aws;

import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Image;
import dev.ballast.model.Instance;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.InstanceState;
import dev.ballast.model.InstanceType;
import dev.ballast.model.PurchaseOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.ArchitectureType;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.Tag;

/** EC2's answers as values of the model. */
final class Ec2Mapping {
    private static final String RECLAIMED = "Server.SpotInstanceTermination";

    private Ec2Mapping() {}

    static Instance instance(software.amazon.awssdk.services.ec2.model.Instance told) {
        return new Instance(
                told.instanceId(),
                pool(told),
                InstanceState.of(told.state().nameAsString()),
                told.launchTime(),
                orEmpty(told.imageId()),
                orEmpty(told.subnetId()), // a terminated instance is in no subnet any more
                tags(told.tags()),
                told.stateReason() != null
                        && RECLAIMED.equals(told.stateReason().code()));
    }

    static CapacityPool pool(software.amazon.awssdk.services.ec2.model.Instance told) {
        var option =
                told.instanceLifecycle() == InstanceLifecycleType.SPOT ? PurchaseOption.SPOT : PurchaseOption.ON_DEMAND;
        return new CapacityPool(told.instanceTypeAsString(), told.placement().availabilityZone(), option);
    }

    static SortedMap<String, String> tags(Collection<Tag> told) {
        var tags = new TreeMap<String, String>();
        for (var tag : told) tags.put(tag.key(), orEmpty(tag.value()));
        return tags;
    }

    /** Empty for a type that no host of an ECS cluster on Linux can be: a 32-bit or a Mac one. */
    static Optional<InstanceType> instanceType(InstanceTypeInfo told) {
        var architecture = architecture(told.processorInfo().supportedArchitectures());
        if (architecture.isEmpty()) return Optional.empty();
        var gpus = told.gpuInfo() == null
                ? 0
                : told.gpuInfo().gpus().stream()
                        .mapToInt(gpu -> Objects.requireNonNullElse(gpu.count(), 0))
                        .sum();
        return Optional.of(new InstanceType(
                told.instanceTypeAsString(),
                architecture.get(),
                told.vCpuInfo().defaultVCpus(),
                Math.toIntExact(told.memoryInfo().sizeInMiB()),
                Objects.requireNonNullElse(told.networkInfo().maximumNetworkInterfaces(), 1),
                branchEnis(told.instanceTypeAsString()),
                gpus,
                new InstanceType.TypeTraits(
                        isTrue(told.currentGeneration()),
                        isTrue(told.burstablePerformanceSupported()),
                        isTrue(told.bareMetal()))));
    }

    /** EC2 does not tell them: they are ECS's own figure for each type. */
    private static int branchEnis(String name) {
        return InstanceCatalogue.find(name)
                .map(entry -> entry.type().branchEnis())
                .orElse(0);
    }

    private static Optional<Architecture> architecture(List<ArchitectureType> supported) {
        if (supported.contains(ArchitectureType.X86_64)) return Optional.of(Architecture.X86_64);
        if (supported.contains(ArchitectureType.ARM64)) return Optional.of(Architecture.ARM64);
        return Optional.empty();
    }

    static Image image(software.amazon.awssdk.services.ec2.model.Image told) {
        var devices = new ArrayList<Image.BlockDevice>();
        for (var mapping : told.blockDeviceMappings()) blockDevice(mapping).ifPresent(devices::add);
        return new Image(
                told.imageId(),
                orEmpty(told.name()),
                Architecture.of(told.architectureAsString()),
                orEmpty(told.rootDeviceName()),
                devices);
    }

    /** Empty for what is no EBS volume: instance storage, or a device that the image suppresses. */
    private static Optional<Image.BlockDevice> blockDevice(BlockDeviceMapping mapping) {
        var ebs = mapping.ebs();
        if (ebs == null) return Optional.empty();
        return Optional.of(new Image.BlockDevice(
                mapping.deviceName(), Objects.requireNonNullElse(ebs.volumeSize(), 0), orEmpty(ebs.snapshotId())));
    }

    static String orEmpty(String value) {
        return value == null ? "" : value;
    }

    private static boolean isTrue(Boolean value) {
        return Boolean.TRUE.equals(value);
    }
}
