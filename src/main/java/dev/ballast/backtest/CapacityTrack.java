package dev.ballast.backtest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How many instances a probe could hold in one market over time: numbers and nothing else, recorded or modelled.
 *
 * @param steps by time, at least one; a capacity holds until the next step
 * @param endMillis when the last one ends to hold
 */
public record CapacityTrack(List<Step> steps, long endMillis) {
    private static final double DAY = Duration.ofDays(1).toMillis();

    /** @param atMillis from any origin that all tracks share */
    public record Step(long atMillis, int capacity) {}

    public CapacityTrack {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || endMillis < steps.getLast().atMillis())
            throw new IllegalArgumentException("a track has steps, and ends after the last of them");
        for (var index = 1; index < steps.size(); index++)
            if (steps.get(index).atMillis() < steps.get(index - 1).atMillis())
                throw new IllegalArgumentException("step " + index + " goes back in time");
    }

    public double days() {
        return (endMillis - steps.getFirst().atMillis()) / DAY;
    }

    /** Days that instances of the probe ran, all together. */
    public double instanceDays() {
        var sum = 0.0;
        for (var index = 0; index < steps.size(); index++)
            sum += steps.get(index).capacity() * (until(index) / DAY);
        return sum;
    }

    /** The share of the time in which at least one could be held. */
    public double shareUp() {
        var up = 0.0;
        for (var index = 0; index < steps.size(); index++)
            if (steps.get(index).capacity() > 0) up += until(index) / DAY;
        return up / days();
    }

    /** When instances of the probe were lost: a moment for each of them, in order. */
    public List<Long> lossMillis() {
        var losses = new ArrayList<Long>();
        for (var index = 1; index < steps.size(); index++) {
            var lost = steps.get(index - 1).capacity() - steps.get(index).capacity();
            for (var one = 0; one < lost; one++) losses.add(steps.get(index).atMillis());
        }
        return losses;
    }

    /** Moments at which any were lost, a day. */
    public double fallsPerDay() {
        return lossMillis().stream().distinct().count() / days();
    }

    public double lossesPerDay() {
        return lossMillis().size() / days();
    }

    public double lossesPerInstanceDay() {
        return lossMillis().size() / instanceDays();
    }

    /** How long nothing could be held, each time that it began and ended inside the track; shortest first. */
    public List<Duration> droughts() {
        var lengths = new ArrayList<Duration>();
        long begin = -1;
        for (var index = 1; index < steps.size(); index++) {
            var step = steps.get(index);
            var before = steps.get(index - 1).capacity();
            if (before > 0 && step.capacity() == 0) begin = step.atMillis();
            if (before == 0 && step.capacity() > 0 && begin >= 0)
                lengths.add(Duration.ofMillis(step.atMillis() - begin));
        }
        lengths.sort(null);
        return lengths;
    }

    private long until(int index) {
        var next = index + 1 < steps.size() ? steps.get(index + 1).atMillis() : endMillis;
        return next - steps.get(index).atMillis();
    }
}
