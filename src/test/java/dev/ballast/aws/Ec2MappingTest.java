package dev.ballast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Image.BlockDevice;
import dev.ballast.model.InstanceState;
import dev.ballast.model.InstanceType;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;

class Ec2MappingTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void aSpotInstanceBelongsToItsSpotPool() {
        var told = instance()
                .instanceLifecycle("spot")
                .subnetId("subnet-1")
                .tags(
                        t -> t.key("ballast:cluster").value("live"),
                        t -> t.key("ballast:launch").value("e-7-0"))
                .build();
        var instance = Ec2Mapping.instance(told);
        assertThat(instance.pool()).isEqualTo(CapacityPool.spot("m5.large", "eu-west-1a"));
        assertThat(instance.launchToken()).isEqualTo("e-7-0");
    }

    @Test
    void withoutALifecycleItIsOnDemand() {
        assertThat(Ec2Mapping.instance(instance().build()).pool())
                .isEqualTo(CapacityPool.onDemand("m5.large", "eu-west-1a"));
    }

    @Test
    void aTerminatedInstanceIsInNoSubnet() {
        var instance =
                Ec2Mapping.instance(instance().state(s -> s.name("terminated")).build());
        assertThat(instance.state()).isEqualTo(InstanceState.TERMINATED);
        assertThat(instance.subnetId()).isEmpty();
    }

    @Test
    void aTypeIsToldWithWhatAHostOffers() {
        var told = type("m6g.xlarge", "arm64")
                .networkInfo(n -> n.maximumNetworkInterfaces(4))
                .currentGeneration(true)
                .build();
        assertThat(Ec2Mapping.instanceType(told))
                .contains(new InstanceType(
                        "m6g.xlarge",
                        Architecture.ARM64,
                        4,
                        16_384,
                        4,
                        18,
                        0,
                        new InstanceType.TypeTraits(true, false, false)));
    }

    @Test
    void gpusAreCountedOverAllKinds() {
        var told = type("p3.8xlarge", "x86_64")
                .networkInfo(n -> n.maximumNetworkInterfaces(8))
                .gpuInfo(g -> g.gpus(one -> one.count(4)))
                .build();
        assertThat(Ec2Mapping.instanceType(told).orElseThrow().gpus()).isEqualTo(4);
    }

    @Test
    void a32BitTypeIsNoHost() {
        assertThat(Ec2Mapping.instanceType(type("t1.micro", "i386").build())).isEmpty();
        // old types run both
        var both = type("m3.medium", "i386").processorInfo(p -> p.supportedArchitecturesWithStrings("i386", "x86_64"));
        assertThat(Ec2Mapping.instanceType(
                        both.networkInfo(n -> n.maximumNetworkInterfaces(2)).build()))
                .isPresent();
    }

    @Test
    void anImageIsToldWithItsDisks() {
        var told = Image.builder()
                .imageId("ami-76e95b05")
                .name("amzn-ami-2015.09.f-amazon-ecs-optimized")
                .architecture("x86_64")
                .rootDeviceName("/dev/xvda")
                .blockDeviceMappings(
                        m -> m.deviceName("/dev/xvda").ebs(e -> e.volumeSize(8).snapshotId("snap-1")),
                        m -> m.deviceName("/dev/xvdcz").ebs(e -> e.volumeSize(22)),
                        m -> m.deviceName("/dev/sdb").virtualName("ephemeral0"))
                .build();
        var image = Ec2Mapping.image(told);
        assertThat(image.blockDevices())
                .containsExactly(new BlockDevice("/dev/xvda", 8, "snap-1"), new BlockDevice("/dev/xvdcz", 22, ""));
        assertThat(image.keepsDockerOnLvm()).isTrue();
    }

    private static Instance.Builder instance() {
        return Instance.builder()
                .instanceId("i-1")
                .instanceType("m5.large")
                .placement(p -> p.availabilityZone("eu-west-1a"))
                .state(s -> s.name("running"))
                .imageId("ami-1")
                .launchTime(AT);
    }

    private static InstanceTypeInfo.Builder type(String name, String architecture) {
        return InstanceTypeInfo.builder()
                .instanceType(name)
                .processorInfo(p -> p.supportedArchitecturesWithStrings(architecture))
                .vCpuInfo(v -> v.defaultVCpus(4))
                .memoryInfo(m -> m.sizeInMiB(16_384L));
    }
}
