package dev.ballast.backtest.loss;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a loss cost.
 *
 * @param instances that were taken
 * @param tasks of replica services that ran on them when their notice came
 * @param services each as it fared
 * @param whole from the notice until every service had all its tasks again, and kept them; empty where that did not come to pass
 */
public record Loss(int instances, int tasks, List<Fared> services, Optional<Duration> whole) {
    public Loss {
        services = List.copyOf(services);
    }

    /**
     * One service during the loss.
     *
     * @param displaced tasks that ran on what was taken
     * @param lost of these, how many ended otherwise than by ECS's own scheduler while fewer than desired served
     * @param lowest least tasks that served at one moment
     * @param missing task-time: how many tasks of the desired count did not serve, times how long
     * @param failing requests that would have failed at one a second: those that its load balancer sent to what runs no more, or to
     *     nothing; zero without a load balancer
     */
    public record Fared(Workload service, int displaced, int lost, int lowest, Duration missing, Duration failing) {
        public boolean fellBelowMinimum() {
            return lowest < service.minimum();
        }
    }

    public int lost() {
        return services.stream().mapToInt(Fared::lost).sum();
    }

    public long belowMinimum() {
        return services.stream().filter(Fared::fellBelowMinimum).count();
    }

    public Duration failing() {
        return services.stream().map(Fared::failing).reduce(Duration.ZERO, Duration::plus);
    }

    public Duration missing() {
        return services.stream().map(Fared::missing).reduce(Duration.ZERO, Duration::plus);
    }
}
