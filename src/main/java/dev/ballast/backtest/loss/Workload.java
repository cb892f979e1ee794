package dev.ballast.backtest.loss;

import dev.ballast.model.Service;
import dev.ballast.model.Service.Constraint;
import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.model.Service.Scheduling;
import dev.ballast.model.TaskShape;
import java.time.Duration;
import java.util.Optional;

/**
 * A service whose tasks a loss displaces.
 *
 * @param desired of a daemon nothing: it has one on every host
 * @param deregistrationDelay of its target group; empty for one that stands behind no load balancer
 * @param stopTimeout empty: the agent's 30 s
 */
public record Workload(
        String name,
        TaskShape shape,
        Placing placing,
        int desired,
        HealthyPercent healthy,
        Optional<Duration> deregistrationDelay,
        Optional<Duration> stopTimeout) {
    /** Where its tasks may stand. */
    public enum Placing {
        ANYWHERE,
        /** ECS's placement constraint distinctInstance. */
        ONE_A_HOST,
        /** ECS's scheduling strategy DAEMON. */
        EVERY_HOST
    }

    /** A service as it was observed. Of its placement constraints only distinctInstance is kept. */
    public static Workload of(Service service) {
        return new Workload(
                service.name(),
                service.shape(),
                placing(service),
                service.desiredCount(),
                service.healthy(),
                service.ending().balancers().isEmpty() ? Optional.empty() : Optional.of(service.deregistrationDelay()),
                Optional.of(service.stopTimeout()));
    }

    private static Placing placing(Service service) {
        if (service.scheduling() == Scheduling.DAEMON) return Placing.EVERY_HOST;
        return service.constraints().stream().map(Constraint::type).anyMatch("distinctInstance"::equals)
                ? Placing.ONE_A_HOST
                : Placing.ANYWHERE;
    }

    /** Least tasks that must serve: rounded up as ECS does. */
    public int minimum() {
        return (int) Math.ceilDiv((long) desired * healthy.minimum(), 100L);
    }
}
