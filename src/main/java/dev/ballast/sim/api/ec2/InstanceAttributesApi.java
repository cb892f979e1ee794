package dev.ballast.sim.api.ec2;

import dev.ballast.model.InstanceState;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.LaunchSpec.MetadataOptions;
import dev.ballast.sim.world.ec2.LaunchSpec.Switches;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceCreditSpecificationsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceCreditSpecificationsResponse;
import software.amazon.awssdk.services.ec2.model.InstanceCreditSpecification;
import software.amazon.awssdk.services.ec2.model.InstanceMonitoring;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataOptionsResponse;
import software.amazon.awssdk.services.ec2.model.MonitorInstancesRequest;
import software.amazon.awssdk.services.ec2.model.MonitorInstancesResponse;
import software.amazon.awssdk.services.ec2.model.UnmonitorInstancesRequest;
import software.amazon.awssdk.services.ec2.model.UnmonitorInstancesResponse;

/** One attribute of one instance at a time. */
final class InstanceAttributesApi implements Ec2Api {
    private final Ec2 ec2;

    InstanceAttributesApi(Ec2 ec2) {
        this.ec2 = ec2;
    }

    @Override
    public void register(Operations operations) {
        operations.on("DescribeInstanceAttribute", DescribeInstanceAttributeRequest::builder, this::describe);
        operations.on("MonitorInstances", MonitorInstancesRequest::builder, this::monitor);
        operations.on("UnmonitorInstances", UnmonitorInstancesRequest::builder, this::unmonitor);
        operations.on("ModifyInstanceAttribute", ModifyInstanceAttributeRequest::builder, this::modify);
        operations.on(
                "ModifyInstanceMetadataOptions", ModifyInstanceMetadataOptionsRequest::builder, this::modifyMetadata);
        operations.on(
                "DescribeInstanceCreditSpecifications",
                DescribeInstanceCreditSpecificationsRequest::builder,
                this::describeCredits);
    }

    private MonitorInstancesResponse monitor(MonitorInstancesRequest request, CallContext context) {
        return MonitorInstancesResponse.builder()
                .instanceMonitorings(monitored(request.instanceIds(), "pending", context))
                .build();
    }

    private UnmonitorInstancesResponse unmonitor(UnmonitorInstancesRequest request, CallContext context) {
        return UnmonitorInstancesResponse.builder()
                .instanceMonitorings(monitored(request.instanceIds(), "disabling", context))
                .build();
    }

    private List<InstanceMonitoring> monitored(List<String> ids, String state, CallContext context) {
        var instances = InstancesApi.named(ec2.region(context.region()), ids);
        for (var instance : instances) {
            var now = instance.switches();
            ec2.setSwitches(
                    instance,
                    new Switches(
                            state.equals("pending"),
                            now.ebsOptimized(),
                            now.terminationProtected(),
                            now.terminatesOnShutdown(),
                            now.metadata()));
        }
        return instances.stream()
                .map(instance -> InstanceMonitoring.builder()
                        .instanceId(instance.id())
                        .monitoring(it -> it.state(state))
                        .build())
                .toList();
    }

    private Ec2Instance found(String id, CallContext context) {
        return InstancesApi.named(ec2.region(context.region()), List.of(id)).getFirst();
    }

    private DescribeInstanceAttributeResponse describe(DescribeInstanceAttributeRequest request, CallContext context) {
        var instance = found(request.instanceId(), context);
        var switches = instance.switches();
        var answer = DescribeInstanceAttributeResponse.builder().instanceId(instance.id());
        switch (request.attributeAsString()) {
            case "instanceType" ->
                answer.instanceType(it -> it.value(instance.type().name()));
            case "userData" ->
                answer.userData(it -> it.value(
                        LaunchAsks.given(instance.spec().userData().base64()).orElse(null)));
            case "disableApiTermination" -> answer.disableApiTermination(is(switches.terminationProtected()));
            case "disableApiStop" -> answer.disableApiStop(is(false));
            case "instanceInitiatedShutdownBehavior" ->
                answer.instanceInitiatedShutdownBehavior(it -> it.value(InstanceTells.shutdownBehaviour(switches)));
            case "rootDeviceName" ->
                answer.rootDeviceName(it -> it.value(instance.image().rootDevice()));
            case "blockDeviceMapping" -> answer.blockDeviceMappings(InstanceTells.devices(instance));
            case "sourceDestCheck" -> answer.sourceDestCheck(is(true));
            case "groupSet" -> answer.groups(InstanceTells.groups(instance, ec2.region(context.region())));
            case "ebsOptimized" -> answer.ebsOptimized(is(switches.ebsOptimized()));
            case "enaSupport" -> answer.enaSupport(is(true));
            case "enclaveOptions" -> answer.enclaveOptions(it -> it.enabled(false));
            case "productCodes" -> answer.productCodes(List.of());
            case "kernel", "ramdisk", "sriovNetSupport" -> {}
            default ->
                throw AwsError.refused(
                        "InvalidParameterValue",
                        "Value (" + request.attributeAsString()
                                + ") for parameter attribute is invalid. Unknown attribute.");
        }
        return answer.build();
    }

