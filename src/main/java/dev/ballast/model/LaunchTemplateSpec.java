package dev.ballast.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A launch template as Ballast writes it, everything but type, subnet and price, which differ by pool.
 *
 * @param name {@code ballast-CLUSTER-HASH}: another content is another name, so creating it twice is harmless
 * @param userData plain text; base64 belongs to the wire
 * @param tags on instances and volumes
 */
public record LaunchTemplateSpec(
        String name,
        String imageId,
        Optional<String> keyName,
        Optional<String> instanceProfile,
        List<String> securityGroups,
        boolean publicAddress,
        List<EbsMapping> volumes,
        String userData,
        Map<String, String> tags) {

    /** @param snapshotId empty for a fresh volume */
    public record EbsMapping(
            String device, int sizeGib, String volumeType, boolean encrypted, Optional<String> snapshotId) {}

    public LaunchTemplateSpec {
        securityGroups = List.copyOf(securityGroups);
        volumes = List.copyOf(volumes);
        tags = Ordered.asWritten(tags);
    }

    /** The part of the name behind the last dash. */
    public String hash() {
        return name.substring(name.lastIndexOf('-') + 1);
    }
}
