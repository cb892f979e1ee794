package dev.ballast.sim.world.market;

import dev.ballast.model.MarketTrace;

/**
 * What moves the spot market.
 *
 * @param trace recorded pools, from the world's start on; empty for none
 */
public record MarketRules(Regime regime, MarketTrace trace) {
    public static final MarketRules CALM = new MarketRules(Regime.CALM, MarketTrace.NONE);

    public static MarketRules of(Regime regime) {
        return new MarketRules(regime, MarketTrace.NONE);
    }
}
