package dev.ballast.sim.world.ec2;

import dev.ballast.model.InstanceState;
import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ec2.Volume.Layout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One region's volumes, attached or free, and the snapshots of them. */
public final class Volumes {
    private final Region region;
    private final Ids ids;
    private final Ec2Rules rules;
    private final Map<String, Volume> byId = new LinkedHashMap<>();
    private final Map<String, Snapshot> snapshots = new LinkedHashMap<>();

    Volumes(Region region, Ids ids, Ec2Rules rules) {
        this.region = region;
        this.ids = ids;
        this.rules = rules;
    }

    public Collection<Volume> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    public Optional<Volume> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** @throws Refused InvalidVolumeID.Malformed, InvalidVolume.NotFound */
    public Volume named(String id) {
        ResourceId.VOLUME.check(id);
        return find(id).orElseThrow(() -> ResourceId.VOLUME.notFound(id));
    }

    void add(Volume volume) {
        byId.put(volume.id(), volume);
    }

    void forget(Volume volume) {
        byId.remove(volume.id());
    }

    /**
     * Makes a free volume. Its size is the snapshot's where the request leaves it open.
     *
     * @throws Refused InvalidZone.NotFound, InvalidSnapshot.NotFound, MissingParameter, InvalidParameterValue
     */
    public Volume create(String zone, BlockDevice.Ebs asked, SortedMap<String, String> tags, Instant now) {
        if (region.zones().stream().noneMatch(known -> known.name().equals(zone)))
            throw new Refused("InvalidZone.NotFound", "The zone '" + zone + "' does not exist.");
        var sized = asked;
        if (asked.snapshotId().isPresent()) {
            var snapshot = snapshotSize(asked.snapshotId().get());
            if (asked.sizeGib().isPresent()
                    && snapshot.isPresent()
                    && asked.sizeGib().get() < snapshot.get())
                throw new Refused(
                        "InvalidParameterValue",
                        "Volume of " + asked.sizeGib().get() + "GiB is too small for snapshot '"
                                + asked.snapshotId().get() + "', expect size >= " + snapshot.get() + "GiB.");
            sized = asked.sized(asked.sizeGib().or(() -> snapshot));
        }
        if (sized.sizeGib().isEmpty())
            throw new Refused("MissingParameter", "The request must contain the parameter size/snapshot");
        var volume = new Volume(ids.ec2("vol"), Layout.of("", sized), zone, now, null);
        volume.ownTags().putAll(tags);
        add(volume);
        return volume;
    }

    /** Empty where the snapshot is unknown and taken on trust. */
    private Optional<Integer> snapshotSize(String id) {
        var own = snapshots.get(id);
        if (own != null) return Optional.of(own.sizeGib());
        ResourceId.SNAPSHOT.check(id);
        for (var image : region.images().all())
            for (var device : image.blockDevices())
                if (device.ebs()
                        .filter(ebs -> ebs.snapshotId().equals(Optional.of(id)))
                        .isPresent()) return device.ebs().get().sizeGib();
        if (rules.unknownIds() == Ec2Rules.UnknownIds.REFUSED) throw ResourceId.SNAPSHOT.notFound(id);
        return Optional.empty();
    }

    /** @throws Refused VolumeInUse, InvalidVolume.ZoneMismatch, IncorrectState, InvalidParameterValue for a device that is taken */
    public Ec2Instance.Attachment attach(Volume volume, Ec2Instance instance, String device, Instant now) {
        if (volume.instance != null)
            throw new Refused("VolumeInUse", volume.id() + " is already attached to an instance");
        if (!volume.zone().equals(instance.zone()))
            throw new Refused(
                    "InvalidVolume.ZoneMismatch",
                    "The volume '" + volume.id() + "' is not in the same availability zone as instance '"
                            + instance.id() + "'");
        if (instance.state() != InstanceState.RUNNING
                && instance.state() != InstanceState.STOPPED
                && instance.state() != InstanceState.PENDING)
            throw new Refused("IncorrectState", "Instance '" + instance.id() + "' is not 'running'.");
        if (instance.attachments().stream()
                .anyMatch(attachment -> attachment.device().equals(device)))
            throw new Refused(
                    "InvalidParameterValue",
                    "Invalid value '" + device + "' for unixDevice. Attachment point " + device + " is already in use");
        var attachment = new Ec2Instance.Attachment(device, volume.id(), false, now);
        var attachments = new ArrayList<>(instance.attachments);
        attachments.add(attachment);
        instance.attachments = List.copyOf(attachments);
        volume.instance = instance;
        return attachment;
    }

