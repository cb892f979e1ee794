/** Security Token Service: who is calling. */
package dev.ballast.sim.api.sts;
