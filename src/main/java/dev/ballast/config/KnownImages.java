package dev.ballast.config;

import dev.ballast.model.Architecture;
import dev.ballast.model.Image;
import dev.ballast.model.Image.BlockDevice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Images that are known without asking EC2: the ECS-optimized ones of the winter of 2015/16, by region. Their storage is
 * what AWS documented for all of that time: an 8 GiB root and 22 GiB for Docker's LVM volume.
 */
final class KnownImages {
    /** @param region an image id belongs to one region */
    record Known(Image image, String region) {}

    private static final Map<String, Known> BY_ID = new LinkedHashMap<>();

    static {
        release("amzn-ami-2015.09.e-amazon-ecs-optimized", """
                us-east-1 ami-cb2305a1
                us-west-1 ami-bdafdbdd
                us-west-2 ami-ec75908c
                eu-west-1 ami-13f84d60
                eu-central-1 ami-c3253caf
                ap-northeast-1 ami-e9724c87
                ap-southeast-1 ami-5f31fd3c
                ap-southeast-2 ami-83af8ae0
                """);
        release("amzn-ami-2015.09.f-amazon-ecs-optimized", """
                us-east-1 ami-43043329
                us-west-1 ami-a77b0ac7
                us-west-2 ami-02a24162
                eu-west-1 ami-76e95b05
                eu-central-1 ami-96b6adfa
                ap-northeast-1 ami-18d8de76
                ap-southeast-1 ami-9f60aefc
                ap-southeast-2 ami-75a38416
                """);
    }

    private KnownImages() {}

    static Optional<Known> find(String imageId) {
        return Optional.ofNullable(BY_ID.get(imageId));
    }

    private static void release(String name, String table) {
        for (var line : table.lines().toList()) {
            var region = line.substring(0, line.indexOf(' '));
            var id = line.substring(line.indexOf(' ') + 1);
            var devices =
                    List.of(new BlockDevice("/dev/xvda", 8, ""), new BlockDevice(Image.DOCKER_LVM_DEVICE, 22, ""));
            BY_ID.put(id, new Known(new Image(id, name, Architecture.X86_64, "/dev/xvda", devices), region));
        }
    }
}
