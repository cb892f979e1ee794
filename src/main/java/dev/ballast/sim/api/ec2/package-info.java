/**
 * EC2's operations over the world: reading the SDK's requests into the world's words, and telling the world in the SDK's
 * answers with the members that AWS's clients read. What is checked here is what only the wire can get wrong; what EC2 itself
 * refuses, the world refuses.
 */
package dev.ballast.sim.api.ec2;
