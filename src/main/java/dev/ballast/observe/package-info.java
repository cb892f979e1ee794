/** Asks the world, and knows how old each answer is. The ports in are here; the aws and sim.port rooms implement them. */
package dev.ballast.observe;
