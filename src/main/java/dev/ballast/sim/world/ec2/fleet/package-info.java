/**
 * Spot Fleets and EC2 Fleets: one engine, two names for most things. It launches over many pools by a strategy, keeps what it
 * was told to maintain, and writes down what it did.
 */
package dev.ballast.sim.world.ec2.fleet;
