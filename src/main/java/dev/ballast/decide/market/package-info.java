/** What the market gives and takes: loss rates, cold starts, and what has nothing just now. */
package dev.ballast.decide.market;
