/** How fast simulated clusters live, and whether their market is like those that were measured. */
package dev.ballast.bench.simulator;
