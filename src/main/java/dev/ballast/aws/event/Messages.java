package dev.ballast.aws.event;

import dev.ballast.model.Signal;
import java.util.List;
import java.util.Optional;

/** From a message to its signals. */
public final class Messages {
    private static final String EC2 = "aws.ec2";

    private Messages() {}

    /**
     * None for an event that tells nothing about a host's end: another source (ECS, a fleet), another kind, or an instance that starts.
     *
     * @throws Event.Malformed where it is no event, or not of the schema that its kind has
     */
    public static List<Signal> signals(String message) {
        var event = Event.parse(message);
        return switch (event.source()) {
            case EC2 -> ofEc2(event).stream().toList();
            case ScheduledChange.SOURCE ->
                event.detailType().equals(ScheduledChange.DETAIL_TYPE) ? ScheduledChange.signals(event) : List.of();
            default -> List.of();
        };
    }

    private static Optional<Signal> ofEc2(Event event) {
        return switch (event.detailType()) {
            case InterruptionWarning.DETAIL_TYPE -> Optional.of(InterruptionWarning.signal(event));
            case RebalanceRecommendation.DETAIL_TYPE -> Optional.of(RebalanceRecommendation.signal(event));
            case InstanceStateChange.DETAIL_TYPE -> InstanceStateChange.signal(event);
            default -> Optional.empty();
        };
    }
}
