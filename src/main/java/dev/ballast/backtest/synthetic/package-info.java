/** Markets that nobody recorded: drawn from the local cloud's model, another one for each seed. */
package dev.ballast.backtest.synthetic;
