package dev.ballast.sim.api.ec2;

import dev.ballast.model.Architecture;
import dev.ballast.model.InstanceState;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.LaunchSpec;
import dev.ballast.sim.world.ec2.Region;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsResponse;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;

/** An instance as DescribeInstances and RunInstances tell it. */
final class InstanceTells {
    private static final DateTimeFormatter TRANSITION =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'GMT'").withZone(ZoneOffset.UTC);

    private InstanceTells() {}

    static Instance of(Ec2Instance instance, Region region, String accountId) {
        var spec = instance.spec();
        var switches = instance.switches();
        var gone = instance.state() == InstanceState.TERMINATED;
        var ending = !instance.state().isAlive();
        var told = Instance.builder()
                .instanceId(instance.id())
                .imageId(instance.image().id())
                .instanceType(instance.type().name())
                .state(it ->
                        it.code(instance.state().code()).name(instance.state().ec2Name()))
                .amiLaunchIndex(instance.launchIndex())
                .launchTime(instance.launchedAt())
                .keyName(spec.keyName().orElse(null))
                .clientToken(instance.clientToken())
                .architecture(instance.image().architecture().ec2Name())
                .rootDeviceName(instance.image().rootDevice())
                .rootDeviceType("ebs")
                .virtualizationType("hvm")
                .hypervisor("xen")
                .enaSupport(true)
                .ebsOptimized(switches.ebsOptimized())
                .platformDetails("Linux/UNIX")
                .usageOperation("RunInstances")
                .usageOperationUpdateTime(instance.launchedAt())
                .currentInstanceBootMode(instance.type().architecture() == Architecture.ARM64 ? "uefi" : "legacy-bios")
                .monitoring(it -> it.state(switches.detailedMonitoring() ? "enabled" : "disabled"))
                .placement(it -> it.availabilityZone(instance.zone())
                        .availabilityZoneId(instance.subnet().zone().id())
                        .groupName("")
                        .tenancy("default"))
                .cpuOptions(it -> it.coreCount(cores(instance))
                        .threadsPerCore(instance.type().vcpus() / cores(instance)))
                .capacityReservationSpecification(it -> it.capacityReservationPreference("open"))
                .hibernationOptions(it -> it.configured(false))
                .enclaveOptions(it -> it.enabled(false))
                .maintenanceOptions(it -> it.autoRecovery("default"))
                .metadataOptions(metadata(switches.metadata()))
                .productCodes(List.of())
                .privateDnsName(gone ? "" : privateName(instance))
                .publicDnsName(
                        instance.publicIp().map(ip -> publicName(instance, ip)).orElse(""))
                .stateTransitionReason(ending ? transition(instance) : "")
                .blockDeviceMappings(devices(instance))
                .securityGroups(gone ? List.of() : groups(instance, region))
                .networkInterfaces(gone ? List.of() : List.of(card(instance, region, accountId)));
        if (!instance.tags().isEmpty()) told.tags(TagLists.of(instance.tags()));
        spec.profile()
                .ifPresent(profile ->
                        told.iamInstanceProfile(it -> it.arn(profile.arn()).id(profile.id())));
        instance.spot().ifPresent(terms -> told.instanceLifecycle("spot").spotInstanceRequestId(terms.requestId()));
        if (ending || instance.state() == InstanceState.PENDING)
            told.stateReason(it -> it.code(instance.stateReason().code())
                    .message(instance.stateReason().message()));
        if (!gone)
            told.subnetId(instance.subnet().id())
                    .vpcId(instance.subnet().vpcId())
                    .privateIpAddress(instance.privateIp())
                    .publicIpAddress(instance.publicIp().orElse(null))
                    .sourceDestCheck(instance.switches().sourceDestChecked())
                    .privateDnsNameOptions(it -> it.hostnameType("ip-name")
                            .enableResourceNameDnsARecord(false)
                            .enableResourceNameDnsAAAARecord(false));
        return told.build();
    }

