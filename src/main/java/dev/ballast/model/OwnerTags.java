package dev.ballast.model;

/** The tags by which Ballast knows its own, and touches nothing without them; and the one by which a person protects one. */
public final class OwnerTags {
    /** Value: the cluster's name. */
    public static final String CLUSTER = "ballast:cluster";
    /** Value: the token of the step that launched it ({@link Step#token()}), so that a launch whose answer was lost is found again. */
    public static final String LAUNCH = "ballast:launch";
    /** Value: the hash of the template it was started from; another hash is drift. */
    public static final String TEMPLATE = "ballast:template";

    /** Set by a person on one instance; value {@code true}: it is not emptied by choice. */
    public static final String DO_NOT_DISRUPT = "ballast:do-not-disrupt";

    private OwnerTags() {}
}
