/** Amazon ECS's operations on the world's ECS: clusters, container instances, task definitions, tasks, services. */
package dev.ballast.sim.api.ecs;
