package dev.ballast.sim.api.ec2;

import dev.ballast.model.Architecture;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.world.ec2.Ec2Instance;
import java.util.List;
import java.util.function.Function;

/** By what DescribeInstances and DescribeInstanceStatus filter; what nothing here has matches nothing, as in an account without it. */
final class InstanceFilters {
    private static final List<String> NOBODY_HAS = List.of(
            "affinity",
            "capacity-reservation-id",
            "host-id",
            "kernel-id",
            "network-interface.ipv6-addresses.ipv6-address",
            "outpost-arn",
            "placement-group-name",
            "placement-partition-number",
            "platform",
            "product-code",
            "ramdisk-id",
            "requester-id",
            "dedicated-host-id",
            "ipv6-address",
            "network-interface.requester-id",
            "operator.principal",
            "product-code.type",
            "tpm-support");

    private InstanceFilters() {}

    /** @param groupNames the names of an instance's security groups */
    static Filters<Ec2Instance> ofInstances(String accountId, Function<Ec2Instance, List<String>> groupNames) {
        var filters = common();
        machine(filters);
        network(filters, accountId);
        devices(filters);
        for (var name : NOBODY_HAS) filters.on(name, it -> null);
        for (var name : List.of("group-name", "instance.group-name", "network-interface.group-name"))
            filters.onAny(name, groupNames);
        return filters.on("owner-id", it -> accountId).onTags(Ec2Instance::tags);
    }

    static Filters<Ec2Instance> ofStatus(Function<Ec2Instance, String> statusWord) {
        return common().on("instance-status.status", statusWord)
                .on("system-status.status", statusWord)
                .onTags(Ec2Instance::tags);
    }

    private static Filters<Ec2Instance> common() {
        return new Filters<Ec2Instance>()
                .on("availability-zone", Ec2Instance::zone)
                .on("availability-zone-id", it -> it.subnet().zone().id())
                .on("instance-state-name", it -> it.state().ec2Name())
                .on("instance-state-code", it -> Integer.toString(it.state().code()));
    }

    private static void machine(Filters<Ec2Instance> filters) {
        filters.on("image-id", it -> it.image().id())
                .on("instance-type", it -> it.type().name())
                .on("instance-id", Ec2Instance::id)
                .on("instance-lifecycle", it -> it.spot().isPresent() ? "spot" : null)
                .on(
                        "spot-instance-request-id",
                        it -> it.spot().map(Ec2Instance.SpotTerms::requestId).orElse(null))
                .on("reservation-id", Ec2Instance::reservationId)
                .on("client-token", Ec2Instance::clientToken)
                .on("launch-index", it -> Integer.toString(it.launchIndex()))
                .on("launch-time", it -> it.launchedAt().toString())
                .on("key-name", it -> it.spec().keyName().orElse(null))
                .on("architecture", it -> it.image().architecture().ec2Name())
                .on(
                        "iam-instance-profile.arn",
                        it -> it.spec().profile().map(profile -> profile.arn()).orElse(null))
                .on(
                        "iam-instance-profile.id",
                        it -> it.spec().profile().map(profile -> profile.id()).orElse(null))
                .on(
                        "iam-instance-profile.name",
                        it -> it.spec().profile().map(profile -> profile.name()).orElse(null))
                .on("monitoring-state", it -> it.switches().detailedMonitoring() ? "enabled" : "disabled")
                .on("ebs-optimized", it -> Boolean.toString(it.switches().ebsOptimized()))
                .on("ena-support", it -> "true")
                .on("boot-mode", InstanceFilters::bootMode)
                .on("current-instance-boot-mode", InstanceFilters::bootMode)
                .on("maintenance-options.auto-recovery", it -> "default")
                .on("metadata-options.state", it -> "applied")
                .on("metadata-options.http-protocol-ipv6", it -> "disabled")
                .on("private-dns-name-options.hostname-type", it -> "ip-name")
                .on("private-dns-name-options.enable-resource-name-dns-a-record", it -> "false")
                .on("private-dns-name-options.enable-resource-name-dns-aaaa-record", it -> "false")
                .on("usage-operation-update-time", it -> it.launchedAt().toString())
                .on("operator.managed", it -> "false")
                .on("hypervisor", it -> "xen")
                .on("virtualization-type", it -> "hvm")
                .on("tenancy", it -> "default")
                .on("platform-details", it -> "Linux/UNIX")
                .on("usage-operation", it -> "RunInstances")
                .on("hibernation-options.configured", it -> "false")
                .on("enclave-options.enabled", it -> "false")
                .on(
                        "reason",
                        it -> it.state().isAlive() ? null : it.stateReason().transition())
                .on(
                        "state-reason-code",
                        it -> it.state().isAlive() ? null : it.stateReason().code())
                .on(
                        "state-reason-message",
                        it -> it.state().isAlive() ? null : it.stateReason().message())
                .on(
                        "metadata-options.http-tokens",
                        it -> it.switches().metadata().tokensRequired() ? "required" : "optional")
                .on(
                        "metadata-options.http-endpoint",
                        it -> it.switches().metadata().enabled() ? "enabled" : "disabled")
                .on(
                        "metadata-options.http-put-response-hop-limit",
                        it -> Integer.toString(it.switches().metadata().hopLimit()))
                .on(
                        "metadata-options.instance-metadata-tags",
                        it -> it.switches().metadata().tagsShown() ? "enabled" : "disabled");
    }

