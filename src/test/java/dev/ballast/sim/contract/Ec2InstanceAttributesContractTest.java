package dev.ballast.sim.contract;

import static dev.ballast.sim.contract.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;

/** What may be changed of an instance, and when. */
class Ec2InstanceAttributesContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());
    private String id;

    @BeforeEach
    void launch() {
        id = ec2.runInstances(it -> it.imageId("ami-76e95b05")
                        .instanceType("m5.large")
                        .minCount(1)
                        .maxCount(1))
                .instances()
                .getFirst()
                .instanceId();
        cloud.pass(Duration.ofMinutes(2));
    }

    @AfterEach
    void close() {
        ec2.close();
        cloud.close();
    }

    private DescribeInstanceAttributeResponse attribute(InstanceAttributeName name) {
        return ec2.describeInstanceAttribute(it -> it.instanceId(id).attribute(name));
    }

    @Test
    void anInstanceThatMayNotBeStoppedIsNot() {
        ec2.modifyInstanceAttribute(it -> it.instanceId(id).disableApiStop(value -> value.value(true)));
        assertThat(attribute(InstanceAttributeName.DISABLE_API_STOP)
                        .disableApiStop()
                        .value())
                .isTrue();
        assertRefused(
                "OperationNotPermitted",
                "The instance '" + id
                        + "' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.",
                () -> ec2.stopInstances(it -> it.instanceIds(id)));
    }

    @Test
    void theCheckOfSourceAndDestinationIsSetAndReset() {
        ec2.modifyInstanceAttribute(it -> it.instanceId(id).sourceDestCheck(value -> value.value(false)));
        assertThat(attribute(InstanceAttributeName.SOURCE_DEST_CHECK)
                        .sourceDestCheck()
                        .value())
                .isFalse();
        assertThat(ec2.describeInstances(it -> it.filters(Filter.builder()
                                .name("source-dest-check")
                                .values("false")
                                .build()))
                        .reservations())
                .hasSize(1);
        ec2.resetInstanceAttribute(it -> it.instanceId(id).attribute(InstanceAttributeName.SOURCE_DEST_CHECK));
        assertThat(attribute(InstanceAttributeName.SOURCE_DEST_CHECK)
                        .sourceDestCheck()
                        .value())
                .isTrue();
        assertRefused(
                "InvalidParameterValue",
                "can be reset",
                () -> ec2.resetInstanceAttribute(it -> it.instanceId(id).attribute("instanceType")));
    }

    @Test
    void typeAndUserDataChangeOnlyWhileItIsStopped() {
        assertRefused(
                "IncorrectInstanceState",
                "The instance '" + id + "' is not in the 'stopped' state.",
                () -> ec2.modifyInstanceAttribute(
                        it -> it.instanceId(id).instanceType(value -> value.value("m5.xlarge"))));
        ec2.stopInstances(it -> it.instanceIds(id));
        cloud.pass(Duration.ofMinutes(1));
        ec2.modifyInstanceAttribute(it -> it.instanceId(id).instanceType(value -> value.value("m5.xlarge")));
        ec2.modifyInstanceAttribute(
                it -> it.instanceId(id).userData(value -> value.value(SdkBytes.fromUtf8String("#!/bin/sh"))));
        assertRefused(
                "InvalidInstanceAttributeValue",
                "Invalid value 'm5.nothing' for InstanceType.",
                () -> ec2.modifyInstanceAttribute(
                        it -> it.instanceId(id).instanceType(value -> value.value("m5.nothing"))));
        assertRefused(
                "InvalidParameterValue",
                "does not match the architecture",
                () -> ec2.modifyInstanceAttribute(
                        it -> it.instanceId(id).instanceType(value -> value.value("m7g.large"))));
        assertThat(attribute(InstanceAttributeName.INSTANCE_TYPE).instanceType().value())
                .isEqualTo("m5.xlarge");
        assertThat(new String(
                        Base64.getDecoder()
                                .decode(attribute(InstanceAttributeName.USER_DATA)
                                        .userData()
                                        .value()),
                        StandardCharsets.UTF_8))
                .isEqualTo("#!/bin/sh");
        ec2.startInstances(it -> it.instanceIds(id));
        cloud.pass(Duration.ofMinutes(1));
        var started = ec2.describeInstances(it -> it.instanceIds(id))
                .reservations()
                .getFirst()
                .instances()
                .getFirst();
        assertThat(started.state().nameAsString()).isEqualTo("running");
        assertThat(started.instanceTypeAsString()).isEqualTo("m5.xlarge");
    }

    @Test
    void aVolumeIsMadeToOutliveItsInstance() {
        ec2.modifyInstanceAttribute(it -> it.instanceId(id)
                .blockDeviceMappings(
                        device -> device.deviceName("/dev/xvdcz").ebs(ebs -> ebs.deleteOnTermination(false))));
        assertThat(attribute(InstanceAttributeName.BLOCK_DEVICE_MAPPING).blockDeviceMappings())
                .extracting(device -> device.deviceName() + " " + device.ebs().deleteOnTermination())
                .containsExactly("/dev/xvda true", "/dev/xvdcz false");
        ec2.terminateInstances(it -> it.instanceIds(id));
        cloud.pass(Duration.ofMinutes(2));
        assertThat(ec2.describeVolumes().volumes())
                .singleElement()
                .satisfies(volume -> assertThat(volume.stateAsString()).isEqualTo("available"));
    }

    @Test
    void valuesThatAreNoneAreRefused() {
        assertRefused(
                "InvalidParameterValue",
                "for parameter instanceInitiatedShutdownBehavior is invalid",
                () -> ec2.modifyInstanceAttribute(
                        it -> it.instanceId(id).instanceInitiatedShutdownBehavior(value -> value.value("hide"))));
        assertRefused(
                "InvalidParameterValue",
                "HttpPutResponseHopLimit",
                () -> ec2.modifyInstanceMetadataOptions(it -> it.instanceId(id).httpPutResponseHopLimit(65)));
    }

    @Test
    void theConsoleSpeaksWhenTheSystemIsUpAndKeepsTheUserDataToItself() {
        var output = ec2.getConsoleOutput(it -> it.instanceId(id));
        assertThat(output.instanceId()).isEqualTo(id);
        assertThat(new String(Base64.getDecoder().decode(output.output()), StandardCharsets.UTF_8))
                .contains("m5.large")
                .contains("login:");
    }
}
