package dev.ballast.template;

import dev.ballast.model.Flaw;
import dev.ballast.model.Image;
import dev.ballast.model.LaunchTemplateSpec.EbsMapping;
import dev.ballast.model.Settings.Volume;
import dev.ballast.model.Settings.VolumeUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The volumes of an instance as its image has them: Docker's where the image keeps Docker's data, the others at devices that
 * it leaves free. What the image brings and nobody asked to change is not mentioned, so EC2 takes it from the image.
 */
final class Storage {
    /** EC2 recommends f to p for volumes beside the image's own. */
    private static final String FREE_LETTERS = "fghijklmnop";

    private final Image image;
    private final TreeSet<String> taken = new TreeSet<>();
    private final List<EbsMapping> mappings = new ArrayList<>();
    private final Map<String, EbsMapping> mounts = new LinkedHashMap<>();
    private final List<Flaw> flaws = new ArrayList<>();

    private Storage(Image image) {
        this.image = image;
        image.blockDevices().forEach(device -> taken.add(plain(device.device())));
        taken.add(plain(image.rootDevice()));
    }

    static Storage of(List<Volume> volumes, Image image) {
        var storage = new Storage(image);
        for (var volume : volumes)
            if (volume.use() != VolumeUse.DOCKER)
                volume.device().ifPresent(device -> storage.take(device, volumes.indexOf(volume)));
        for (var i = 0; i < volumes.size(); i++) storage.map(i, volumes.get(i));
        return storage;
    }

    List<EbsMapping> mappings() {
        return mappings;
    }

    /** What the instance itself must mount, by mount path. */
    Map<String, EbsMapping> mounts() {
        return mounts;
    }

    List<Flaw> flaws() {
        return flaws;
    }

    private void take(String device, int index) {
        if (taken.add(plain(device))) return;
        var holds = plain(device).equals(plain(image.rootDevice()))
                ? "the root volume"
                : plain(device).equals(plain(image.dockerDevice())) ? "Docker's data" : "a volume of its own";
        flaw(
                index,
                ".device",
                "image " + image.imageId() + " has " + holds + " at " + device
                        + "; leave the device out and a free one is taken");
    }

    private void map(int index, Volume volume) {
        switch (volume.use()) {
            case DOCKER -> docker(index, volume);
            case LOGS, DATA -> {
                var device = volume.device().or(this::free);
                if (device.isEmpty()) {
                    flaw(index, "", "no device is left for it: EC2 has " + FREE_LETTERS.length() + " of them");
                    return;
                }
                var mapping = mapping(device.get(), volume, Optional.empty());
                mappings.add(mapping);
                volume.mount().ifPresent(folder -> mounts.put(folder, mapping));
            }
        }
    }

    private void docker(int index, Volume volume) {
        var device = image.dockerDevice();
        if (volume.device().isPresent() && !plain(volume.device().get()).equals(plain(device))) {
            flaw(
                    index,
                    ".device",
                    "image " + image.imageId() + " keeps Docker's data at " + device + ", so a volume at "
                            + volume.device().get() + " would stay empty; leave the device out");
            return;
        }
        var own = image.blockDevices().stream()
                .filter(mapped -> plain(mapped.device()).equals(plain(device)))
                .findFirst();
        if (own.isPresent() && volume.sizeGib() < own.get().sizeGib())
            flaw(
                    index,
                    ".size",
                    "image " + image.imageId() + " has " + own.get().sizeGib() + " GiB at " + device
                            + ", and a volume can only be larger than its image has it");
        var isRoot = plain(device).equals(plain(image.rootDevice()));
        if (isRoot && (volume.type().equals("st1") || volume.type().equals("sc1")))
            flaw(
                    index,
                    ".type",
                    "image " + image.imageId() + " keeps Docker's data on its root volume, and EC2 boots from no "
                            + volume.type() + " volume");
        var snapshot = own.map(Image.BlockDevice::snapshotId).filter(id -> !id.isEmpty());
        mappings.add(mapping(device, volume, snapshot));
    }

    private static EbsMapping mapping(String device, Volume volume, Optional<String> snapshot) {
        return new EbsMapping(device, volume.sizeGib(), volume.type(), volume.encrypted(), snapshot);
    }

    private Optional<String> free() {
        var prefix = image.rootDevice().startsWith("/dev/sd") ? "/dev/sd" : "/dev/xvd";
        return FREE_LETTERS
                .chars()
                .mapToObj(letter -> prefix + (char) letter)
                .filter(device -> taken.add(plain(device)))
                .findFirst();
    }

    private void flaw(int index, String key, String message) {
        flaws.add(new Flaw("instance.volumes[" + index + "]" + key, message));
    }

    /** EC2 takes /dev/sdf and /dev/xvdf for one device, and /dev/sda1 for /dev/xvda. */
    private static String plain(String device) {
        var name = device.replaceFirst("^/dev/sd", "/dev/xvd");
        return name.equals("/dev/xvda1") ? "/dev/xvda" : name;
    }
}
