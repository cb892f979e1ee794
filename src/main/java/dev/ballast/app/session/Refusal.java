package dev.ballast.app.session;

/** Ends a command with one sentence for the person and an exit status; never a stack trace. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitStatus;

    /** @param sentence what is wrong and what to do about it */
    public Refusal(int exitStatus, String sentence) {
        super(sentence);
        this.exitStatus = exitStatus;
    }

    public int exitStatus() {
        return exitStatus;
    }
}
