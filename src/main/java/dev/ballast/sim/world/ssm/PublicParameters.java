package dev.ballast.sim.world.ssm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ballast.model.Architecture;
import dev.ballast.sim.world.ec2.Images;
import dev.ballast.sim.world.ec2.MachineImage;
import java.util.SortedMap;
import java.util.TreeMap;

/** The parameters under /aws/service that name AWS's newest images for containers. */
final class PublicParameters {
    private static final String ECS = "/aws/service/ecs/optimized-ami/";
    private static final String BOTTLEROCKET = "/aws/service/bottlerocket/aws-ecs-2/";
    private static final String AMAZON_LINUX = "/aws/service/ami-amazon-linux-latest/";

    private PublicParameters() {}

    /** Values by name. */
    static SortedMap<String, String> of(Images images) {
        var all = new TreeMap<String, String>();
        for (var architecture : Architecture.values()) {
            var suffix = architecture == Architecture.ARM64 ? "/arm64" : "";
            ecs(all, ECS + "amazon-linux-2023" + suffix, images.recommended(architecture), "Amazon Linux 2023");
            ecs(all, ECS + "amazon-linux-2" + suffix, images.recommendedAmazonLinux2(architecture), "Amazon Linux 2");
            var rocket = images.recommendedBottlerocket(architecture);
            for (var word :
                    new String[] {architecture.ec2Name(), architecture == Architecture.ARM64 ? "aarch64" : "x86_64"}) {
                all.put(BOTTLEROCKET + word + "/latest/image_id", rocket.id());
                all.put(BOTTLEROCKET + word + "/latest/image_version", version(rocket));
            }
        }
        for (var image : images.all())
            if (image.ownerId().equals(Images.AMAZON_LINUX_OWNER)) {
                var word = image.architecture().ec2Name();
                all.put(AMAZON_LINUX + "al2023-ami-kernel-default-" + word, image.id());
                all.put(AMAZON_LINUX + "al2023-ami-kernel-6.1-" + word, image.id());
            }
        return all;
    }

    private static void ecs(SortedMap<String, String> all, String path, MachineImage image, String system) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("ecs_agent_version", "1.89.2")
                .put("ecs_runtime_version", "Docker version 25.0.8")
                .put("image_id", image.id())
                .put("image_name", image.name())
                .put("image_version", version(image))
                .put("os", system)
                .put("schema_version", 1)
                .put("source_image_name", image.name().replace("-ecs", ""));
        var recommended = path + "/recommended";
        all.put(recommended, json.toString());
        json.properties()
                .forEach(member -> all.put(
                        recommended + "/" + member.getKey(), member.getValue().asText()));
    }

    /** {@code 2023.0.20251108} of {@code al2023-ami-ecs-hvm-2023.0.20251108-kernel-6.1-x86_64}. */
    private static String version(MachineImage image) {
        for (var part : image.name().split("-"))
            if (part.matches("v?\\d+\\.\\d+\\.\\d+")) return part.startsWith("v") ? part.substring(1) : part;
        return "1";
    }
}
