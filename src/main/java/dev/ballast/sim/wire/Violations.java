package dev.ballast.sim.wire;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a request's members, in the order in which it was found. */
final class Violations {
    /** Enough for any message; a body of a million bad members is not remembered whole. */
    private static final int KEPT_MAX = 20;

    enum Fault {
        MISSING,
        NOT_IN_ENUM,
        MALFORMED,
        UNKNOWN
    }

    /**
     * @param member null where the name is unknown
     * @param path from the request down: names as {@link Member}s, list positions from 1 as Integers, map keys and unknown
     *     names as Strings
     * @param value what was sent; null where it is missing
     */
    record Violation(Fault fault, Member member, List<Object> path, String value) {}

    private final List<Violation> found = new ArrayList<>();

    void missing(Member member) {
        add(Fault.MISSING, member, null, member);
    }

    void unknown(String name, String value) {
        add(Fault.UNKNOWN, null, value, name);
    }

    /** The value of this member is none of its enum; the path is the caller's to say. */
    void notInEnum(Member member, String value) {
        add(Fault.NOT_IN_ENUM, member, value, null);
    }

    /** The value of this member has not the form of its type; the path is the caller's to say. */
    void malformed(Member member, String value) {
        add(Fault.MALFORMED, member, value, null);
    }

    /** Says of all violations found since the mark that they are under that step. */
    void under(int mark, Object step) {
        for (int i = mark; i < found.size(); i++) {
            found.get(i).path().addFirst(step);
        }
    }

    /** How many there are so far. */
    int mark() {
        return found.size();
    }

    List<Violation> all() {
        return found;
    }

    private void add(Fault fault, Member member, String value, Object step) {
        if (found.size() < KEPT_MAX) {
            List<Object> path = new ArrayList<>();
            if (step != null) {
                path.add(step);
            }
            found.add(new Violation(fault, member, path, value));
        }
    }
}
