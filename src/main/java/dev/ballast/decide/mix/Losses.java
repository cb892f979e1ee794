package dev.ballast.decide.mix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stows a set of hosts without each of its groups in turn. What failed last is tried first: it will fail again. */
final class Losses {
    private static final int NOTHING = -1;

    private final Question question;
    private final Knapsack knapsack;
    private final List<Integer> order = new ArrayList<>();

    Losses(Question question) {
        this.question = question;
        knapsack = new Knapsack(question);
        for (var group = 0; group < question.groups; group++) order.add(group);
    }

    /**
     * A loss after which something finds no place.
     *
     * @param group what is lost, -1 for nothing
     * @param kinds hosts of each kind that are left
     * @param left of each piece, how many have no place
     */
    record TooMuch(int group, int[] kinds, int[] left) {}

    /** Empty where everything has its place after every loss. */
    Optional<TooMuch> tooMuch(int[] hosts) {
        var isLost = new boolean[question.groups];
        var isAnyLost = false;
        for (var group = 0; group < isLost.length; group++) {
            isLost[group] = question.hurtsAnyway(group);
            isAnyLost |= isLost[group];
        }
        for (var i = 0; i < hosts.length; i++) {
            if (hosts[i] == 0 || question.group[i] == NOTHING) continue;
            isLost[question.group[i]] = true;
            isAnyLost = true;
        }
        // where nothing can be lost, everything still needs its place
        if (!isAnyLost) return without(hosts, NOTHING);
        for (var at = 0; at < order.size(); at++) {
            var group = order.get(at);
            if (!isLost[group]) continue;
            var found = without(hosts, group);
            if (found.isEmpty()) continue;
            order.remove(at);
            order.addFirst(group);
            return found;
        }
        return Optional.empty();
    }

    private Optional<TooMuch> without(int[] hosts, int group) {
        var kinds = new int[question.gives.size()];
        for (var i = 0; i < hosts.length; i++)
            if (hosts[i] > 0 && (group == NOTHING || question.group[i] != group)) kinds[question.kind[i]] += hosts[i];
        var left = Stowing.stow(question, knapsack, group, kinds).left();
        return Stowing.isNothing(left) ? Optional.empty() : Optional.of(new TooMuch(group, kinds, left));
    }
}
