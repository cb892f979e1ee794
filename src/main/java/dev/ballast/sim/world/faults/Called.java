package dev.ballast.sim.world.faults;

/**
 * A call to an AWS API, as faults tell calls apart.
 *
 * @param service its signing name, such as {@code ec2}
 */
public record Called(String service, String operation, String region) {}
