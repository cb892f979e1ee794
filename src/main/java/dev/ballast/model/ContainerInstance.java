package dev.ballast.model;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * A host as ECS knows it.
 *
 * @param remaining what is free; tasks that are stopping still hold theirs
 * @param takenPorts host ports in use, the agent's reserved ones included
 */
public record ContainerInstance(
        String arn,
        String instanceId,
        Status status,
        boolean agentConnected,
        Resources registered,
        Resources remaining,
        List<Integer> takenPorts,
        int runningTasks,
        int pendingTasks,
        Instant registeredAt,
        SortedMap<String, String> attributes) {

    /** AWS's words. */
    public enum Status {
        REGISTERING,
        REGISTRATION_FAILED,
        ACTIVE,
        DRAINING,
        DEREGISTERING,
        INACTIVE
    }

    public ContainerInstance {
        takenPorts = List.copyOf(takenPorts);
        attributes = Ordered.map(attributes);
    }

    /** True where the scheduler may place a task on it now. */
    public boolean takesTasks() {
        return status == Status.ACTIVE && agentConnected;
    }
}
