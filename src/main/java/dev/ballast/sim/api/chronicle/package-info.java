/**
 * What was done to a world, so that the same world can be made again: a world is a function of its seed, its rules, and what was done to
 * it at which moment. Where it is kept is another room's business.
 */
package dev.ballast.sim.api.chronicle;
