package dev.ballast.config;

import dev.ballast.config.SpotFleetRequest.Member;
import dev.ballast.model.Image;
import dev.ballast.model.Settings.Volume;
import dev.ballast.model.Settings.VolumeUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The volumes of a launch specification by what they are for. A request says devices; whether Docker is there depends on the
 * image, so the first volume that stands where the image keeps nothing is taken for Docker's, the next one for logs.
 */
final class FleetVolumes {
    private static final List<String> NOT_TAKEN_OVER = List.of(
            "Iops", "Throughput", "KmsKeyId", "SnapshotId", "OutpostArn", "VolumeInitializationRate", "EbsCardIndex");

    private final SpotFleetRequest request;
    private final Optional<Image> image;
    private final Findings findings;
    private final List<Volume> volumes = new ArrayList<>();
    private final List<String> strangers = new ArrayList<>();

    FleetVolumes(SpotFleetRequest request, Optional<Image> image, Findings findings) {
        this.request = request;
        this.image = image;
        this.findings = findings;
    }

    /** What makes two specifications' volumes alike. */
    static String signature(SpotFleetRequest request, String specification) {
        return request.elements(specification + ".BlockDeviceMappings").stream()
                .map(path ->
                        List.of("DeviceName", "VirtualName", "Ebs.VolumeSize", "Ebs.VolumeType", "Ebs.Encrypted")
                                .stream()
                                .map(name -> request.member(path + "." + name)
                                        .map(Member::text)
                                        .orElse(""))
                                .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("; "));
    }

    List<Volume> of(String specification) {
        for (var path : request.elements(specification + ".BlockDeviceMappings")) mapping(path);
        strangers.forEach(this::stranger);
        return List.copyOf(volumes);
    }

    private void mapping(String path) {
        var device = text(path + ".DeviceName").orElse("");
        if (request.has(path + ".NoDevice") || request.has(path + ".VirtualName")) {
            findings.dropped(
                    request.place(path),
                    path,
                    request.has(path + ".VirtualName")
                            ? "maps an instance store volume, which not every type has"
                            : "takes " + device + " of the image away",
                    "left out");
            return;
        }
        for (var name : NOT_TAKEN_OVER)
            request.member(path + ".Ebs." + name)
                    .ifPresent(member ->
                            findings.dropped(member.place(), member.path(), "has no key in ballast.yaml", "left out"));
        request.member(path + ".Ebs.DeleteOnTermination")
                .filter(member -> member.text().equals("false"))
                .ifPresent(member -> findings.mended(
                        member.place(),
                        member.path(),
                        "leaves a volume behind for every spot instance that goes, and it costs money for ever",
                        "Ballast's volumes end with their instance"));
        if (image.isPresent() && same(device, image.get().dockerDevice())) docker(path, device);
        else if (image.isPresent() && same(device, image.get().rootDevice()))
            findings.dropped(
                    request.place(path),
                    path,
                    "sizes the root volume, on which image " + image.get().imageId() + " keeps nothing of Docker",
                    "left out, the root stays as the image has it");
        else strangers.add(path);
    }

    private void stranger(String path) {
        var device = text(path + ".DeviceName").orElse("");
        if (volumes.stream().anyMatch(volume -> volume.use() == VolumeUse.DOCKER)) {
            var use = volumes.stream().anyMatch(volume -> volume.use() == VolumeUse.LOGS)
                    ? VolumeUse.DATA
                    : VolumeUse.LOGS;
            var number = volumes.stream().filter(volume -> volume.use() == use).count() + 1;
            var mount = (use == VolumeUse.LOGS ? Defaults.LOGS_MOUNT : Defaults.DATA_MOUNT)
                    + (number > 1 ? "-" + number : "");
            volumes.add(volume(path, use, size(path), Optional.of(mount)));
            findings.look(
                    request.place(path),
                    path,
                    "maps a volume to " + device + " and does not say what for",
                    "taken for " + Kinds.word(use) + ", formatted and mounted at " + mount);
            return;
        }
        if (image.isEmpty())
            findings.look(
                    request.place(path + ".DeviceName"),
                    path + ".DeviceName",
                    "maps a volume to " + device + ", and where this image keeps Docker's data is not known here",
                    "taken for Docker's; the device is read from the image when an instance is launched");
        else
            findings.mended(
                    request.place(path + ".DeviceName"),
                    path + ".DeviceName",
                    "maps a volume to " + device + ", where image "
                            + image.get().imageId() + " keeps nothing of Docker: it would"
                            + " stay empty while Docker fills the " + dockersOwn(image.get()),
                    "moved to Docker's device " + image.get().dockerDevice());
        docker(path, device);
    }

    private static String dockersOwn(Image image) {
        return image.blockDevices().stream()
                .filter(mapped -> mapped.device().equals(image.dockerDevice()))
                .findFirst()
                .map(mapped -> mapped.sizeGib() + " GiB at " + mapped.device())
                .orElse("image's own disk");
    }

    private void docker(String path, String device) {
        var size = size(path);
        var least = image.stream()
                .flatMap(known -> known.blockDevices().stream()
                        .filter(mapped -> mapped.device().equals(known.dockerDevice())))
                .mapToInt(Image.BlockDevice::sizeGib)
                .max()
                .orElse(1);
        if (size < least)
            findings.mended(
                    request.place(path + ".Ebs.VolumeSize"),
                    path + ".Ebs.VolumeSize",
                    "has " + size + " GiB, less than the " + least + " GiB of the image, which EC2 refuses",
                    "raised to " + least + " GiB");
        volumes.add(volume(path, VolumeUse.DOCKER, Math.max(size, least), Optional.empty()));
    }

    private Volume volume(String path, VolumeUse use, int sizeGib, Optional<String> mount) {
        var type = text(path + ".Ebs.VolumeType").orElse("gp2");
        if (type.equals("io1") || type.equals("io2")) {
            findings.mended(
                    request.place(path + ".Ebs.VolumeType"),
                    path + ".Ebs.VolumeType",
                    "is " + type + ", which needs a number of IOPS that ballast.yaml has no key for",
                    "taken as gp3");
            type = "gp3";
        }
        var encrypted = text(path + ".Ebs.Encrypted").map(Boolean::valueOf).orElse(Defaults.VOLUME_ENCRYPTED);
        return new Volume(use, Optional.empty(), sizeGib, type, encrypted, mount);
    }

    private int size(String path) {
        var least = text(path + ".Ebs.VolumeType").orElse("").matches("st1|sc1") ? 125 : 1;
        var written = text(path + ".Ebs.VolumeSize").map(Integer::parseInt);
        if (written.isEmpty() || written.get() < least)
            findings.look(
                    request.place(path),
                    path + ".Ebs.VolumeSize",
                    written.isEmpty() ? "is missing, the snapshot's size was meant" : "is less than its type allows",
                    "taken as " + Math.max(least, 8) + " GiB");
        return written.filter(size -> size >= least).orElse(Math.max(least, 8));
    }

    private Optional<String> text(String path) {
        return request.member(path).map(Member::text);
    }

    private static boolean same(String one, String other) {
        return one.replaceFirst("^/dev/sd", "/dev/xvd")
                .replaceFirst("a1$", "a")
                .equals(other.replaceFirst("^/dev/sd", "/dev/xvd").replaceFirst("a1$", "a"));
    }
}
