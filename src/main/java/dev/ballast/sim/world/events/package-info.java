/** Puts what happens in the world on EventBridge, in AWS's own words: one small file an event source. */
package dev.ballast.sim.world.events;
