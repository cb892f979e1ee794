package dev.ballast.sim.world.ec2;

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

    public static BlockDevice ebs(String name, Ebs ebs) {
        return new BlockDevice(name, Optional.empty(), Optional.of(ebs), false);
    }
}
