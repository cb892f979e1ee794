package dev.ballast.backtest.report;

import dev.ballast.backtest.replay.Run;
import dev.ballast.model.UsdPerHour;

/**
 * One seed's replay beside what it is measured by.
 *
 * @param fluid the fluid bound on the same market
 * @param onDemand what an instance on demand costs there
 */
record SeedRun(Run run, Run fluid, UsdPerHour onDemand) {}
