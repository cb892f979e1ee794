package dev.ballast.decide.lint;

import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Demand;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.lint.Weakness.Level;
import dev.ballast.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Tasks that no service keeps. */
final class Standalone {
    private final Facts facts;
    private final Remedies says;

    Standalone(Facts facts, Remedies says) {
        this.facts = facts;
        this.says = says;
    }

    List<Weakness> weaknesses() {
        if (facts.settings().interruption().rerunStandaloneTasks()) return List.of();
        var byDefinition = new TreeMap<String, Integer>();
        for (var task : facts.observation().tasks().value())
            if (Demand.isMeantToRun(task) && task.isOnHost() && isStandalone(task))
                byDefinition.merge(task.taskDefinition(), 1, Integer::sum);
        var found = new ArrayList<Weakness>();
        byDefinition.forEach((definition, count) -> found.add(new Weakness(
                Rule.RUNS_ONCE,
                Level.WARNING,
                new Weakness.Subject(Weakness.Subject.Kind.TASK_FAMILY, Remedies.family(definition), definition),
                Words.count(count, "task") + " of " + Remedies.family(definition)
                        + " without a service: lost with the host, and nothing starts " + (count == 1 ? "it" : "them")
                        + " again",
                List.of(says.inBallastYaml("interruption.rerun-standalone-tasks", "false", "true")))));
        return found;
    }

    /** A task of a service that is gone is nobody's wish any more. */
    private boolean isStandalone(Task task) {
        return !task.group().startsWith("service:");
    }
}
