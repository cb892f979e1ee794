/**
 * The local cloud's API: one typed method per AWS operation, the SDK's request class in, its response class out.
 *
 * <p>An {@link dev.ballast.sim.api.Api} names its operations in one line each; what every operation shares (required members,
 * enum values, dry run, client tokens, the wire's formats) happens around the method and is never written per operation. What an
 * AWS service would refuse, a method refuses by throwing {@link dev.ballast.sim.api.AwsError}. Methods run one at a time behind
 * the {@link dev.ballast.sim.api.Gate}, so they may change the world's state in place.
 */
package dev.ballast.sim.api;
