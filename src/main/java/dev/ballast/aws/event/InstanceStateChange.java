package dev.ballast.aws.event;

import dev.ballast.model.InstanceState;
import dev.ballast.model.Signal;
import java.util.Optional;

/**
 * {@code EC2 Instance State-change Notification}: {@code {"instance-id": "i-…", "state": "pending|running|…"}}. Also the safety net
 * for a notice that never came.
 */
final class InstanceStateChange {
    static final String DETAIL_TYPE = "EC2 Instance State-change Notification";

    private InstanceStateChange() {}

    /** Empty for an instance that starts. */
    static Optional<Signal> signal(Event event) {
        return switch (state(event.detail("state"))) {
            case PENDING, RUNNING -> Optional.empty();
            case SHUTTING_DOWN, TERMINATED, STOPPING, STOPPED ->
                Optional.of(new Signal(Signal.Kind.GONE, event.detail("instance-id"), event.at()));
        };
    }

    private static InstanceState state(String word) {
        try {
            return InstanceState.of(word);
        } catch (IllegalArgumentException unknown) {
            throw new Event.Malformed(unknown.getMessage());
        }
    }
}
