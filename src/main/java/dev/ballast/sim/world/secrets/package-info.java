/** Secrets Manager in the world: secrets with their versions. */
package dev.ballast.sim.world.secrets;
