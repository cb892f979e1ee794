package dev.ballast.simulation;

/** The process ends here: killed, or its journal's disk is broken. The next one takes up where the journal ends. */
final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Interrupted(String why) {
        super(why, null, false, false);
    }
}
