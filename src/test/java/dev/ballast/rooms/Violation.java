package dev.ballast.rooms;

/** One class that does what the rule forbids, and what it does it to. The place is file and line where they are known. */
record Violation(String rule, String from, String to, String place) implements Comparable<Violation> {

    @Override
    public int compareTo(Violation other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return from + " -> " + to + " " + place + ": " + rule;
    }
}
