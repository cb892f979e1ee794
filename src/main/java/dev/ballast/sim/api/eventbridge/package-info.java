/** Amazon EventBridge's operations on the world's event buses: rules, targets, and events of one's own. */
package dev.ballast.sim.api.eventbridge;
