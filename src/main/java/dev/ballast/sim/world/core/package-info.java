/** What every part of the world stands on: its time, its draws, its ids, its refusals. */
package dev.ballast.sim.world.core;
