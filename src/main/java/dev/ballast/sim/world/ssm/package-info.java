/** SSM's parameters: the public ones that name AWS's newest images, and the account's own. */
package dev.ballast.sim.world.ssm;
