/**
 * What is made to go wrong in the world, on the world's own time and from its own draws: by a person through the admin API, by a
 * simulation, or by the storm that the world's rules ask for. By itself it does one thing: it throttles who calls too fast.
 */
package dev.ballast.sim.world.faults;
