/** Replicas of one instance each on a recorded spot market: who keeps them, what that costs and when they are missing. */
package dev.ballast.backtest.replay;
