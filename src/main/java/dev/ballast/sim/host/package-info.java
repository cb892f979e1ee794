/** What the local cloud has of the machine that it runs on: its data folder, and real programs for its tasks. */
package dev.ballast.sim.host;
