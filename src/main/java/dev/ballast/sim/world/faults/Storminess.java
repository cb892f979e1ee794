package dev.ballast.sim.world.faults;

/** How much goes wrong by itself. The numbers are ours: AWS states none, and a storm is to find faults in Ballast, not to forecast. */
public enum Storminess {
    NONE(0, 1),
    /** An uneasy day: few kinds of faults, hours between them. */
    SOME(0.4, 4),
    /** Most kinds, many of them at once. */
    STORM(0.75, 1);

    private final double shareOfKinds;
    private final double calmer;

    Storminess(double shareOfKinds, double calmer) {
        this.shareOfKinds = shareOfKinds;
        this.calmer = calmer;
    }

    /** How many of the kinds exist in a world, about. */
    double shareOfKinds() {
        return shareOfKinds;
    }

    /** How many times as long as in a storm the pauses are. */
    double calmer() {
        return calmer;
    }
}
