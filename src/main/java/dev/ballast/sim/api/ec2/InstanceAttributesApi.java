package dev.ballast.sim.api.ec2;

import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.InstanceType;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.LaunchSpec.MetadataOptions;
import dev.ballast.sim.world.ec2.LaunchSpec.Switches;
import dev.ballast.sim.world.ec2.UserData;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceCreditSpecificationsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceCreditSpecificationsResponse;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputRequest;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputResponse;
import software.amazon.awssdk.services.ec2.model.InstanceCreditSpecification;
import software.amazon.awssdk.services.ec2.model.InstanceMonitoring;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataOptionsResponse;
import software.amazon.awssdk.services.ec2.model.MonitorInstancesRequest;
import software.amazon.awssdk.services.ec2.model.MonitorInstancesResponse;
import software.amazon.awssdk.services.ec2.model.ResetInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ResetInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.UnmonitorInstancesRequest;
import software.amazon.awssdk.services.ec2.model.UnmonitorInstancesResponse;

/** One attribute of one instance at a time. */
final class InstanceAttributesApi implements Ec2Api {
    private static final int HOPS_MAX = 64;

    private final Ec2 ec2;

    InstanceAttributesApi(Ec2 ec2) {
        this.ec2 = ec2;
    }

    @Override
    public void register(Operations operations) {
        operations.on("DescribeInstanceAttribute", DescribeInstanceAttributeRequest::builder, this::describe);
        operations.on("MonitorInstances", MonitorInstancesRequest::builder, this::monitor);
        operations.on("UnmonitorInstances", UnmonitorInstancesRequest::builder, this::unmonitor);
        operations.on("ResetInstanceAttribute", ResetInstanceAttributeRequest::builder, this::reset);
        operations.on("GetConsoleOutput", GetConsoleOutputRequest::builder, this::console);
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
        for (var instance : instances)
            ec2.setSwitches(instance, instance.switches().monitored(state.equals("pending")));
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
            case "disableApiStop" -> answer.disableApiStop(is(switches.stopProtected()));
            case "instanceInitiatedShutdownBehavior" ->
                answer.instanceInitiatedShutdownBehavior(it -> it.value(InstanceTells.shutdownBehaviour(switches)));
            case "rootDeviceName" ->
                answer.rootDeviceName(it -> it.value(instance.image().rootDevice()));
            case "blockDeviceMapping" -> answer.blockDeviceMappings(InstanceTells.devices(instance));
            case "sourceDestCheck" -> answer.sourceDestCheck(is(switches.sourceDestChecked()));
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
        var region = ec2.region(context.region());
        var instance = found(request.instanceId(), context);
        var now = instance.switches();
        var named = request.attributeAsString() == null ? "" : request.attributeAsString();
        var value = request.value();
        var type = request.instanceType() != null
                ? request.instanceType().value()
                : named.equals("instanceType") ? value : null;
        if (type != null) ec2.setType(instance, type(type));
        var userData = request.userData() != null
                ? Base64.getEncoder().encodeToString(request.userData().value().asByteArray())
                : named.equals("userData") ? value : null;
        if (userData != null) ec2.setUserData(instance, UserData.ofRequest(userData));
        ec2.setSwitches(
                instance,
                new Switches(
                        now.detailedMonitoring(),
                        set(request.ebsOptimized(), named.equals("ebsOptimized"), value, now.ebsOptimized()),
                        set(
                                request.disableApiTermination(),
                                named.equals("disableApiTermination"),
                                value,
                                now.terminationProtected()),
                        set(request.disableApiStop(), named.equals("disableApiStop"), value, now.stopProtected()),
                        terminates(request, named, now),
                        set(request.sourceDestCheck(), named.equals("sourceDestCheck"), value, now.sourceDestChecked()),
                        now.metadata()));
        for (var device : request.blockDeviceMappings())
            if (device.ebs() != null && device.ebs().deleteOnTermination() != null)
                region.volumes()
                        .setDeletedOnTermination(
                                instance, device.deviceName(), device.ebs().deleteOnTermination());
        if (!request.groups().isEmpty()) {
            request.groups().forEach(region.network()::group);
            ec2.setSecurityGroups(instance, request.groups());
        }
        return ModifyInstanceAttributeResponse.builder().build();
    }

    private static InstanceType type(String name) {
        return InstanceCatalogue.find(name)
                .orElseThrow(() -> AwsError.refused(
                        "InvalidInstanceAttributeValue", "Invalid value '" + name + "' for InstanceType."))
                .type();
    }

    private static boolean terminates(ModifyInstanceAttributeRequest request, String named, Switches now) {
        var behaviour = request.instanceInitiatedShutdownBehavior() != null
                ? request.instanceInitiatedShutdownBehavior().value()
                : named.equals("instanceInitiatedShutdownBehavior")
                        ? request.value()
                        : InstanceTells.shutdownBehaviour(now);
        return switch (behaviour) {
            case "terminate" -> true;
            case "stop" -> false;
            default ->
                throw AwsError.refused(
                        "InvalidParameterValue",
                        "Value (" + behaviour
                                + ") for parameter instanceInitiatedShutdownBehavior is invalid. Unknown value.");
        };
    }

    /** Of the three attributes that can be reset, only the check of source and destination is played. */
    private ResetInstanceAttributeResponse reset(ResetInstanceAttributeRequest request, CallContext context) {
        var instance = found(request.instanceId(), context);
        switch (request.attributeAsString()) {
            case "sourceDestCheck" -> {
                var now = instance.switches();
                ec2.setSwitches(
                        instance,
                        new Switches(
                                now.detailedMonitoring(),
                                now.ebsOptimized(),
                                now.terminationProtected(),
                                now.stopProtected(),
                                now.terminatesOnShutdown(),
                                true,
                                now.metadata()));
            }
            case "kernel", "ramdisk" -> {}
            default ->
                throw AwsError.refused(
                        "InvalidParameterValue",
                        "Value (" + request.attributeAsString()
                                + ") for parameter attribute is invalid. Only kernel, ramdisk and sourceDestCheck can be reset.");
        }
        return ResetInstanceAttributeResponse.builder().build();
    }

    /** What an operating system says when it is up; what it was given to run stays unsaid. */
    private GetConsoleOutputResponse console(GetConsoleOutputRequest request, CallContext context) {
        var instance = found(request.instanceId(), context);
        var host = InstanceTells.privateName(instance);
        var text = instance.isBooted()
                ? "[    0.000000] Linux on " + instance.type().name() + ", image "
                        + instance.image().id() + "\n" + host + " login: \n"
                : "";
        return GetConsoleOutputResponse.builder()
                .instanceId(instance.id())
                .timestamp(context.now())
                .output(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                .build();
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
        var hops = request.httpPutResponseHopLimit();
        if (hops != null && (hops < 1 || hops > HOPS_MAX))
            throw AwsError.refused(
                    "InvalidParameterValue",
                    "Value (" + hops
                            + ") for parameter HttpPutResponseHopLimit is invalid. Valid values are between 1 and "
                            + HOPS_MAX + ".");
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
        ec2.setSwitches(instance, now.with(metadata));
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
