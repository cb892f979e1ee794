/** Recorded and synthetic markets, and what is measured on them. */
package dev.ballast.backtest;
