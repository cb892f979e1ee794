package dev.ballast.backtest.loss;

import dev.ballast.model.Service.HealthyPercent;
import java.time.Duration;
import java.util.Optional;

/**
 * A service whose tasks a loss displaces.
 *
 * @param deregistrationDelay of its target group; empty for one that stands behind no load balancer
 * @param stopTimeout empty: the agent's 30 s
 */
public record Workload(
        String name,
        int cpuUnits,
        int memoryMib,
        int desired,
        HealthyPercent healthy,
        Optional<Duration> deregistrationDelay,
        Optional<Duration> stopTimeout) {
    /** Least tasks that must serve: rounded up as ECS does. */
    public int minimum() {
        return (int) Math.ceilDiv((long) desired * healthy.minimum(), 100L);
    }
}
