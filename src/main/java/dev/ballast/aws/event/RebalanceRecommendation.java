package dev.ballast.aws.event;

import dev.ballast.model.Signal;

/** {@code EC2 Instance Rebalance Recommendation}: {@code {"instance-id": "i-…"}}. A notice may follow, or come with it, or never come. */
final class RebalanceRecommendation {
    static final String DETAIL_TYPE = "EC2 Instance Rebalance Recommendation";

    private RebalanceRecommendation() {}

    static Signal signal(Event event) {
        return new Signal(Signal.Kind.REBALANCE, event.detail("instance-id"), event.at());
    }
}
