/** What the local cloud has of the machine that it runs on: its data folder. */
package dev.ballast.sim.host;
