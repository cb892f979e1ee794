package dev.ballast.sim.world.market;

import dev.ballast.model.AdvisorBands;
import dev.ballast.model.MarketTrace;

/**
 * What moves the spot market.
 *
 * @param trace recorded pools, from the world's start on; empty for none
 * @param bands instead of the regime's one rate for all types; empty for that
 */
public record MarketRules(Regime regime, MarketTrace trace, AdvisorBands bands) {
    public static final MarketRules CALM = new MarketRules(Regime.CALM, MarketTrace.NONE);

    public MarketRules(Regime regime, MarketTrace trace) {
        this(regime, trace, AdvisorBands.NONE);
    }

    public static MarketRules of(Regime regime) {
        return new MarketRules(regime, MarketTrace.NONE);
    }
}
