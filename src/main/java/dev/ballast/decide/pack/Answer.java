package dev.ballast.decide.pack;

/** Whether a host is one on which a task may be. */
public enum Answer {
    NO,
    UNKNOWN,
    YES;

    static Answer of(boolean holds) {
        return holds ? YES : NO;
    }

    Answer not() {
        return values()[YES.ordinal() - ordinal()];
    }

    Answer and(Answer other) {
        return ordinal() < other.ordinal() ? this : other;
    }

    public Answer or(Answer other) {
        return ordinal() > other.ordinal() ? this : other;
    }
}
