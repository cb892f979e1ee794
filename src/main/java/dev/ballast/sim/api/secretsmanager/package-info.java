/** AWS Secrets Manager. */
package dev.ballast.sim.api.secretsmanager;
