/**
 * What is made to go wrong in the world, on the world's own time and from its own draws: by a person through the admin API, or by a
 * simulation. Nothing here goes wrong by itself, except that AWS throttles who calls too fast.
 */
package dev.ballast.sim.world.faults;
