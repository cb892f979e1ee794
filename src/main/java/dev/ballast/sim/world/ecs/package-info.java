/**
 * ECS in the world: clusters, the hosts that join them, task definitions, services with a real scheduler, tasks that take
 * their time and their share of a host. {@link dev.ballast.sim.world.ecs.EcsWorld} is the door; what happens by itself is told to
 * an {@link dev.ballast.sim.world.ecs.EcsListener}. It stands on ec2 and core and knows neither EventBridge nor a load balancer:
 * those are told through seams that are declared here.
 */
package dev.ballast.sim.world.ecs;
