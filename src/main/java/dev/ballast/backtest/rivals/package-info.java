/** Other people's policies, to be replayed beside Ballast. */
package dev.ballast.backtest.rivals;
