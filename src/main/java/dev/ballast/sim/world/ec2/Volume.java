package dev.ballast.sim.world.ec2;

import dev.ballast.sim.world.core.Refused;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** An EBS volume. */
public final class Volume {
    private final String id;
    Layout layout;
    private final String zone;
    private final Instant createdAt;
    private final SortedMap<String, String> tags = new TreeMap<>();
    /** The instance that it is attached to, null while it is free. */
    Ec2Instance instance;
    /** The last change of its size or type, null before the first. */
    Modification modification;

    private boolean enablesIoByItself;

    /**
     * What a volume is made like.
     *
     * @param iops 0 where the type has none to set
     * @param throughputMibps 0 for every type but gp3
     */
    public record Layout(
            int sizeGib, String type, Optional<String> snapshotId, boolean encrypted, int iops, int throughputMibps) {
        /** gp3's baseline. */
        private static final int GP3_IOPS = 3000;

        private static final int GP3_MIBPS = 125;
        /** gp2 has 3 IOPS a GiB between these. */
        private static final int GP2_IOPS_MIN = 100;

        private static final int GP2_IOPS_MAX = 16_000;

        /** The smallest and the largest volume of each type, in GiB, as EC2's guide to volume types lists them. */
        private static void checkSize(String type, int size) {
            var least = switch (type) {
                case "io1", "io2" -> 4;
                case "st1", "sc1" -> 125;
                default -> 1;
            };
            var most = switch (type) {
                case "io2", "gp3" -> 65_536;
                case "standard" -> 1024;
                default -> 16_384;
            };
            if (size < least)
                throw new Refused(
                        "InvalidParameterValue",
                        "Volume of " + size + "GiB is too small; minimum is " + least + "GiB.");
            if (size > most)
                throw new Refused(
                        "InvalidParameterValue",
                        "Volume of " + size + "GiB is too large for volume type " + type + "; maximum is " + most
                                + "GiB.");
        }

        /** @throws Refused MissingParameter where neither size nor snapshot is given */
        static Layout of(String device, BlockDevice.Ebs ebs) {
            var size = ebs.sizeGib()
                    .orElseThrow(() -> new Refused(
                            "MissingParameter",
                            "The request must contain the parameter size or snapshotId for device " + device));
            var type = ebs.volumeType().orElse("gp2");
            var iops = switch (type) {
                case "gp3" -> ebs.iops().orElse(GP3_IOPS);
                case "gp2" -> Math.clamp(3L * size, GP2_IOPS_MIN, GP2_IOPS_MAX);
                case "io1", "io2" ->
                    ebs.iops()
                            .orElseThrow(() -> new Refused(
                                    "MissingParameter",
                                    "The parameter iops must be specified for " + type + " volumes."));
                case "standard", "st1", "sc1" -> 0;
                default ->
                    throw new Refused(
                            "InvalidParameterValue",
                            "Value (" + type
                                    + ") for parameter volumeType is invalid. Expecting one of: gp2, gp3, io1, io2,"
                                    + " st1, sc1, standard.");
            };
            checkSize(type, size);
            return new Layout(
                    size,
                    type,
                    ebs.snapshotId(),
                    ebs.encrypted().orElse(false),
                    iops,
                    type.equals("gp3") ? ebs.throughputMibps().orElse(GP3_MIBPS) : 0);
        }
    }

    /** A change of a volume; complete at once, as there is nothing to move. */
    public record Modification(Layout original, Layout target, Instant at) {}

    Volume(String id, Layout layout, String zone, Instant createdAt, Ec2Instance instance) {
        this.id = id;
        this.layout = layout;
        this.zone = zone;
        this.createdAt = createdAt;
        this.instance = instance;
    }

    public String id() {
        return id;
    }

    public Layout layout() {
        return layout;
    }

    public String zone() {
        return zone;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Optional<Modification> modification() {
        return Optional.ofNullable(modification);
    }

    public Optional<Ec2Instance> instance() {
        return Optional.ofNullable(instance);
    }

    /** Whether I/O would go on by itself after EC2 had stopped it for data that may be inconsistent: attribute autoEnableIO. */
    public boolean enablesIoByItself() {
        return enablesIoByItself;
    }

    public void setEnablesIoByItself(boolean enables) {
        enablesIoByItself = enables;
    }

    public SortedMap<String, String> tags() {
        return Collections.unmodifiableSortedMap(tags);
    }

    SortedMap<String, String> ownTags() {
        return tags;
    }
}
