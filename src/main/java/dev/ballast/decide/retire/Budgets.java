package dev.ballast.decide.retire;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Facts;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Budget;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * How many hosts may begin to go by choice: the smallest of all budgets whose window is open, never more than {@code brakes.drains-at-once},
 * less those that are going already for whatever reason. What has begun is carried through when a window opens over it: held in the middle
 * it would cost twice. What AWS takes or recommends, and what is broken, asks no budget.
 */
public final class Budgets {
    private final Draft draft;
    private final Facts facts;
    private final int hosts;
    private final int allowed;

    private Budgets(Draft draft, Facts facts) {
        this.draft = draft;
        this.facts = facts;
        var count = 0;
        for (var host : facts.hosts()) if (host.owned() && host.standing().isAlive()) count++;
        hosts = count;
        var least = facts.settings().brakes().drainsAtOnce();
        for (var budget : facts.settings().disruption().budgets())
            if (isOpen(budget)) least = Math.min(least, budget.hosts().of(hosts));
        allowed = least;
    }

    public static Budgets of(Draft draft, Facts facts) {
        return new Budgets(draft, facts);
    }

    /** How many more; not positive where others must be through first. */
    public int free() {
        return allowed - underWay();
    }

    /** A budget lets nobody go, whoever is through. */
    public boolean isClosed() {
        return allowed <= 0;
    }

    /** Somebody goes who is not only waiting for a standalone task to end. */
    public boolean isAnybodyGoing() {
        for (var id : draft.retiring().keySet())
            if (isUnderWay(id) || draft.retiring().get(id).terminatedAt().isPresent()) return true;
        return false;
    }

    /**
     * Says that the budget holds them back, and wakes when its window closes.
     *
     * @param why the code under which they would go
     */
    public void hold(Code why, Collection<String> hostIds) {
        var opens = opens();
        opens.ifPresent(draft::wakeAt);
        draft.note(
                why,
                Words.list(hostIds) + " would go, but a budget of 0 of " + Words.count(hosts, "host") + " holds "
                        + opens.map(at -> "until " + at).orElse("always"));
    }

    /** Empty where one of them has no window: then it never does by itself. */
    private Optional<Instant> opens() {
        Instant first = null;
        for (var budget : facts.settings().disruption().budgets()) {
            if (!isOpen(budget) || budget.hosts().of(hosts) > 0) continue;
            if (budget.window().isEmpty()) return Optional.empty();
            var edge = budget.window().get().nextEdge(facts.asOf());
            if (first == null || edge.isBefore(first)) first = edge;
        }
        return Optional.ofNullable(first);
    }

    private boolean isOpen(Budget budget) {
        return budget.window().map(window -> window.contains(facts.asOf())).orElse(true);
    }

    private int underWay() {
        var count = 0;
        for (var id : draft.retiring().keySet()) if (isUnderWay(id)) count++;
        return count;
    }

    /** A drained host that only a standalone task keeps moves nothing any more: it may take days, and takes nobody's turn. */
    private boolean isUnderWay(String id) {
        var retiring = draft.retiring().get(id);
        if (retiring.terminatedAt().isPresent()) return false;
        return retiring.drainedAt().isEmpty()
                || facts.host(id).filter(facts::runsOnlyStandaloneTasks).isEmpty();
    }
}
