package dev.ballast.sim.world.ec2;

import dev.ballast.model.Architecture;
import dev.ballast.model.Image;
import java.time.Instant;
import java.util.List;

/**
 * An image as the region holds it.
 *
 * @param ownerId the account that owns it; {@link #ownerAlias} is {@code amazon} for AWS's own, else empty
 * @param agent what joins an ECS cluster when an instance of this image boots
 */
public record MachineImage(
        String id,
        String name,
        String description,
        Architecture architecture,
        String rootDevice,
        List<BlockDevice> blockDevices,
        String ownerId,
        String ownerAlias,
        Instant createdAt,
        EcsAgent agent) {

    /** Which ECS agent an image carries, if any. */
    public enum EcsAgent {
        NONE,
        /** Amazon Linux and what is made like it: reads /etc/ecs/ecs.config. */
        ECS_INIT,
        /** Bottlerocket: reads {@code [settings.ecs]} from its user data. */
        BOTTLEROCKET
    }

    public MachineImage {
        blockDevices = List.copyOf(blockDevices);
    }

    public Image toModel() {
        return new Image(
                id,
                name,
                architecture,
                rootDevice,
                blockDevices.stream()
                        .filter(device -> device.ebs().isPresent())
                        .map(device -> new Image.BlockDevice(
                                device.name(),
                                device.ebs().get().sizeGib().orElse(0),
                                device.ebs().get().snapshotId().orElse("")))
                        .toList());
    }
}
