package dev.ballast.sim.world.ec2;

import java.time.Instant;
import java.util.SortedMap;

/**
 * A snapshot of a volume, complete as soon as it is made: nothing here has bytes to copy.
 *
 * @param volumeId the volume it was taken of; AWS's placeholder {@code vol-ffffffff} for a copied image's
 */
public record Snapshot(
        String id,
        String volumeId,
        int sizeGib,
        boolean encrypted,
        String description,
        Instant startedAt,
        SortedMap<String, String> tags) {}
