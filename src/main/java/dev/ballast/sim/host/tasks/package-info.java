/** Real programs behind the tasks of the local cloud, and real HTTP through its load balancers. */
package dev.ballast.sim.host.tasks;
