/** What somebody who knows the whole recording could do at best. */
package dev.ballast.backtest.bounds;
