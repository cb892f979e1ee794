package dev.ballast.model;

import java.util.Optional;

/**
 * A pool that the settings name, and what a plan makes of it.
 *
 * @param price what an hour of an instance costs now
 * @param difference its price for what the tasks need together, against the dearest spot pool that is bought of, or where nothing is bought the dearest
 *     that runs: 0.1 is a tenth dearer. Empty where nothing fits on it, and where there is none to compare with
 * @param why a sentence with the numbers that decided
 */
public record PoolChoice(
        CapacityPool pool, UsdPerHour price, Verdict verdict, Optional<Double> difference, String why) {
    public enum Verdict {
        /** The plan launches instances of it. */
        BOUGHT,
        /** Instances of it run, and no more are bought. */
        RUNS,
        DEARER,
        /** It is no dearer, but with one host more would be lost than with any host that is bought. */
        LARGER_LOSS,
        /** It is no dearer, but others together cost less. */
        NOT_NEEDED,
        NOTHING_FITS,
        /** On demand, which is asked only while spot is short. */
        FALLBACK,
        WRONG_ARCHITECTURE,
        ABOVE_MAX_PRICE,
        /** It had nothing or lost instances lately, or what it shares with others is used up. */
        QUARANTINED,
        /** It is no dearer, but EC2 scores its zone low, and others are enough. */
        LOW_SCORE,
        /** It was lost or empty not long ago: on demand is stood in for as long as it is likely to be lost again. */
        YOUNG
    }
}
