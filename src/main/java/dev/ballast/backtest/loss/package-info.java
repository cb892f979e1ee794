/** Spot capacity taken away from a cluster in a world of its own, and what that cost the services on it. */
package dev.ballast.backtest.loss;
