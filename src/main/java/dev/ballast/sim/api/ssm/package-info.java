/** AWS Systems Manager's Parameter Store. */
package dev.ballast.sim.api.ssm;
