/** Identity and Access Management, as far as launching asks it. */
package dev.ballast.sim.api.iam;
