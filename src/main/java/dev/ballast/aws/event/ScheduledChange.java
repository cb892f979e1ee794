package dev.ballast.aws.event;

import dev.ballast.model.Signal;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code AWS Health Event} of EC2: {@code {"service": "EC2", "eventTypeCategory": "scheduledChange", "eventTypeCode":
 * "AWS_EC2_…_SCHEDULED", "statusCode": "upcoming|open|closed", "affectedEntities": [{"entityValue": "i-…"}, …]}}. A retirement, a stop, a
 * reboot: announced days before, so the host is better replaced in peace, which is what a rebalance recommendation says.
 */
final class ScheduledChange {
    static final String SOURCE = "aws.health";
    static final String DETAIL_TYPE = "AWS Health Event";

    private ScheduledChange() {}

    /** None for other services, for what is no change of an instance, and for what is over. */
    static List<Signal> signals(Event event) {
        var detail = event.detail();
        if (!"EC2".equals(detail.path("service").asText())
                || !"scheduledChange".equals(detail.path("eventTypeCategory").asText())
                || "closed".equals(detail.path("statusCode").asText())) return List.of();
        var signals = new ArrayList<Signal>();
        for (var entity : detail.path("affectedEntities")) {
            var id = entity.path("entityValue").asText();
            if (id.startsWith("i-")) signals.add(new Signal(Signal.Kind.REBALANCE, id, event.at()));
        }
        return signals;
    }
}
