package dev.ballast.sim.world.core;

/** The world says no, with AWS's own code; sim.api puts it on the wire, sim.port turns it into an outcome. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;

    /** @param code as AWS spells it, for example InvalidInstanceID.NotFound */
    public Refused(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
