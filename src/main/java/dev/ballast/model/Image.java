package dev.ballast.model;

import java.util.List;

/** A machine image and the storage layout it brings. */
public record Image(
        String imageId, String name, Architecture architecture, String rootDevice, List<BlockDevice> blockDevices) {

    /** @param sizeGib 0 where the image leaves it open */
    public record BlockDevice(String device, int sizeGib, String snapshotId) {}

    /** Where images of 2015 to 2018 keep Docker's data (an LVM volume); current ones keep it on the root volume. */
    public static final String DOCKER_LVM_DEVICE = "/dev/xvdcz";

    public Image {
        blockDevices = List.copyOf(blockDevices);
    }

    public boolean keepsDockerOnLvm() {
        return blockDevices.stream().anyMatch(device -> device.device().equals(DOCKER_LVM_DEVICE));
    }

    /** The device that holds Docker's images and containers. */
    public String dockerDevice() {
        return keepsDockerOnLvm() ? DOCKER_LVM_DEVICE : rootDevice;
    }
}
