/**
 * Elastic Load Balancing in the world: load balancers, listeners, target groups, and the health of targets over time. No request
 * flows; a target is healthy when what is behind it runs. ECS registers its tasks here and waits until they are drained.
 */
package dev.ballast.sim.world.elb;
