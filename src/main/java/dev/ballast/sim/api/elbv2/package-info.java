/** Elastic Load Balancing (version 2) operations on the world's load balancers and target groups. */
package dev.ballast.sim.api.elbv2;
