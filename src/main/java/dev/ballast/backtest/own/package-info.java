/** Ballast itself among the policies: its decide, on one service of one replica an instance. */
package dev.ballast.backtest.own;
