/** The spot market and the capacity behind it: what an instance of a pool costs, how many can be had, and when a pool goes away. */
package dev.ballast.sim.world.market;
