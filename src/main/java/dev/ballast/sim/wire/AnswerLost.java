package dev.ballast.sim.wire;

/** A call was made to go unanswered: its work is done, and its connection ends. */
final class AnswerLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AnswerLost() {
        super(null, null, false, false);
    }
}
