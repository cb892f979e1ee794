/**
 * The AWS protocols over HTTP. Nothing here knows an operation: requests are read and answers written by the SDK's own field
 * metadata, gathered once per class in a {@link dev.ballast.sim.wire.Shape}.
 *
 * <p>The way of a call: {@link dev.ballast.sim.wire.CloudServer} receives it, {@link dev.ballast.sim.wire.LoopbackDoor} looks at
 * where it comes from, {@link dev.ballast.sim.wire.Wire} finds the service in the signature and the operation in the body, a
 * reader fills the request, the {@link dev.ballast.sim.api.Gate} lets it in to the world, a writer answers. Every refusal on
 * the way is an {@link dev.ballast.sim.api.AwsError} that leaves in the protocol in which the call came.
 */
package dev.ballast.sim.wire;
