/** AWS's price list: what instance types cost on demand. */
package dev.ballast.sim.api.pricing;
