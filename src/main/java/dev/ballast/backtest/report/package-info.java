/** Replays, many at once, and the figures that come of them. */
package dev.ballast.backtest.report;
