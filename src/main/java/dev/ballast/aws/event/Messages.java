package dev.ballast.aws.event;

import dev.ballast.model.Signal;
import java.util.Optional;

/** From a message to a signal. */
public final class Messages {
    private static final String EC2 = "aws.ec2";

    private Messages() {}

    /**
     * Empty for an event that tells nothing about a host's end: another source (ECS, Health, a fleet), another kind, or an instance
     * that starts.
     *
     * @throws Event.Malformed where it is no event, or not of the schema that its kind has
     */
    public static Optional<Signal> signal(String message) {
        var event = Event.parse(message);
        if (!EC2.equals(event.source())) return Optional.empty();
        return switch (event.detailType()) {
            case InterruptionWarning.DETAIL_TYPE -> Optional.of(InterruptionWarning.signal(event));
            case RebalanceRecommendation.DETAIL_TYPE -> Optional.of(RebalanceRecommendation.signal(event));
            case InstanceStateChange.DETAIL_TYPE -> InstanceStateChange.signal(event);
            default -> Optional.empty();
        };
    }
}
