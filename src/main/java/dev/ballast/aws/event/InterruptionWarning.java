package dev.ballast.aws.event;

import dev.ballast.model.Signal;

/**
 * {@code EC2 Spot Instance Interruption Warning}: {@code {"instance-id": "i-…", "instance-action": "terminate|stop|hibernate"}}.
 * Whatever the action, the host is lost to the cluster two minutes later.
 */
final class InterruptionWarning {
    static final String DETAIL_TYPE = "EC2 Spot Instance Interruption Warning";

    private InterruptionWarning() {}

    static Signal signal(Event event) {
        return new Signal(Signal.Kind.NOTICE, event.detail("instance-id"), event.at());
    }
}
