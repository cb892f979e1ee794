package dev.ballast.backtest.replay;

import java.util.List;

/**
 * One replay, as it went.
 *
 * @param gaps each time in which fewer were ready than wanted, in order
 * @param counts what happened to instances
 */
public record Run(Days days, List<Gap> gaps, Counts counts) {
    /**
     * @param millis how long
     * @param missing replicas times milliseconds
     */
    public record Gap(long millis, long missing) {}

    /**
     * @param launches that were not refused, the first ones included
     * @param interruptions spot instances that were taken
     * @param killed ready replicas that ended with their instance and left fewer than wanted
     * @param largestLoss the largest share of all instances that was taken at one moment
     * @param spotMillis instance time on spot
     * @param onDemandMillis instance time on demand
     */
    public record Counts(
            long launches, long interruptions, long killed, double largestLoss, long spotMillis, long onDemandMillis) {}

    public Run {
        gaps = List.copyOf(gaps);
    }
}
