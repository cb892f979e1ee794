/** What one cluster has seen of its market: capacity as its launches and losses tell it. */
package dev.ballast.backtest.seen;
