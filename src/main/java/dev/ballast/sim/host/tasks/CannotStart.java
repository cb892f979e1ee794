package dev.ballast.sim.host.tasks;

/** A container that this machine cannot run; the message is what its stopped task shows. */
final class CannotStart extends Exception {
    private static final long serialVersionUID = 1L;

    CannotStart(String reason) {
        super(reason);
    }
}
