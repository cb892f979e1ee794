package dev.ballast.sim.world.faults;

/**
 * A call to an AWS API, as faults and throttles tell calls apart.
 *
 * @param service its signing name, such as {@code ec2}
 */
public record Called(String service, String operation, String region, Extent extent) {
    /** How much of what there is a call asks for. */
    public enum Extent {
        /** It names ids, a filter or the size of a page, or lists nothing at all. */
        SOME,
        /** It names none of them. */
        ALL
    }

    public Called(String service, String operation, String region) {
        this(service, operation, region, Extent.SOME);
    }
}
