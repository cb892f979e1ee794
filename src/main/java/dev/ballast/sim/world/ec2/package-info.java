/**
 * EC2 in the world: instances from launch call to the hour after their end, the images, networks, volumes and tags they
 * stand on, and who is told what happens to them. Fleets, spot and launch templates build on this; ECS, EventBridge and
 * the load balancer listen to it through {@link dev.ballast.sim.world.ec2.InstanceListener}.
 */
package dev.ballast.sim.world.ec2;
