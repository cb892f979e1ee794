package dev.ballast.app.cli;

import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.Session;
import dev.ballast.app.view.HourlyCost;
import dev.ballast.app.view.Table;
import dev.ballast.app.view.Wording;
import dev.ballast.model.Action;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Decision;
import dev.ballast.model.Instance;
import dev.ballast.model.Observation;
import dev.ballast.model.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;

@Command(
        name = "plan",
        description = {
            "What 'ballast up' would change now, why, and what it costs.",
            "Reads only; changes and records nothing."
        })
final class PlanCommand extends ClusterCommand {
    /** The plan as a program reads it. */
    record Plan(List<PlannedStep> steps, List<String> notes, HourlyCost before, HourlyCost after) {}

    record PlannedStep(String action, String because, List<String> ratherThan) {}

    @Override
    void check() {
        cloud.requireFile();
    }

    @Override
    int call(Session session) {
        session.requireSettings();
        var seen = session.observe();
        var decisions = session.foresee(seen);
        var steps = decisions.stream()
                .flatMap(decision -> decision.steps().stream())
                .toList();
        var cluster = session.place().cluster();
        var before = seen.owned(cluster).stream().map(Instance::pool).toList();
        var after = poolsAfter(seen.owned(cluster), decisions.getLast(), steps);
        var plan = new Plan(
                steps.stream()
                        .map(step -> new PlannedStep(
                                Wording.of(step.action()),
                                step.reason().sentence(),
                                step.reason().alternatives()))
                        .toList(),
                decisions.getLast().notes().stream()
                        .map(note -> note.sentence())
                        .toList(),
                HourlyCost.ofPools(before, seen.offers().value()),
                HourlyCost.ofPools(after, seen.offers().value()));
        if (output.isJson()) {
            Output.json(out(), plan);
            return ExitStatus.OK;
        }
        out().println(session.place());
        for (var step : plan.steps()) {
            out().println("\n" + step.action());
            out().println("    because " + step.because());
            for (var alternative : step.ratherThan()) out().println("    rather than " + alternative);
        }
        if (plan.steps().isEmpty()) out().println("\nnothing to change");
        for (var note : plan.notes()) out().println("    " + note);
        printPools(before, after, seen);
        out().println("\nbefore  " + plan.before() + "\nafter   " + plan.after());
        out().flush();
        return ExitStatus.OK;
    }

    private void printPools(List<CapacityPool> before, List<CapacityPool> after, Observation seen) {
        Map<CapacityPool, int[]> counts = new TreeMap<>();
        for (var pool : before) counts.computeIfAbsent(pool, key -> new int[2])[0]++;
        for (var pool : after) counts.computeIfAbsent(pool, key -> new int[2])[1]++;
        var table = new Table("POOL", "NOW", "THEN", "PRICE", "ON DEMAND");
        counts.forEach((pool, count) -> {
            var offer = seen.offers().value().stream()
                    .filter(candidate -> candidate.pool().equals(pool))
                    .findFirst();
            table.row(
                    pool,
                    count[0],
                    count[1],
                    offer.map(known -> known.price().toString()).orElse("-"),
                    offer.map(known -> known.onDemandPrice().toString()).orElse("-"));
        });
        if (!table.isEmpty()) out().print("\n" + table);
    }

    /** What stays, and what is launched; an instance that is being emptied is gone then. */
    private static List<CapacityPool> poolsAfter(List<Instance> owned, Decision last, List<Step> steps) {
        var pools = new ArrayList<CapacityPool>();
        for (var instance : owned)
            if (!last.memory().retiring().containsKey(instance.instanceId())
                    && !last.memory().doomed().containsKey(instance.instanceId())) pools.add(instance.pool());
        for (var step : steps)
            if (step.action() instanceof Action.LaunchInstances launch)
                for (var offer : launch.offers()) for (var i = 0; i < launch.each(); i++) pools.add(offer.pool());
        return pools;
    }
}
