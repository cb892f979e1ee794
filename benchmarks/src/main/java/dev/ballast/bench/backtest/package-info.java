/** Ballast's decide on recorded and synthetic markets, against what others do there and what nobody can go below. */
package dev.ballast.bench.backtest;
