package dev.ballast.sim.world.faults;

/**
 * A call to an AWS API, as faults and throttles tell calls apart.
 *
 * @param service its signing name, such as {@code ec2}
 * @param resources how many it would start, stop or end, where it says so; otherwise 0
 */
public record Called(String service, String operation, String region, Extent extent, int resources) {
    /** How much of what there is a call asks for. */
    public enum Extent {
        /** It names ids, a filter or the size of a page, or lists nothing at all. */
        SOME,
        /** It names none of them. */
        ALL
    }

    public Called(String service, String operation, String region) {
        this(service, operation, region, Extent.SOME, 0);
    }

    public Called with(Extent other) {
        return new Called(service, operation, region, other, resources);
    }

    public Called with(int resourcesMeant) {
        return new Called(service, operation, region, extent, resourcesMeant);
    }
}
