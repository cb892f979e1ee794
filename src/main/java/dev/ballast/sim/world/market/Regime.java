package dev.ballast.sim.world.market;

/** How short of spot capacity the world is. docs/decisions/031-market-model.md says where each number comes from. */
public enum Regime {
    /** Every pool holds what it holds; nothing is taken back unless somebody asks for it. */
    CALM(0, 200, 2_000),
    /** As the Spot Instance advisor's middle bands: an instance is lost once in five months to a year and a half. */
    TYPICAL(0.004, 200, 2_000),
    /** As published availability traces of GPUs: every pool runs dry several times a day, and is shallow. */
    STRESS(8, 20, 200);

    private final double droughtsPerDay;
    private final int leastDepth;
    private final int mostDepth;

    Regime(double droughtsPerDay, int leastDepth, int mostDepth) {
        this.droughtsPerDay = droughtsPerDay;
        this.leastDepth = leastDepth;
        this.mostDepth = mostDepth;
    }

    /** How many droughts begin in a pool in a day, before each cause's own factor. */
    double droughtsPerDay() {
        return droughtsPerDay;
    }

    /** How many spot instances a pool holds outside of droughts is drawn once per pool, evenly from this... */
    int leastDepth() {
        return leastDepth;
    }

    /** ...to this. */
    int mostDepth() {
        return mostDepth;
    }
}
