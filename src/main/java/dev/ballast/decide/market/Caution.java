package dev.ballast.decide.market;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Facts;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.ColdStart;
import dev.ballast.model.Experience;
import dev.ballast.model.Experience.History;
import dev.ballast.model.Experience.Setback;
import dev.ballast.model.Offer;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Settings.Backend;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.Signal;
import dev.ballast.model.UsdPerHour;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which spot pools are too young to be stood in while on demand can be had. A pool is lost most often soon after it was lost or empty: its losses an
 * hour are about k / (age + 2 min), where k is learned of all pools first, then of each. It is too young while
 *
 * <pre>
 * losses an hour x worth of a loss x (1 - used)^2  >  (on-demand price - spot price) / spot price
 *
 * worth of a loss = hours for which it leaves tasks without a place / capacity.risk
 * used            = what caution has cost / (capacity.on-demand.caution x what else was paid), at most 1
 * </pre>
 *
 * The worth is in hours of what stands there. See docs/decisions/058-caution.md.
 */
public final class Caution {
    /** Learned on the recordings that most is known of: two to twenty losses a day. */
    private static final double USUAL_K = 0.5;

    /** So much exposure counts as much as what is usual: 2 min x e^5 of standing in a pool that was just lost, five hours. */
    private static final double PRIOR_EXPOSURE = 5;

    /** So many losses count as having had their notices before any is seen: one that had none may be a clock or a queue. */
    private static final double PRIOR_LOSSES = 2;

    /** Nothing is worth more: with {@code capacity.risk: 0} the budget alone bounds. */
    private static final double LEAST_RISK = 1e-6;

    /** 83 to 97 of 100 losses in a pool are joined by another within 5 minutes. */
    private static final Duration JOINED_WITHIN = Duration.ofMinutes(10);

    /** A pool that was seen is seen again after a quarter of its age: an age that nobody watched says little. */
    private static final int ASKED_AN_AGE = 4;

    private static final Duration LEAST_WAIT = Duration.ofMinutes(5);

    private static final double HOUR = Duration.ofHours(1).toMillis();
    private static final double HOURS_OF_A_DAY = 24;

    private final Draft draft;
    private final Optional<LossRates> rates;
    private final double worth;
    private final double left;
    private final double usualK;

    private Caution(Facts facts, Draft draft) {
        this.draft = draft;
        var sums = CautionSums.now(draft);
        worth = worth(facts, draft, sums);
        left = left(facts.settings().capacity().onDemand().caution(), sums);
        // most clusters never ask for it, and it is asked in every decision
        rates = isCalledFor() ? Optional.of(LossRates.of(facts, draft)) : Optional.empty();
        usualK = isCalledFor() ? usualK(draft) : USUAL_K;
    }

    private static double usualK(Draft draft) {
        var losses = 0.0;
        var exposure = 0.0;
        for (var pool : draft.learning().pools().keySet()) {
            var history = Interruptions.history(draft, pool);
            losses += history.losses();
            exposure += history.exposure();
        }
        return (USUAL_K * PRIOR_EXPOSURE + losses) / (PRIOR_EXPOSURE + exposure);
    }

    public static Caution of(Facts facts, Draft draft) {
        return new Caution(facts, draft);
    }

    /** In hours of an instance, 0 where a loss leaves nothing without a place. */
    private static double worth(Facts facts, Draft draft, Experience.Caution sums) {
        var capacity = facts.settings().capacity();
        var coldStart = ColdStart.of(draft.learning().coldStarts());
        var canStandOnDemand = capacity.onDemand().caution() > 0
                && !capacity.onDemand().cap().equals(UsdPerHour.ZERO)
                && capacity.backend() == Backend.EC2_FLEET;
        if (coldStart.isEmpty() || !canStandOnDemand || capacity.survive() != Survive.NONE) return 0;
        var late = coldStart.get().p95().plus(facts.settings().interruption().margin());
        var withNotice = Math.max(0, late.minus(Signal.NOTICE).toMillis());
        var unnoticed = sums.unnoticed() / (sums.noticed() + sums.unnoticed() + PRIOR_LOSSES);
        var missing = unnoticed * late.toMillis() + (1 - unnoticed) * withNotice;
        return missing / HOUR / Math.max(LEAST_RISK, capacity.risk().shortShare());
    }

    private static double left(double share, Experience.Caution sums) {
        if (sums.premium() <= 0) return 1;
        var used = Math.min(1, sums.premium() / (share * sums.base()));
        return (1 - used) * (1 - used);
    }

    /** Whether a loss hurts at all. */
    public boolean isCalledFor() {
        return worth > 0;
    }

    /** Why nobody should stand there now, empty where one may. */
    public Optional<String> against(Offer offer) {
        if (!isCalledFor() || offer.pool().option() != PurchaseOption.SPOT || left <= 0) return Optional.empty();
        var setback = setback(offer.pool());
        if (setback.isEmpty()) return Optional.empty();
        if (!setback.get().isBack())
            return Optional.of(
                    "had nothing, or lost all, at " + setback.get().since() + ", and has given nothing since");
        var dearer = offer.onDemandPrice().dollars() / offer.price().dollars() - 1;
        if (lossesPerHour(offer.pool(), setback.get()) * worth * left <= dearer) return Optional.empty();
        return Optional.of("lost or empty until " + Words.seconds(age(setback.get()))
                + " ago, and so too likely to be lost for what on demand costs more");
    }

    /** Whether who stands there had better go: only right after the loss, when most of those come that join it. */
    public boolean isAgainstStaying(Offer offer) {
        return against(offer).isPresent()
                && setback(offer.pool())
                        .filter(one -> age(one).compareTo(JOINED_WITHIN) <= 0)
                        .isPresent();
    }

    /** Its pool has given an instance since its setback, as far as is known. */
    public boolean isBack(Offer offer) {
        return setback(offer.pool()).filter(Setback::isBack).isPresent();
    }

    private Optional<Setback> setback(CapacityPool pool) {
        return Optional.ofNullable(draft.learning().pools().get(pool)).flatMap(History::setback);
    }

    private Duration age(Setback setback) {
        return Duration.between(setback.since(), draft.asOf());
    }

    private double lossesPerHour(CapacityPool pool, Setback setback) {
        var history = Interruptions.history(draft, pool);
        var k = (usualK * PRIOR_EXPOSURE + history.losses()) / (PRIOR_EXPOSURE + history.exposure());
        var hours = age(setback).plus(Interruptions.YOUNGEST).toMillis() / HOUR;
        return Math.max(k / hours, rates.orElseThrow().perDay(pool) / HOURS_OF_A_DAY);
    }

    /** When a young pool is to be asked whether it still, or again, has an instance. */
    public Instant askAgain(Offer offer) {
        var setback = setback(offer.pool()).orElseThrow();
        if (!setback.isBack()) return draft.asOf();
        var wait = age(setback).dividedBy(ASKED_AN_AGE);
        return setback.seen().plus(wait.compareTo(LEAST_WAIT) > 0 ? wait : LEAST_WAIT);
    }
}