    static InstanceMetadataOptionsResponse metadata(LaunchSpec.MetadataOptions options) {
        return InstanceMetadataOptionsResponse.builder()
                .state("applied")
                .httpTokens(options.tokensRequired() ? "required" : "optional")
                .httpPutResponseHopLimit(options.hopLimit())
                .httpEndpoint(options.enabled() ? "enabled" : "disabled")
                .httpProtocolIpv6("disabled")
                .instanceMetadataTags(options.tagsShown() ? "enabled" : "disabled")
                .build();
    }

    static InstanceStateChange change(Ec2Instance instance, InstanceState before) {
        return InstanceStateChange.builder()
                .instanceId(instance.id())
                .previousState(it -> it.code(before.code()).name(before.ec2Name()))
                .currentState(it ->
                        it.code(instance.state().code()).name(instance.state().ec2Name()))
                .build();
    }

    /** Graviton, and AMD from the seventh generation on, have a core for each vCPU; the others two threads a core. */
    static int cores(Ec2Instance instance) {
        return InstanceTypeTells.cores(instance.type());
    }

    static String privateName(Ec2Instance instance) {
        var host = "ip-" + instance.privateIp().replace('.', '-');
        return host
                + (instance.region().equals("us-east-1")
                        ? ".ec2.internal"
                        : "." + instance.region() + ".compute.internal");
    }

    static String publicName(Ec2Instance instance, String ip) {
        var host = "ec2-" + ip.replace('.', '-');
        return host
                + (instance.region().equals("us-east-1")
                        ? ".compute-1.amazonaws.com"
                        : "." + instance.region() + ".compute.amazonaws.com");
    }

    private static String transition(Ec2Instance instance) {
        var words = instance.stateReason().transition();
        return words.equals("User initiated") ? words + " (" + TRANSITION.format(instance.changedAt()) + ")" : words;
    }

    static List<InstanceBlockDeviceMapping> devices(Ec2Instance instance) {
        return instance.attachments().stream()
                .map(attachment -> InstanceBlockDeviceMapping.builder()
                        .deviceName(attachment.device())
                        .ebs(it -> it.volumeId(attachment.volumeId())
                                .attachTime(attachment.at())
                                .deleteOnTermination(attachment.deletedOnTermination())
                                .status("attached"))
                        .build())
                .toList();
    }

    static List<GroupIdentifier> groups(Ec2Instance instance, Region region) {
        return instance.securityGroupIds().stream()
                .map(id -> GroupIdentifier.builder()
                        .groupId(id)
                        .groupName(region.network()
                                .findGroup(id)
                                .map(group -> group.name())
                                .orElse(id))
                        .build())
                .toList();
    }

    private static InstanceNetworkInterface card(Ec2Instance instance, Region region, String accountId) {
        var association = instance.publicIp()
                .map(ip -> InstanceNetworkInterfaceAssociation.builder()
                        .ipOwnerId("amazon")
                        .publicDnsName(publicName(instance, ip))
                        .publicIp(ip)
                        .build())
                .orElse(null);
        return InstanceNetworkInterface.builder()
                .networkInterfaceId(instance.networkInterfaceId())
                .association(association)
                .attachment(it -> it.attachmentId(
                                "eni-attach-" + instance.networkInterfaceId().substring(4))
                        .attachTime(instance.launchedAt())
                        .deleteOnTermination(true)
                        .deviceIndex(0)
                        .networkCardIndex(0)
                        .status("attached"))
                .description("")
                .groups(groups(instance, region))
                .ipv6Addresses(List.of())
                .interfaceType("interface")
                .macAddress(instance.mac())
                .ownerId(accountId)
                .privateDnsName(privateName(instance))
                .privateIpAddress(instance.privateIp())
                .privateIpAddresses(it -> it.primary(true)
                        .association(association)
                        .privateDnsName(privateName(instance))
                        .privateIpAddress(instance.privateIp()))
                .sourceDestCheck(instance.switches().sourceDestChecked())
                .status("in-use")
                .subnetId(instance.subnet().id())
                .vpcId(instance.subnet().vpcId())
                .build();
    }

    static String attachmentId(Ec2Instance instance) {
        return "eni-attach-" + instance.networkInterfaceId().substring("eni-".length());
    }

    static String shutdownBehaviour(LaunchSpec.Switches switches) {
        return switches.terminatesOnShutdown() ? "terminate" : "stop";
    }
}
