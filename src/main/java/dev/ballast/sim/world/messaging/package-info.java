/**
 * What AWS says and where it is heard: EventBridge's rules over the events of the world, and SQS's queues. It knows nothing of
 * instances or tasks; others put their events in.
 */
package dev.ballast.sim.world.messaging;