    /**
     * Frees a volume and says how it was attached.
     *
     * @param instanceId empty where the request leaves it open; {@code device} too
     * @throws Refused IncorrectState for a free volume, InvalidAttachment.NotFound, OperationNotPermitted for a running root
     */
    public Ec2Instance.Attachment detach(Volume volume, Optional<String> instanceId, Optional<String> device) {
        var instance = volume.instance;
        if (instance == null)
            throw new Refused("IncorrectState", "Volume '" + volume.id() + "' is in the 'available' state.");
        var attachment = instance.attachments().stream()
                .filter(each -> each.volumeId().equals(volume.id()))
                .findFirst()
                .orElseThrow();
        if (instanceId.filter(id -> !id.equals(instance.id())).isPresent())
            throw new Refused(
                    "InvalidAttachment.NotFound",
                    "The volume '" + volume.id() + "' is not attached to instance '" + instanceId.get() + "'.");
        if (device.filter(name -> !name.equals(attachment.device())).isPresent())
            throw new Refused(
                    "InvalidAttachment.NotFound",
                    "The volume '" + volume.id() + "' is not attached to instance '" + instance.id() + "' as device '"
                            + device.get() + "'.");
        if (attachment.device().equals(instance.image().rootDevice()) && instance.state() != InstanceState.STOPPED)
            throw new Refused(
                    "OperationNotPermitted",
                    "Unable to detach root volume '" + volume.id() + "' from instance '" + instance.id() + "'");
        instance.attachments = instance.attachments.stream()
                .filter(each -> !each.volumeId().equals(volume.id()))
                .toList();
        volume.instance = null;
        return attachment;
    }

    /** Whether a volume ends with its instance: what ModifyInstanceAttribute's block device mapping sets. */
    public void setDeletedOnTermination(Ec2Instance instance, String device, boolean deleted) {
        if (instance.attachments.stream()
                .noneMatch(attachment -> attachment.device().equals(device)))
            throw new Refused(
                    "InvalidInstanceAttributeValue",
                    "No device is currently mapped at " + device + " on instance " + instance.id());
        instance.attachments = instance.attachments.stream()
                .map(each -> each.device().equals(device)
                        ? new Ec2Instance.Attachment(device, each.volumeId(), deleted, each.at())
                        : each)
                .toList();
    }

    /** @throws Refused InvalidParameterValue for a smaller size, or what {@link #create} refuses */
    public Volume.Modification modify(Volume volume, BlockDevice.Ebs asked, Instant now) {
        var before = volume.layout();
        if (asked.sizeGib().filter(size -> size < before.sizeGib()).isPresent())
            throw new Refused("InvalidParameterValue", "New size cannot be smaller than existing size");
        var settled = new BlockDevice.Ebs(
                asked.sizeGib().or(() -> Optional.of(before.sizeGib())),
                before.snapshotId(),
                asked.volumeType().or(() -> Optional.of(before.type())),
                Optional.empty(),
                Optional.of(before.encrypted()),
                asked.iops()
                        .or(() -> asked.volumeType().isEmpty() && before.iops() > 0
                                ? Optional.of(before.iops())
                                : Optional.empty()),
                asked.throughputMibps()
                        .or(() -> Optional.of(before.throughputMibps()).filter(rate -> rate > 0)),
                Optional.empty());
        volume.modification = new Volume.Modification(before, Layout.of("", settled), now);
        volume.layout = volume.modification.target();
        return volume.modification;
    }

    /** @throws Refused InvalidVolume.NotFound, VolumeInUse */
    public void delete(String id) {
        var volume = named(id);
        volume.instance().ifPresent(instance -> {
            throw new Refused("VolumeInUse", "Volume " + id + " is currently attached to " + instance.id());
        });
        byId.remove(id);
    }

    public Collection<Snapshot> snapshots() {
        return Collections.unmodifiableCollection(snapshots.values());
    }

    public Optional<Snapshot> findSnapshot(String id) {
        return Optional.ofNullable(snapshots.get(id));
    }

    /** @throws Refused InvalidSnapshotID.Malformed, InvalidSnapshot.NotFound */
    public Snapshot snapshot(String id) {
        ResourceId.SNAPSHOT.check(id);
        return findSnapshot(id).orElseThrow(() -> ResourceId.SNAPSHOT.notFound(id));
    }

    public Snapshot take(Volume volume, String description, Map<String, String> tags, Instant now) {
        var snapshot = new Snapshot(
                ids.ec2("snap"),
                volume.id(),
                volume.layout().sizeGib(),
                volume.layout().encrypted(),
                description,
                now,
                new TreeMap<>(tags));
        snapshots.put(snapshot.id(), snapshot);
        return snapshot;
    }

    /** @throws Refused InvalidSnapshot.NotFound, InvalidSnapshot.InUse while an image is made of it */
    public void deleteSnapshot(String id) {
        snapshot(id);
        for (var image : region.images().all())
            for (var device : image.blockDevices())
                if (device.ebs()
                        .filter(ebs -> ebs.snapshotId().equals(Optional.of(id)))
                        .isPresent())
                    throw new Refused(
                            "InvalidSnapshot.InUse", "The snapshot " + id + " is currently in use by " + image.id());
        snapshots.remove(id);
    }
}
