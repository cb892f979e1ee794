package dev.ballast.sim.contract;

import static dev.ballast.sim.contract.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;

/** Every filter that EC2 documents is one, also where nothing in this cloud can satisfy it; any other is refused. */
class Ec2FiltersContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());

    @AfterEach
    void close() {
        ec2.close();
        cloud.close();
    }

    static Stream<Arguments> described() {
        return Stream.of(
                of("Instances", (ec2, filters) -> ec2.describeInstances(it -> it.filters(filters)), """
                        affinity architecture availability-zone availability-zone-id block-device-mapping.attach-time
                        block-device-mapping.delete-on-termination block-device-mapping.device-name
                        block-device-mapping.status block-device-mapping.volume-id boot-mode capacity-reservation-id
                        client-token current-instance-boot-mode dns-name ebs-optimized ena-support
                        enclave-options.enabled hibernation-options.configured host-id hypervisor
                        iam-instance-profile.arn iam-instance-profile.id iam-instance-profile.name image-id instance-id
                        instance-lifecycle instance-state-code instance-state-name instance-type instance.group-id
                        instance.group-name ip-address ipv6-address kernel-id key-name launch-index launch-time
                        maintenance-options.auto-recovery metadata-options.http-endpoint metadata-options.http-tokens
                        metadata-options.state monitoring-state network-interface.description
                        network-interface.group-name network-interface.attachment.attachment-id operator.managed
                        outpost-arn owner-id placement-group-name platform platform-details private-dns-name
                        private-ip-address product-code product-code.type ramdisk-id reason requester-id reservation-id
                        root-device-name root-device-type source-dest-check spot-instance-request-id state-reason-code
                        state-reason-message subnet-id tag-key tag-value tag:a tenancy tpm-support usage-operation
                        virtualization-type vpc-id"""),
                of("Vpcs", (ec2, filters) -> ec2.describeVpcs(it -> it.filters(filters)), """
                        cidr cidr-block cidr-block-association.association-id cidr-block-association.cidr-block
                        cidr-block-association.state dhcp-options-id ipv6-cidr-block-association.association-id
                        is-default owner-id state tag:a tag-key vpc-id"""),
                of("Subnets", (ec2, filters) -> ec2.describeSubnets(it -> it.filters(filters)), """
                        availability-zone availability-zone-id available-ip-address-count cidr-block
                        customer-owned-ipv4-pool default-for-az enable-dns64 ipv6-native map-public-ip-on-launch
                        outpost-arn owner-id private-dns-name-options-on-launch.hostname-type state subnet-arn
                        subnet-id tag:a tag-key vpc-id"""),
                of("SecurityGroups", (ec2, filters) -> ec2.describeSecurityGroups(it -> it.filters(filters)), """
                        description egress.ip-permission.cidr egress.ip-permission.from-port
                        egress.ip-permission.group-id egress.ip-permission.group-name egress.ip-permission.ipv6-cidr
                        egress.ip-permission.prefix-list-id egress.ip-permission.protocol egress.ip-permission.to-port
                        egress.ip-permission.user-id group-id group-name ip-permission.cidr ip-permission.from-port
                        ip-permission.group-id ip-permission.group-name ip-permission.ipv6-cidr
                        ip-permission.prefix-list-id ip-permission.protocol ip-permission.to-port
                        ip-permission.user-id owner-id tag:a tag-key vpc-id"""),
                of("Images", (ec2, filters) -> ec2.describeImages(it -> it.filters(filters)), """
                        architecture block-device-mapping.delete-on-termination block-device-mapping.device-name
                        block-device-mapping.encrypted block-device-mapping.snapshot-id
                        block-device-mapping.volume-size block-device-mapping.volume-type creation-date description
                        ena-support hypervisor image-id image-type is-public kernel-id manifest-location name
                        owner-alias owner-id platform product-code ramdisk-id root-device-name root-device-type
                        source-image-id state sriov-net-support tag:a tag-key virtualization-type"""),
                of("Volumes", (ec2, filters) -> ec2.describeVolumes(it -> it.filters(filters)), """
                        attachment.attach-time attachment.delete-on-termination attachment.device
                        attachment.instance-id attachment.status availability-zone availability-zone-id create-time
                        encrypted fast-restored multi-attach-enabled operator.managed size snapshot-id status tag:a
                        tag-key volume-id volume-type"""),
                of("InstanceTypes", (ec2, filters) -> ec2.describeInstanceTypes(it -> it.filters(filters)), """
                        auto-recovery-supported bare-metal burstable-performance-supported current-generation
                        dedicated-hosts-supported ebs-info.ebs-optimized-support ebs-info.encryption-support
                        ebs-info.nvme-support free-tier-eligible hibernation-supported hypervisor
                        instance-storage-info.disk.count instance-storage-info.disk.size-in-gb
                        instance-storage-info.disk.type instance-storage-info.total-size-in-gb
                        instance-storage-supported instance-type memory-info.size-in-mib network-info.efa-supported
                        network-info.ena-support network-info.ipv4-addresses-per-interface network-info.ipv6-supported
                        network-info.maximum-network-cards network-info.maximum-network-interfaces
                        processor-info.supported-architecture supported-boot-mode supported-root-device-type
                        supported-usage-class supported-virtualization-type vcpu-info.default-cores
                        vcpu-info.default-threads-per-core vcpu-info.default-vcpus vcpu-info.valid-cores
                        vcpu-info.valid-threads-per-core"""),
                of(
                        "SpotInstanceRequests",
                        (ec2, filters) -> ec2.describeSpotInstanceRequests(it -> it.filters(filters)),
                        """
                        availability-zone-group create-time fault-code fault-message instance-id launch-group
                        launch.block-device-mapping.device-name launch.block-device-mapping.volume-size launch.group-id
                        launch.group-name launch.image-id launch.instance-type launch.kernel-id launch.key-name
                        launch.monitoring-enabled launch.ramdisk-id launched-availability-zone
                        network-interface.subnet-id product-description spot-instance-request-id spot-price state
                        status-code status-message tag:a tag-key type valid-from valid-until"""),
                of(
                        "AvailabilityZones",
                        (ec2, filters) -> ec2.describeAvailabilityZones(it -> it.filters(filters)),
                        """
                        group-long-name group-name message opt-in-status parent-zone-id parent-zone-name region-name state zone-id
                        zone-name zone-type"""),
                of("Regions", (ec2, filters) -> ec2.describeRegions(it -> it.filters(filters)), """
                        endpoint opt-in-status region-name"""));
    }

    private static Arguments of(String what, BiConsumer<Ec2Client, List<Filter>> describe, String names) {
        return Arguments.of(what, describe, names);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("described")
    void takesEveryDocumentedFilterAndNoOther(String what, BiConsumer<Ec2Client, List<Filter>> describe, String names) {
        for (var name : names.strip().split("\\s+"))
            assertThatCode(() -> describe.accept(ec2, List.of(filter(name))))
                    .as("filter " + name)
                    .doesNotThrowAnyException();
        assertRefused(
                "InvalidParameterValue",
                "The filter 'no-such-filter' is invalid",
                () -> describe.accept(ec2, List.of(filter("no-such-filter"))));
    }

    private static Filter filter(String name) {
        return Filter.builder().name(name).values("zzz").build();
    }
}
