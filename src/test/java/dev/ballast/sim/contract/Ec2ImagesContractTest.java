package dev.ballast.sim.contract;

import static dev.ballast.sim.contract.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Images that an account makes of its instances, of snapshots and of other images. */
class Ec2ImagesContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());

    @AfterEach
    void close() {
        ec2.close();
        cloud.close();
    }

    private String launch(String image) {
        var id = ec2.runInstances(it ->
                        it.imageId(image).instanceType("m5.large").minCount(1).maxCount(1))
                .instances()
                .getFirst()
                .instanceId();
        cloud.pass(Duration.ofMinutes(2));
        return id;
    }

    private Image told(String id) {
        return ec2.describeImages(it -> it.imageIds(id)).images().getFirst();
    }

    @Test
    void anImageOfAnInstanceHasItsVolumesAndLaunchesItsLike() {
        var tag = Tag.builder().key("who").value("ops").build();
        var instance = launch("ami-76e95b05");
        var image = ec2.createImage(it -> it.instanceId(instance)
                        .name("golden")
                        .description("of a test")
                        .tagSpecifications(tags -> tags.resourceType("image").tags(tag)))
                .imageId();
        var told = told(image);
        assertThat(told.name()).isEqualTo("golden");
        assertThat(told.stateAsString()).isEqualTo("available");
        assertThat(told.publicLaunchPermissions()).isFalse();
        assertThat(told.tags()).containsExactly(tag);
        assertThat(told.blockDeviceMappings())
                .extracting(device -> device.deviceName() + " " + device.ebs().volumeSize())
                .containsExactly("/dev/xvda 8", "/dev/xvdcz 22");
        assertThat(ec2.describeSnapshots().snapshots())
                .hasSize(2)
                .allSatisfy(snapshot -> assertThat(snapshot.description())
                        .isEqualTo("Created by CreateImage(" + instance + ") for golden"));
        assertThat(ec2.describeImages(it -> it.owners("self")).images())
                .extracting(Image::imageId)
                .containsExactly(image);
        assertRefused(
                "InvalidSnapshot.InUse",
                "is currently in use by " + image,
                () -> ec2.deleteSnapshot(it -> it.snapshotId(
                        told.blockDeviceMappings().getFirst().ebs().snapshotId())));
        assertThat(launch(image)).startsWith("i-");
    }

    @Test
    void aNameIsTakenOnceAndADeregisteredImageIsGone() {
        var instance = launch("ami-76e95b05");
        var image =
                ec2.createImage(it -> it.instanceId(instance).name("golden")).imageId();
        assertRefused(
                "InvalidAMIName.Duplicate",
                "AMI name golden is already in use by AMI " + image,
                () -> ec2.createImage(it -> it.instanceId(instance).name("golden")));
        assertRefused(
                "InvalidAMIName.Malformed",
                "between 3 and 128 characters",
                () -> ec2.createImage(it -> it.instanceId(instance).name("a")));
        ec2.deregisterImage(it -> it.imageId(image));
        assertRefused("InvalidAMIID.NotFound", image, () -> told(image));
        assertRefused("InvalidAMIID.NotFound", image, () -> launch(image));
        assertRefused("InvalidAMIID.NotFound", image, () -> ec2.deregisterImage(it -> it.imageId(image)));
        assertRefused(
                "AuthFailure",
                "Not authorized for image:ami-76e95b05",
                () -> ec2.deregisterImage(it -> it.imageId("ami-76e95b05")));
    }

    @Test
    void anImageIsCopiedAndRegistered() {
        var copy = ec2.copyImage(it -> it.sourceRegion("us-east-1")
                        .sourceImageId("ami-76e95b05")
                        .name("our copy"))
                .imageId();
        assertThat(told(copy).ownerId()).isEqualTo("123456789012");
        assertThat(told(copy).blockDeviceMappings()).hasSize(2);
        var registered = ec2.registerImage(it -> it.name("by hand")
                        .architecture("arm64")
                        .rootDeviceName("/dev/xvda")
                        .blockDeviceMappings(device -> device.deviceName("/dev/xvda")
                                .ebs(ebs -> ebs.volumeSize(12).snapshotId("snap-0123456789abcdef0"))))
                .imageId();
        assertThat(told(registered).architectureAsString()).isEqualTo("arm64");
        assertThat(told(registered).blockDeviceMappings().getFirst().ebs().volumeSize())
                .isEqualTo(12);
    }
}
