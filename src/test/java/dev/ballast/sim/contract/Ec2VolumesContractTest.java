package dev.ballast.sim.contract;

import static dev.ballast.sim.contract.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeState;

/** Volumes that are made, attached, changed and deleted on their own, and snapshots of them. */
class Ec2VolumesContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());

    @AfterEach
    void close() {
        ec2.close();
        cloud.close();
    }

    private Instance running() {
        var instance = ec2.runInstances(it -> it.imageId("ami-76e95b05")
                        .instanceType("m5.large")
                        .minCount(1)
                        .maxCount(1))
                .instances()
                .getFirst();
        cloud.pass(Duration.ofSeconds(60));
        return instance;
    }

    private String volume(String zone, int gib) {
        return ec2.createVolume(it -> it.availabilityZone(zone).size(gib)).volumeId();
    }

    private Volume told(String id) {
        return ec2.describeVolumes(it -> it.volumeIds(id)).volumes().getFirst();
    }

    @Test
    void aFreeVolumeIsMadeAttachedDetachedAndDeleted() {
        var instance = running();
        var zone = instance.placement().availabilityZone();
        var made = ec2.createVolume(it -> it.availabilityZone(zone).size(80));
        assertThat(made.stateAsString()).isEqualTo("creating");
        assertThat(made.encrypted()).isFalse();
        assertThat(told(made.volumeId()).state()).isEqualTo(VolumeState.AVAILABLE);

        var attached = ec2.attachVolume(it ->
                it.volumeId(made.volumeId()).instanceId(instance.instanceId()).device("/dev/sdh"));
        assertThat(attached.stateAsString()).isEqualTo("attaching");
        var inUse = told(made.volumeId());
        assertThat(inUse.state()).isEqualTo(VolumeState.IN_USE);
        assertThat(inUse.attachments().getFirst().instanceId()).isEqualTo(instance.instanceId());
        assertThat(inUse.attachments().getFirst().deleteOnTermination()).isFalse();
        assertRefused(
                "VolumeInUse",
                "Volume " + made.volumeId() + " is currently attached to " + instance.instanceId(),
                () -> ec2.deleteVolume(it -> it.volumeId(made.volumeId())));

        assertThat(ec2.detachVolume(it -> it.volumeId(made.volumeId())).stateAsString())
                .isEqualTo("detaching");
        assertThat(told(made.volumeId()).state()).isEqualTo(VolumeState.AVAILABLE);
        assertRefused(
                "IncorrectState",
                "is in the 'available' state",
                () -> ec2.detachVolume(it -> it.volumeId(made.volumeId())));
        ec2.deleteVolume(it -> it.volumeId(made.volumeId()));
        assertRefused("InvalidVolume.NotFound", "does not exist.", () -> told(made.volumeId()));
    }

    @Test
    void whatWasAttachedByHandOutlivesItsInstance() {
        var instance = running();
        var volume = volume(instance.placement().availabilityZone(), 10);
        ec2.attachVolume(
                it -> it.volumeId(volume).instanceId(instance.instanceId()).device("/dev/sdh"));
        ec2.terminateInstances(it -> it.instanceIds(instance.instanceId()));
        cloud.pass(Duration.ofMinutes(2));
        assertThat(ec2.describeVolumes().volumes())
                .extracting(Volume::volumeId, Volume::state)
                .containsExactly(tuple(volume, VolumeState.AVAILABLE));
    }

    @Test
    void aVolumeIsRefusedWhereItCannotBe() {
        var instance = running();
        var zone = instance.placement().availabilityZone();
        assertRefused("InvalidZone.NotFound", "The zone 'eu-west-1z' does not exist.", () -> volume("eu-west-1z", 8));
        assertRefused("MissingParameter", "size/snapshot", () -> ec2.createVolume(it -> it.availabilityZone(zone)));
        assertRefused("InvalidParameterValue", "too small", () -> volume(zone, 0));
        assertRefused("InvalidParameterValue", "too large", () -> volume(zone, 20_000));
        var elsewhere = volume(zone.endsWith("a") ? "eu-west-1b" : "eu-west-1a", 8);
        assertRefused(
                "InvalidVolume.ZoneMismatch",
                "not in the same availability zone",
                () -> ec2.attachVolume(it ->
                        it.volumeId(elsewhere).instanceId(instance.instanceId()).device("/dev/sdh")));
        var here = volume(zone, 8);
        assertRefused(
                "InvalidParameterValue",
                "Attachment point /dev/xvda is already in use",
                () -> ec2.attachVolume(it ->
                        it.volumeId(here).instanceId(instance.instanceId()).device("/dev/xvda")));
        assertRefused(
                "InvalidInstanceID.NotFound",
                "i-0123456789abcdef0",
                () -> ec2.attachVolume(it ->
                        it.volumeId(here).instanceId("i-0123456789abcdef0").device("/dev/sdh")));
    }

    @Test
    void theRootOfARunningInstanceStaysOnIt() {
        var instance = running();
        var root = ec2.describeVolumes(it ->
                        it.filters(filter -> filter.name("attachment.device").values("/dev/xvda")))
                .volumes()
                .getFirst()
                .volumeId();
        assertRefused(
                "OperationNotPermitted",
                "Unable to detach root volume",
                () -> ec2.detachVolume(it -> it.volumeId(root)));
        ec2.stopInstances(it -> it.instanceIds(instance.instanceId()));
        cloud.pass(Duration.ofMinutes(1));
        assertThat(ec2.detachVolume(it -> it.volumeId(root)).device()).isEqualTo("/dev/xvda");
    }

    @Test
    void aVolumeGrowsAndChangesItsTypeButNeverShrinks() {
        var volume = volume("eu-west-1a", 80);
        assertThat(ec2.describeVolumesModifications().volumesModifications()).isEmpty();
        var change = ec2.modifyVolume(it -> it.volumeId(volume).size(160).volumeType("gp3"))
                .volumeModification();
        assertThat(change.originalSize()).isEqualTo(80);
        assertThat(change.targetSize()).isEqualTo(160);
        assertThat(change.originalVolumeTypeAsString()).isEqualTo("gp2");
        assertThat(change.modificationStateAsString()).isEqualTo("modifying");
        assertThat(told(volume).size()).isEqualTo(160);
        assertThat(told(volume).iops()).isEqualTo(3000);
        assertThat(ec2.describeVolumesModifications(it -> it.volumeIds(volume))
                        .volumesModifications()
                        .getFirst()
                        .modificationStateAsString())
                .isEqualTo("completed");
        assertRefused(
                "InvalidParameterValue",
                "New size cannot be smaller than existing size",
                () -> ec2.modifyVolume(it -> it.volumeId(volume).size(8)));
        assertThat(ec2.describeVolumeStatus(it -> it.volumeIds(volume))
                        .volumeStatuses()
                        .getFirst()
                        .volumeStatus()
                        .statusAsString())
                .isEqualTo("ok");
    }

    @Test
    void aVolumeOfASnapshotHasItsSizeAndAtLeastThat() {
        var volume = volume("eu-west-1a", 20);
        var snapshot = ec2.createSnapshot(it -> it.volumeId(volume).description("nightly"));
        assertThat(snapshot.stateAsString()).isEqualTo("pending");
        assertThat(ec2.describeSnapshots(it -> it.ownerIds("self")).snapshots())
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.stateAsString()).isEqualTo("completed");
                    assertThat(told.volumeSize()).isEqualTo(20);
                    assertThat(told.description()).isEqualTo("nightly");
                });
        var copy = ec2.createVolume(it -> it.availabilityZone("eu-west-1b").snapshotId(snapshot.snapshotId()));
        assertThat(copy.size()).isEqualTo(20);
        assertRefused(
                "InvalidParameterValue",
                "too small for snapshot",
                () -> ec2.createVolume(it -> it.availabilityZone("eu-west-1b")
                        .snapshotId(snapshot.snapshotId())
                        .size(8)));
        ec2.deleteSnapshot(it -> it.snapshotId(snapshot.snapshotId()));
        assertRefused(
                "InvalidSnapshot.NotFound",
                "does not exist.",
                () -> ec2.deleteSnapshot(it -> it.snapshotId(snapshot.snapshotId())));
    }

    @Test
    void theSameTokenMakesOneVolume() {
        var first =
                ec2.createVolume(it -> it.availabilityZone("eu-west-1a").size(8).clientToken("v-1"));
        var again =
                ec2.createVolume(it -> it.availabilityZone("eu-west-1a").size(8).clientToken("v-1"));
        assertThat(again.volumeId()).isEqualTo(first.volumeId());
        assertRefused(
                "IdempotentParameterMismatch",
                "same client token",
                () -> ec2.createVolume(
                        it -> it.availabilityZone("eu-west-1a").size(9).clientToken("v-1")));
        assertThat(ec2.describeVolumes().volumes()).hasSize(1);
    }
}
