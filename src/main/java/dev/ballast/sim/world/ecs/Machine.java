package dev.ballast.sim.world.ecs;

import dev.ballast.model.InstanceType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A booted EC2 instance as the agent on it sees it.
 *
 * @param ecsConfig what /etc/ecs/ecs.config holds, KEY=VALUE
 */
public record Machine(
        String instanceId,
        InstanceType type,
        String zone,
        String imageId,
        String subnetId,
        String vpcId,
        Map<String, String> tags,
        SortedMap<String, String> ecsConfig) {
    public Machine {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        ecsConfig = Collections.unmodifiableSortedMap(new TreeMap<>(ecsConfig));
    }
}
