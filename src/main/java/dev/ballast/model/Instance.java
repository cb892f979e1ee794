package dev.ballast.model;

import java.time.Instant;
import java.util.SortedMap;

/**
 * An EC2 instance as DescribeInstances tells it.
 *
 * @param reclaimed EC2 has ended it because it needed the capacity, whether it gave notice or not (StateReason Server.SpotInstanceTermination)
 */
public record Instance(
        String instanceId,
        CapacityPool pool,
        InstanceState state,
        Instant launchedAt,
        String imageId,
        String subnetId,
        SortedMap<String, String> tags,
        boolean reclaimed) {

    public Instance {
        tags = Ordered.map(tags);
    }

    /** The token of the step that launched it, empty where Ballast did not. */
    public String launchToken() {
        return tags.getOrDefault(OwnerTags.LAUNCH, "");
    }
}