    private static String bootMode(Ec2Instance instance) {
        return instance.type().architecture() == Architecture.ARM64 ? "uefi" : "legacy-bios";
    }

    private static void network(Filters<Ec2Instance> filters, String accountId) {
        for (var prefix : List.of("", "network-interface."))
            filters.on(prefix + "subnet-id", it -> it.subnet().id())
                    .on(prefix + "vpc-id", it -> it.subnet().vpcId())
                    .on(prefix + "private-dns-name", InstanceTells::privateName)
                    .on(
                            prefix + "source-dest-check",
                            it -> Boolean.toString(it.switches().sourceDestChecked()))
                    .onAny(prefix + "group-id", Ec2Instance::securityGroupIds);
        filters.onAny("instance.group-id", Ec2Instance::securityGroupIds)
                .on("private-ip-address", Ec2Instance::privateIp)
                .on("ip-address", it -> it.publicIp().orElse(null))
                .on(
                        "dns-name",
                        it -> it.publicIp()
                                .map(ip -> InstanceTells.publicName(it, ip))
                                .orElse(null))
                .on("network-interface.addresses.private-ip-address", Ec2Instance::privateIp)
                .on("network-interface.addresses.primary", it -> "true")
                .on(
                        "network-interface.addresses.association.public-ip",
                        it -> it.publicIp().orElse(null))
                .on(
                        "network-interface.association.public-ip",
                        it -> it.publicIp().orElse(null))
                .on("network-interface.availability-zone", Ec2Instance::zone)
                .on("network-interface.attachment.instance-id", Ec2Instance::id)
                .on("network-interface.attachment.instance-owner-id", it -> accountId)
                .on("network-interface.attachment.device-index", it -> "0")
                .on("network-interface.attachment.status", it -> "attached")
                .on("network-interface.mac-address", Ec2Instance::mac)
                .on("network-interface.network-interface-id", Ec2Instance::networkInterfaceId)
                .on("network-interface.owner-id", it -> accountId)
                .on("network-interface.status", it -> "in-use")
                .on("network-interface.description", it -> "")
                .on("network-interface.private-ip-address", Ec2Instance::privateIp)
                .on("network-interface.requester-managed", it -> "false")
                .on("network-interface.attachment.attachment-id", InstanceTells::attachmentId)
                .on("network-interface.attachment.delete-on-termination", it -> "true")
                .on(
                        "network-interface.attachment.attach-time",
                        it -> it.launchedAt().toString());
    }

    private static void devices(Filters<Ec2Instance> filters) {
        filters.on("root-device-name", it -> it.image().rootDevice())
                .on("root-device-type", it -> "ebs")
                .onAny("block-device-mapping.volume-id", it -> each(it, Ec2Instance.Attachment::volumeId))
                .onAny("block-device-mapping.device-name", it -> each(it, Ec2Instance.Attachment::device))
                .onAny("block-device-mapping.status", it -> each(it, attachment -> "attached"))
                .onAny(
                        "block-device-mapping.attach-time",
                        it -> each(it, attachment -> attachment.at().toString()))
                .onAny(
                        "block-device-mapping.delete-on-termination",
                        it -> each(it, attachment -> Boolean.toString(attachment.deletedOnTermination())));
    }

    private static List<String> each(Ec2Instance instance, Function<Ec2Instance.Attachment, String> text) {
        return instance.attachments().stream().map(text).toList();
    }
}
