/** The Fault Injection Service in the world: experiments that take spot instances away with their two minutes' notice. */
package dev.ballast.sim.world.fis;
