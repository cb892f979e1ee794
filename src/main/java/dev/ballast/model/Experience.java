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
 * @param caution how losses came, and what standing on demand for fear of them has cost
 */
public record Experience(
        List<Duration> coldStarts,
        SortedMap<String, Starting> starting,
        SortedMap<CapacityPool, History> pools,
        Optional<Auto> auto,
        Caution caution) {
    public static final Experience NONE = new Experience(List.of(), null, null, Optional.empty(), null);

    public Experience {
        coldStarts = List.copyOf(coldStarts);
        starting = Ordered.map(starting);
        pools = Ordered.map(pools);
        // an older journal does not tell it
        caution = caution == null ? Caution.NONE : caution;
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
     * @param losses by AWS; one of an instance among n of its pool counts 1/n, because a pool is one coin
     * @param days for which the cluster has had instances there
     * @param asOf the moment that both figures are of
     * @param stands whether the cluster has instances there now: {@code days} goes on
     * @param exposure the integral of 1 / (age + 2 min) over the time for which it stood in the pool after a setback
     * @param setback its last one; empty where none is remembered
     */
    public record History(
            double losses, double days, Instant asOf, boolean stands, double exposure, Optional<Setback> setback) {
        /** The cluster has never stood there. */
        public static History none(Instant asOf) {
            return new History(0, 0, asOf, false, 0, Optional.empty());
        }

        public History {
            // an older journal does not tell it
            setback = setback == null ? Optional.empty() : setback;
        }

        public History with(Setback other) {
            return new History(losses, days, asOf, stands, exposure, Optional.of(other));
        }

        public History standing(boolean whether) {
            return new History(losses, days, asOf, whether, exposure, setback);
        }

        public History losing(double more) {
            return new History(losses + more, days, asOf, stands, exposure, setback);
        }
    }

    /**
     * A pool had nothing, or not all that was asked, or it lost an instance.
     *
     * @param since from which moment on its age counts: the setback, and once it has given an instance after having none, that moment
     * @param isBack it has instances, as far as is known
     * @param seen when that was last known
     */
    public record Setback(Instant since, boolean isBack, Instant seen) {}

    /**
     * @param noticed losses with a notice, older ones counting less
     * @param unnoticed losses without one
     * @param premium dollars that were paid on demand while a young spot pool could have been asked, older ones counting less
     * @param base dollars that were paid beside
     * @param premiumPerHour dollars, from {@code asOf} on
     */
    public record Caution(
            double noticed,
            double unnoticed,
            double premium,
            double base,
            double premiumPerHour,
            double basePerHour,
            Instant asOf) {
        public static final Caution NONE = new Caution(0, 0, 0, 0, 0, 0, Instant.EPOCH);

        public Caution losing(int withNotice, int without) {
            return new Caution(
                    noticed + withNotice, unnoticed + without, premium, base, premiumPerHour, basePerHour, asOf);
        }

        /** Once, in dollars. */
        public Caution paying(double more) {
            return new Caution(noticed, unnoticed, premium + more, base, premiumPerHour, basePerHour, asOf);
        }

        /** From now on, in dollars an hour. */
        public Caution payingFromNow(double premiumAnHour, double baseAnHour) {
            return new Caution(noticed, unnoticed, premium, base, premiumAnHour, baseAnHour, asOf);
        }
    }

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