    private static AttributeBooleanValue is(boolean value) {
        return AttributeBooleanValue.builder().value(value).build();
    }

    private ModifyInstanceAttributeResponse modify(ModifyInstanceAttributeRequest request, CallContext context) {
        var instance = found(request.instanceId(), context);
        var now = instance.switches();
        var named = request.attributeAsString() == null ? "" : request.attributeAsString();
        var value = request.value();
        if (request.instanceType() != null
                || request.userData() != null
                || named.equals("instanceType")
                || named.equals("userData"))
            throw instance.state() == InstanceState.STOPPED
                    ? new Refused(
                            "UnsupportedOperation",
                            "The local cloud does not change the type or user data of an instance.")
                    : new Refused(
                            "IncorrectInstanceState",
                            "The instance '" + instance.id() + "' is not in the 'stopped' state.");
        var isProtected = set(
                request.disableApiTermination(),
                named.equals("disableApiTermination"),
                value,
                now.terminationProtected());
        var optimized = set(request.ebsOptimized(), named.equals("ebsOptimized"), value, now.ebsOptimized());
        var behaviour = request.instanceInitiatedShutdownBehavior() != null
                ? request.instanceInitiatedShutdownBehavior().value()
                : named.equals("instanceInitiatedShutdownBehavior") ? value : InstanceTells.shutdownBehaviour(now);
        ec2.setSwitches(
                instance,
                new Switches(
                        now.detailedMonitoring(),
                        optimized,
                        isProtected,
                        "terminate".equals(behaviour),
                        now.metadata()));
        if (!request.groups().isEmpty()) {
            var network = ec2.region(context.region()).network();
            request.groups().forEach(network::group);
            ec2.setSecurityGroups(instance, request.groups());
        }
        return ModifyInstanceAttributeResponse.builder().build();
    }

    private static boolean set(AttributeBooleanValue member, boolean named, String value, boolean now) {
        if (member != null) return Boolean.TRUE.equals(member.value());
        return named ? "true".equalsIgnoreCase(value) : now;
    }

    private ModifyInstanceMetadataOptionsResponse modifyMetadata(
            ModifyInstanceMetadataOptionsRequest request, CallContext context) {
        var instance = found(request.instanceId(), context);
        var now = instance.switches();
        var before = now.metadata();
        var metadata = new MetadataOptions(
                request.httpTokensAsString() == null
                        ? before.tokensRequired()
                        : request.httpTokensAsString().equals("required"),
                request.httpPutResponseHopLimit() == null ? before.hopLimit() : request.httpPutResponseHopLimit(),
                request.httpEndpointAsString() == null
                        ? before.enabled()
                        : request.httpEndpointAsString().equals("enabled"),
                request.instanceMetadataTagsAsString() == null
                        ? before.tagsShown()
                        : request.instanceMetadataTagsAsString().equals("enabled"));
        ec2.setSwitches(
                instance,
                new Switches(
                        now.detailedMonitoring(),
                        now.ebsOptimized(),
                        now.terminationProtected(),
                        now.terminatesOnShutdown(),
                        metadata));
        return ModifyInstanceMetadataOptionsResponse.builder()
                .instanceId(instance.id())
                .instanceMetadataOptions(InstanceTells.metadata(metadata))
                .build();
    }

    private DescribeInstanceCreditSpecificationsResponse describeCredits(
            DescribeInstanceCreditSpecificationsRequest request, CallContext context) {
        var region = ec2.region(context.region());
        var named = request.instanceIds().isEmpty()
                ? region.instances()
                : InstancesApi.named(region, request.instanceIds());
        return DescribeInstanceCreditSpecificationsResponse.builder()
                .instanceCreditSpecifications(named.stream()
                        .filter(instance -> instance.type().traits().burstable())
                        .map(instance -> InstanceCreditSpecification.builder()
                                .instanceId(instance.id())
                                .cpuCredits(instance.type().family().equals("t2") ? "standard" : "unlimited")
                                .build())
                        .toList())
                .build();
    }
}
