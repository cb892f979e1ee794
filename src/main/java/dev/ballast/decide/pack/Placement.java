package dev.ballast.decide.pack;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** On which hosts tasks may be, by the expressions of their placement constraints (memberOf); all of them must hold. */
public final class Placement implements Comparable<Placement> {
    public static final Placement ANYWHERE = new Placement("", List.of());

    private final String text;
    private final List<Condition> conditions;

    private Placement(String text, List<Condition> conditions) {
        this.text = text;
        this.conditions = conditions;
    }

    /** @param expressions in the cluster query language; what is not understood holds on no host for certain */
    public static Placement of(Collection<String> expressions) {
        if (expressions.isEmpty()) return ANYWHERE;
        var sorted = new TreeSet<>(expressions);
        return new Placement(
                String.join(" and ", sorted),
                sorted.stream().map(ConditionReader::read).toList());
    }

    public boolean isAnywhere() {
        return conditions.isEmpty();
    }

    /** False where some of it says nothing to Ballast, whatever the host. */
    public boolean isUnderstood() {
        for (var condition : conditions) if (condition instanceof Condition.Unreadable) return false;
        return true;
    }

    Answer on(Attributes host) {
        var answer = Answer.YES;
        for (var condition : conditions) answer = answer.and(condition.on(host));
        return answer;
    }

    @Override
    public int compareTo(Placement other) {
        return Comparator.<Placement, String>comparing(one -> one.text).compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Placement placement && text.equals(placement.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it is written. */
    @Override
    public String toString() {
        return text;
    }
}
