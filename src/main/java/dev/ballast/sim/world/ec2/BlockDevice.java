package dev.ballast.sim.world.ec2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * One line of a block device mapping, in an image or in a request. A request's line with the same name as an image's
 * changes what it names and leaves the rest.
 *
 * @param virtualName {@code ephemeral0} and the like
 * @param ebs empty for an instance store or a suppressed device
 * @param suppressed NoDevice: the image's device of this name is left out
 */
public record BlockDevice(String name, Optional<String> virtualName, Optional<Ebs> ebs, boolean suppressed) {
    /** Everything is optional: what a request leaves open comes from the image, then from EC2's defaults. */
    public record Ebs(
            Optional<Integer> sizeGib,
            Optional<String> snapshotId,
            Optional<String> volumeType,
            Optional<Boolean> deleteOnTermination,
            Optional<Boolean> encrypted,
            Optional<Integer> iops,
            Optional<Integer> throughputMibps,
            Optional<String> kmsKeyId) {

        public static Ebs of(int sizeGib, String snapshotId, String volumeType) {
            return new Ebs(
                    Optional.of(sizeGib),
                    Optional.of(snapshotId).filter(id -> !id.isEmpty()),
                    Optional.of(volumeType),
                    Optional.of(true),
                    Optional.of(false),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        Ebs sized(Optional<Integer> gib) {
            return new Ebs(
                    gib, snapshotId, volumeType, deleteOnTermination, encrypted, iops, throughputMibps, kmsKeyId);
        }

        Ebs over(Ebs image) {
            return new Ebs(
                    sizeGib.or(image::sizeGib),
                    snapshotId.or(image::snapshotId),
                    volumeType.or(image::volumeType),
                    deleteOnTermination.or(image::deleteOnTermination),
                    encrypted.or(image::encrypted),
                    iops.or(image::iops),
                    throughputMibps.or(image::throughputMibps),
                    kmsKeyId.or(image::kmsKeyId));
        }
    }

    /**
     * {@code base} with the lines of {@code over} put on top by device name: what a line names changes, the rest stays, and
     * lines for further devices follow.
     */
    public static List<BlockDevice> over(List<BlockDevice> over, List<BlockDevice> base) {
        if (over.isEmpty()) return base;
        var merged = new LinkedHashMap<String, BlockDevice>();
        for (var device : base) merged.put(device.name(), device);
        for (var device : over) merged.merge(device.name(), device, (below, above) -> above.over(below));
        return List.copyOf(merged.values());
    }

    private BlockDevice over(BlockDevice below) {
        if (suppressed || virtualName.isPresent()) return this;
        return new BlockDevice(
                name, Optional.empty(), ebs.map(own -> below.ebs.map(own::over).orElse(own)), false);
    }

    public static BlockDevice ebs(String name, Ebs ebs) {
        return new BlockDevice(name, Optional.empty(), Optional.of(ebs), false);
    }
}
