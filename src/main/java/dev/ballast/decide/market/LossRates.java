package dev.ballast.decide.market;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Facts;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Experience.History;
import dev.ballast.model.LossBand;
import dev.ballast.model.Offer;
import dev.ballast.model.PurchaseOption;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often a pool is lost, in losses a day: what others say of it, corrected by what the cluster has seen there itself. With losses as a
 * Poisson process whose rate has a Gamma distribution before anything is seen, the rate expected afterwards is
 *
 * <p>(prior rate x {@link #PRIOR_DAYS} + own losses) / ({@link #PRIOR_DAYS} + own days)
 *
 * <p>with {@link Interruptions}' losses and days. The prior is the advisor's band in the settings, else what the offer says.
 */
public final class LossRates {
    /** Bands are of a trailing month: they count like a month of one's own. */
    static final double PRIOR_DAYS = 30;

    private final SortedMap<String, LossBand> bands;
    private final Map<CapacityPool, Double> told = new TreeMap<>();
    private final SortedMap<CapacityPool, History> own;
    private final Instant asOf;

    private LossRates(SortedMap<String, LossBand> bands, SortedMap<CapacityPool, History> own, Instant asOf) {
        this.bands = bands;
        this.own = own;
        this.asOf = asOf;
    }

    public static LossRates of(Facts facts, Draft draft) {
        var rates = new LossRates(
                facts.settings().capacity().risk().lossRates(), draft.learning().pools(), draft.asOf());
        for (Offer offer : facts.observation().offers().value()) rates.told.put(offer.pool(), offer.lossesPerDay());
        return rates;
    }

    /** Of the pool, and so of each of its instances; 0 on demand. */
    public double perDay(CapacityPool pool) {
        if (pool.option() != PurchaseOption.SPOT) return 0;
        var history = own.get(pool);
        if (history == null) return prior(pool);
        var now = Interruptions.at(history, asOf);
        return (prior(pool) * PRIOR_DAYS + now.losses()) / (PRIOR_DAYS + now.days());
    }

    private double prior(CapacityPool pool) {
        var band = bands.get(pool.instanceType());
        return band != null ? band.lossesPerDay() : told.getOrDefault(pool, Offer.USUAL_LOSSES_PER_DAY);
    }
}
