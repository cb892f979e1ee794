package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Host;
import dev.ballast.model.Offer;
import dev.ballast.model.UsdPerHour;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One cheaper instance in place of one or a few running hosts, in money:
 *
 * <pre>
 * worth      = saving * life - disruption
 * saving     = price of the leaving - price of the new - what its pool loses more often
 * life       = until its pool takes the new one: 24 h / its losses a day; at most as long as the youngest of the leaving has stood, or 24 h
 * disruption = OVERLAP * price of the new + PER_TASK * tasks that move
 * more often = sum over the new less sum over the leaving of losses an hour * (OVERLAP * price + PER_TASK * tasks), at least 0
 * </pre>
 *
 * A pool that loses less often is no saving by itself: rates are known too badly to move tasks for them.
 *
 * @param price of the leaving together
 * @param age of the youngest of them
 * @param tasks service tasks that move
 * @param losses an hour, of the leaving, each times what one of its losses disturbs, in dollars
 */
record Exchange(List<Host> leaving, Offer replacement, UsdPerHour price, Duration age, int tasks, double losses) {
    /** For so long both run and are paid: launch, boot, registration and the tasks' start. Until cold starts are measured. */
    private static final Duration OVERLAP = Duration.ofMinutes(5);

    /** In dollars: a moved task runs twice while it starts, and serves worse while it warms up; a quarter of a vCPU costs so much in 10 minutes. */
    private static final double PER_TASK = 0.001;

    /** No price and no load is believed to stay for longer. */
    private static final Duration LONGEST_LIFE = Duration.ofHours(24);

    private static final double HOURS_A_DAY = 24;

    Exchange {
        leaving = List.copyOf(leaving);
    }

    /** What the losses of a host on such an offer disturb, in dollars an hour. */
    static double losses(Offer offer, int tasks) {
        return offer.lossesPerDay() / HOURS_A_DAY * disruption(offer.price(), tasks);
    }

    private static double disruption(UsdPerHour price, int tasks) {
        return price.dollars() * hours(OVERLAP) + PER_TASK * tasks;
    }

    private static double hours(Duration duration) {
        return duration.toSeconds() / 3600.0;
    }

    /** By price alone. */
    UsdPerHour saving() {
        return price.minus(replacement.price());
    }

    private double life() {
        var most = Math.min(hours(LONGEST_LIFE), hours(age));
        return replacement.lossesPerDay() <= 0 ? most : Math.min(most, HOURS_A_DAY / replacement.lossesPerDay());
    }

    private double gain() {
        return (saving().dollars() - Math.max(0, losses(replacement, tasks) - losses)) * life();
    }

    private double disruption() {
        return disruption(replacement.price(), tasks);
    }

    /** In dollars, over the life of the replacement; not positive where the disturbance costs more than it brings. */
    double worth() {
        return gain() - disruption();
    }

    /** The most that a replacement may cost for the saving to be no wobble of prices. */
    static UsdPerHour mostFor(UsdPerHour price, double leastSaving) {
        return price.times(1 - leastSaving);
    }

    String sentence() {
        return String.format(
                Locale.ROOT,
                "%s for %s %s replaced by one of %s for %s: %s less (%.0f %%), $%.4f in the %.1f h that it is expected to last,"
                        + " against $%.4f for both running %d minutes and for moving %s",
                Words.list(leaving.stream().map(Host::toString).toList()),
                price,
                leaving.size() == 1 ? "is" : "are",
                replacement.pool(),
                replacement.price(),
                saving(),
                100.0 * saving().micros() / price.micros(),
                gain(),
                life(),
                disruption(),
                OVERLAP.toMinutes(),
                Words.count(tasks, "service task"));
    }

    /** For a list of what lost. */
    String inShort() {
        return String.format(
                Locale.ROOT,
                "%s by %s: %s less, worth $%.4f",
                Words.list(leaving.stream().map(Host::id).toList()),
                replacement.pool(),
                saving(),
                worth());
    }
}
