package dev.ballast.backtest.bounds;

import dev.ballast.backtest.replay.Run;
import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.replay.SpotMarket;

/**
 * What knowing the whole recording is worth: every replica ready at every moment, on demand wherever spot has none, notices unused. No
 * rival: it cannot be had.
 */
public enum Bound {
    /** LB1: as many on spot as there is, the cheapest first; an instance starts at once and costs nothing to change. */
    FLUID {
        @Override
        public Run of(SpotMarket market, SetUp setUp) {
            return Fluid.run(market, setUp);
        }
    },
    /** LB2: each instance is paid for from its launch, a cold start before it serves. */
    COLD_START {
        @Override
        public Run of(SpotMarket market, SetUp setUp) {
            return Chains.cheapest(market, setUp);
        }
    },
    /** LB3: costs as much as the fluid bound and launches as few instances as that allows. */
    FEWEST_LAUNCHES {
        @Override
        public Run of(SpotMarket market, SetUp setUp) {
            return Chains.fewestLaunches(market, setUp);
        }
    };

    public abstract Run of(SpotMarket market, SetUp setUp);
}
