package dev.ballast.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What one cluster has learnt from its own instances. Bounded in size, whatever happens.
 *
 * @param coldStarts the last ones measured, oldest first
 * @param starting instances whose cold start is being measured, by id
 * @param pools spot pools that the cluster stands in or has stood in
 * @param auto what {@code survive: auto} came to; empty where nobody asks for it
 */
public record Experience(
        List<Duration> coldStarts,
        SortedMap<String, Starting> starting,
        SortedMap<CapacityPool, History> pools,
        Optional<Auto> auto) {
    public static final Experience NONE = new Experience(List.of(), null, null, Optional.empty());

    public Experience {
        coldStarts = List.copyOf(coldStarts);
        starting = Ordered.map(starting);
        pools = Ordered.map(pools);
    }

    /**
     * @param since when its launch was decided
     * @param unhealthy tasks of services that ran on it at the last look and did not serve yet, by ARN
     */
    public record Starting(Instant since, List<String> unhealthy) {
        public Starting {
            unhealthy = List.copyOf(unhealthy);
        }
    }

    /**
     * Of one pool, older days counting less.
     *
     * @param losses notices; one for an instance among n of its pool counts 1/n, because a pool is one coin
     * @param days for which the cluster has had instances there
     * @param asOf the moment that both figures are of
     * @param stands whether the cluster has instances there now: {@code days} goes on
     */
    public record History(double losses, double days, Instant asOf, boolean stands) {}

    /**
     * @param holds POOL or NONE
     * @param quickSince since when no spare has been needed, empty while one is
     * @param why as it was when it came to this
     */
    public record Auto(Settings.Survive holds, Cause cause, Optional<Instant> quickSince, String why) {}

    /** What decided. */
    public enum Cause {
        UNMEASURED,
        SHORTAGE,
        RISK,
        /** No spare is needed, but not for long enough yet. */
        TOO_NEW,
        QUICK
    }
}
